import { Badge, Button, makeStyles, MessageBar, MessageBarBody, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { AlertName } from "../words/AlertName";
import { count, Words } from "../words/format";
import { Failure } from "../words/Notices";
import { Progress } from "../words/Progress";
import { Severity } from "../words/Badges";
import { DifferenceBars } from "./DifferenceBars";
import type { Preview } from "./preview";

const named = 25;

const useStyles = makeStyles({
  report: { display: "flex", flexDirection: "column", gap: "12px", minWidth: 0 },
  totals: { display: "flex", flexWrap: "wrap", gap: "4px 24px", "& b": { fontSize: tokens.fontSizeBase500, fontVariantNumeric: "tabular-nums" } },
  tables: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 240px), 1fr))", gap: "12px", alignItems: "start" },
  alerts: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "6px", "& li": { overflowWrap: "anywhere" } },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  missed: { margin: "4px 0 0", paddingLeft: "18px" },
});

/** What a change of filters would do to the whole history, with progress while the log is read. */
export function PreviewReport({ of, cancel }: { of: Preview; cancel: () => void }) {
  const styles = useStyles();
  const { progress, result } = of;
  if (of.error) {
    return <Failure error={of.error} />;
  }
  if (of.running && !result) {
    return (
      <div className={styles.report}>
        <Progress label="Preview" share={progress ? progress.position / Math.max(1, progress.until) : undefined}>
          {progress ? <><span>{count(progress.position)} of {count(progress.until)} events read</span><span>{count(progress.alerts)} alerts</span><span>+{count(progress.appear)} appear, −{count(progress.vanish)} vanish</span></> : <span>Reading the log …</span>}
        </Progress>
        <div><Button size="small" onClick={cancel}>Cancel the preview</Button></div>
      </div>
    );
  }
  if (!result) {
    return null;
  }
  const unchanged = result.total.appear + result.total.vanish === 0;
  return (
    <section className={styles.report} aria-label="Preview">
      <div className={styles.totals} role="status">
        <span><b>+{count(result.total.appear)}</b> would appear</span>
        <span><b>−{count(result.total.vanish)}</b> would vanish</span>
        <span><b>{count(result.alerts)}</b> alerts looked at, at position {count(result.position)}</span>
        {result.restated > 0 && <span><b>{count(result.restated)}</b> stay excluded, by another rule</span>}
      </div>
      {unchanged && <span>No alert of the whole history would appear or vanish.</span>}
      {result.endedMalicious.vanish > 0 && <MessageBar intent="warning"><MessageBarBody>{count(result.endedMalicious.vanish)} of those that would vanish had ended as <b>malicious</b>. Look at them before you apply this.</MessageBarBody></MessageBar>}
      {result.openTickets.vanish > 0 && <MessageBar intent="warning"><MessageBarBody>{count(result.openTickets.vanish)} of those that would vanish have an open ticket.</MessageBarBody></MessageBar>}
      <DifferenceBars days={result.byDay} />
      {!unchanged && (
        <div className={styles.tables}>
          <Differences name="Rule" of={result.byRule} />
          <Differences name="Severity" of={result.bySeverity} />
        </div>
      )}
      {of.alerts.length > 0 && (
        <details open={of.alerts.length <= 8}>
          <summary>{count(result.total.appear + result.total.vanish + result.restated)} alerts would be decided otherwise{of.alerts.length > named && `; the first ${named}`}</summary>
          <ul className={styles.alerts}>
            {of.alerts.slice(0, named).map((alert) => (
              <li key={alert.id}>
                <Badge appearance="tint" color={alert.effect === "Appears" ? "success" : alert.effect === "Vanishes" ? "danger" : "informative"}>{Words(alert.effect)}</Badge>{" "}
                <Severity value={alert.severity} /> <AlertName id={alert.id} />
                <div className={styles.quiet}>{(alert.after ?? alert.before)?.reason}{alert.endedMalicious && " · ended as malicious"}{alert.openTicket && " · has an open ticket"}</div>
              </li>
            ))}
          </ul>
        </details>
      )}
      {result.notAskedFor.length > 0 && (
        <details>
          <summary>What was never asked for ({count(result.notAskedFor.length)})</summary>
          <span className={styles.quiet}>These settings narrowed the question to the source itself: no filter can say what it would have answered.</span>
          <ul className={styles.missed}>{result.notAskedFor.map((each) => <li key={each.what + each.fromPosition}>{Words(each.what)} since revision {each.revision}: <code>{each.text}</code></li>)}</ul>
        </details>
      )}
    </section>
  );
}

function Differences({ name, of }: { name: string; of: readonly Schemas["FilterDifferenceOf"][] }) {
  return (
    <Table size="extra-small" aria-label={`By ${name.toLowerCase()}`}>
      <TableHeader><TableRow><TableHeaderCell>{name}</TableHeaderCell><TableHeaderCell style={{ width: "70px" }}>Appear</TableHeaderCell><TableHeaderCell style={{ width: "70px" }}>Vanish</TableHeaderCell></TableRow></TableHeader>
      <TableBody>
        {of.map((each) => <TableRow key={each.value}><TableCell>{each.value}</TableCell><TableCell>+{count(each.appear)}</TableCell><TableCell>−{count(each.vanish)}</TableCell></TableRow>)}
      </TableBody>
    </Table>
  );
}
