import { Badge, Button, makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { count, duration, Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Progress } from "../words/Progress";
import { isUnderWay } from "./rebuilds";

const useStyles = makeStyles({
  cell: { display: "flex", flexDirection: "column", gap: "4px", padding: "6px 0", minWidth: 0 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  error: { color: tokens.colorStatusDangerForeground1, overflowWrap: "anywhere" },
});

const says: Partial<Record<Schemas["RebuildState"], string>> = {
  requested: "Waits for its turn",
  filling: "Folds the log anew",
  indexing: "Builds its indexes",
  comparing: "Compares both generations",
  switched: "Serves; writes its certificate",
};

/** The last rebuild of a read model: how far it has come and when it ends, or how it ended. */
export function RebuildCell({ of, cancel }: { of: Schemas["RebuildStatus"] | undefined; cancel?: (() => void) | undefined }) {
  const styles = useStyles();
  if (!of) {
    return <span className={styles.quiet}>Not rebuilt yet</span>;
  }
  if (isUnderWay(of)) {
    const share = of.state === "filling" ? of.position / Math.max(1, of.head) : of.state === "requested" ? 0 : undefined;
    return (
      <div className={styles.cell}>
        <Progress label={`Rebuild of ${of.name}`} share={share}>
          <span>{says[of.state] ?? Words(of.state)}</span>
          {of.state === "filling" && <span>{count(of.position)} of {count(of.head)} events</span>}
          {of.eventsPerSecond ? <span>{count(Math.round(of.eventsPerSecond))} events/s</span> : null}
          {of.remaining && <span>{duration(of.remaining)} left</span>}
        </Progress>
        {cancel && of.state !== "switched" && <div><Button size="small" onClick={cancel} aria-label={`Cancel the rebuild of ${of.name}`}>Cancel</Button></div>}
      </div>
    );
  }
  if (of.state === "failed") {
    return <div className={styles.cell}><span><Badge color="danger">Failed</Badge> <Moment at={of.endedAt} relative /></span><span className={styles.error}>{of.error}</span></div>;
  }
  if (of.state === "cancelled") {
    return <span className={styles.quiet}>Cancelled <Moment at={of.endedAt} relative />; the former generation serves on.</span>;
  }
  return <span className={styles.quiet}>Rebuilt <Moment at={of.endedAt} relative /> by {of.by.name}, {count(of.rows ?? 0)} rows{of.hashBefore && (of.hashBefore === of.hashAfter ? ", the same content as before" : ", another content than before")}{of.hashAfter && <>, hash <code>{of.hashAfter.slice(0, 12)}</code></>}</span>;
}
