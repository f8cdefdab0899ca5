import { Badge, makeStyles, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { AlertName } from "../words/AlertName";
import { count } from "../words/format";

const named = 25;

const useStyles = makeStyles({
  report: { display: "flex", flexDirection: "column", gap: "12px", minWidth: 0 },
  totals: { display: "flex", flexWrap: "wrap", gap: "4px 24px", "& b": { fontSize: tokens.fontSizeBase500 } },
  alerts: { listStyleType: "none", margin: "6px 0 0", padding: 0, display: "flex", flexDirection: "column", gap: "6px", "& li": { overflowWrap: "anywhere" } },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** What other group rules would do to the list. */
export function GroupPreview({ of }: { of: Schemas["GroupPreviewResult"] }) {
  const styles = useStyles();
  return (
    <section className={styles.report} aria-label="Preview of the group rules">
      <div className={styles.totals} role="status">
        <span><b>+{count(of.appear)}</b> would stand alone again</span>
        <span><b>−{count(of.vanish)}</b> would merge</span>
        <span><b>{count(of.alerts)}</b> alerts looked at, at position {count(of.position)}</span>
      </div>
      <Table size="extra-small" aria-label="By rule">
        <TableHeader><TableRow><TableHeaderCell>Rule</TableHeaderCell><TableHeaderCell>Merges now</TableHeaderCell><TableHeaderCell>Would merge</TableHeaderCell></TableRow></TableHeader>
        <TableBody>{of.byRule.map((each) => <TableRow key={each.rule}><TableCell>{each.rule}</TableCell><TableCell>{count(each.merged)}</TableCell><TableCell>{count(each.mergedThen)}</TableCell></TableRow>)}</TableBody>
      </Table>
      {of.changed.length > 0 && (
        <details open={of.changed.length <= 8}>
          <summary>{count(of.changed.length)} alerts would change{of.changed.length > named && `; the first ${named}`}</summary>
          <ul className={styles.alerts}>
            {of.changed.slice(0, named).map((each) => (
              <li key={each.id}>
                <Badge appearance="tint" color={each.then === "shown" ? "success" : "informative"}>{each.state} → {each.then}</Badge> <AlertName id={each.id} />
                {each.into && <span className={styles.quiet}> into <AlertName id={each.into} />{each.rule && ` by ${each.rule}`}</span>}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  );
}
