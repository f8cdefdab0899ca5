import { makeStyles, tokens } from "@fluentui/react-components";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { Severity } from "../words/Badges";
import { Moment } from "../words/Moment";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: { display: "grid", gridTemplateColumns: "108px minmax(0, 1fr) max-content", gap: "4px 12px", alignItems: "center", padding: "6px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: "anywhere", ":last-child": { borderBottomStyle: "none" }, "@media (max-width: 640px)": { gridTemplateColumns: "100px minmax(0, 1fr)" } },
  what: { "@media (max-width: 640px)": { gridColumn: "1 / -1", gridRow: 2 } },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** A few alerts, one line each, with a word of what matters here. */
export function AlertLines({ label, items, says }: { label: string; items: readonly Schemas["AlertItem"][]; says: (item: Schemas["AlertItem"]) => string }) {
  const styles = useStyles();
  return (
    <ul className={styles.list} aria-label={label}>
      {items.map((item) => (
        <li key={item.id} className={styles.item}>
          <Severity value={item.severity} />
          <span className={styles.what}><Link to={`/alerts/${item.id}`}>{item.title}</Link><br /><span className={styles.quiet}>{says(item)}</span></span>
          <span className={styles.quiet}><Moment at={item.ingestedAt} relative /></span>
        </li>
      ))}
    </ul>
  );
}
