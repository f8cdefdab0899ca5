import { makeStyles, tokens } from "@fluentui/react-components";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { count, Words } from "../words/format";
import { Json } from "../words/Json";
import { Moment } from "../words/Moment";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  event: { display: "grid", gridTemplateColumns: "64px 190px 162px minmax(0, 1fr) 108px", gap: "2px 12px", padding: "6px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, alignItems: "baseline", ":last-child": { borderBottomStyle: "none" }, "@media (max-width: 1000px)": { gridTemplateColumns: "80px minmax(0, 1fr)" } },
  position: { fontVariantNumeric: "tabular-nums", color: tokens.colorNeutralForeground3 },
  when: { "@media (max-width: 1000px)": { gridColumn: "1 / -1", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 } },
  stream: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: "anywhere", "@media (max-width: 1000px)": { gridColumn: "1 / -1" } },
  raw: { gridColumn: "auto", "& > summary": { cursor: "pointer", color: tokens.colorBrandForeground1 }, "&[open]": { gridColumn: "1 / -1" }, "@media (max-width: 1000px)": { gridColumn: "1 / -1" } },
});

/** Events of the log, each with its JSON as recorded. */
export function EventList({ events }: { events: readonly Schemas["EventView"][] }) {
  const styles = useStyles();
  return (
    <ol className={styles.list} aria-label="Events">
      {events.map((event) => (
        <li key={event.position} className={styles.event}>
          <span className={styles.position}>{count(event.position)}</span>
          <b>{Words(event.type)}</b>
          <span className={styles.when}><Moment at={event.timestamp} /></span>
          <span className={styles.stream}>{event.type === "alert_ingested" ? <Link to={`/alerts/${event.id}`}>{event.stream}</Link> : event.stream}</span>
          <details className={styles.raw}><summary>As recorded</summary><Json value={event} label={`Event ${event.position}`} /></details>
        </li>
      ))}
    </ol>
  );
}
