import { Link, makeStyles, mergeClasses, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { useAsOf } from "../past/asOf";
import { count, Words } from "../words/format";
import { Json } from "../words/Json";
import { Moment } from "../words/Moment";
import { Told } from "../words/Told";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column" },
  entry: { position: "relative", padding: "0 0 14px 20px", borderLeft: `2px solid ${tokens.colorNeutralStroke1}`, marginLeft: "6px", overflowWrap: "anywhere", "::before": { content: '""', position: "absolute", left: "-7px", top: "4px", width: "12px", height: "12px", borderRadius: "50%", backgroundColor: tokens.colorBrandBackground } },
  later: { borderLeftStyle: "dashed", fontStyle: "italic", "::before": { backgroundColor: tokens.colorNeutralStroke1 } },
  says: { display: "block" },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  then: { display: "inline-block", marginLeft: "10px" },
  changes: { margin: "4px 0", paddingLeft: "16px" },
  raw: { "& > summary": { cursor: "pointer", color: tokens.colorBrandForeground1 } },
});

/** Every event of the alert, the latest first: what, who, when, and what it changed. */
export function Timeline({ entries }: { entries: readonly Schemas["HistoryEntry"][] }) {
  const styles = useStyles();
  const [asOf, setAsOf] = useAsOf();
  return (
    <ol className={styles.list}>
      {[...entries].reverse().map(({ event, says, changed }) => (
        <li key={event.position} className={mergeClasses(styles.entry, isLater(event, asOf) && styles.later)}>
          <span className={styles.says}><Told says={says} /></span>
          <span className={styles.quiet}>{Words(event.type)} · position {count(event.position)} · <Moment at={event.timestamp} />{event.user && ` · ${event.user}`}<Link as="button" className={styles.then} onClick={() => setAsOf(String(event.position))}>As it stood then</Link></span>
          {changed.length > 0 && (
            <ul className={styles.changes}>
              {changed.map(({ field, from, to }) => <li key={field}>{Words(field.replace(".", " "))}: <Told says={text(field, from)} /> → <b><Told says={text(field, to)} /></b></li>)}
            </ul>
          )}
          <details className={styles.raw}><summary>Event as recorded</summary><Json value={event} label={`Event ${event.position}`} /></details>
        </li>
      ))}
    </ol>
  );
}

/** Whether it had not happened yet at the moment that the page shows. */
const isLater = (event: Schemas["EventView"], asOf: string): boolean => asOf !== "" && (/^\d+$/.test(asOf) ? event.position > Number(asOf) : event.timestamp > asOf);

/** Fields whose values are words of the API. */
const coded = /(status|conclusion|classification|determination)$/i;

const text = (field: string, value: unknown): string =>
  value === null || value === undefined || value === "" ? "nothing" : typeof value !== "string" ? JSON.stringify(value) : coded.test(field) ? Words(value) : value;
