import { Badge, Button, makeStyles, mergeClasses, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { rules, useMay } from "../api/queries";
import { count, Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Empty, Failure, Loading } from "../words/Notices";
import { Section } from "../words/Page";
import { Scroll } from "../words/Scroll";
import { useStackedTable } from "../words/stacked";
import { ExcludeTitle } from "./ExcludeTitle";

const weeks = 12;
const week = 7 * 86_400_000;
const flags: Record<string, string> = { "no-match-in-30-days": "No match in 30 days", "review-date-passed": "Review is overdue" };

const useStyles = makeStyles({
  table: { minWidth: "860px" },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  rule: { display: "flex", flexDirection: "column", gap: "2px", padding: "6px 0", overflowWrap: "anywhere" },
  spark: { display: "block", width: "96px", height: "24px" },
  bar: { fill: tokens.colorBrandBackground },
  base: { stroke: tokens.colorNeutralStroke1 },
  tools: { display: "flex", flexWrap: "wrap", gap: "8px" },
});

/** The rules in force of one connector: what each excludes, and how it ages. */
export function RuleTable({ connector }: { connector: string }) {
  const styles = useStyles();
  const stacked = useStackedTable();
  const may = useMay();
  const list = useQuery(rules(connector));
  return (
    <Section
      title="Rules in force"
      actions={may.configure && (
        <div className={styles.tools}>
          <ExcludeTitle connector={connector} title="" label="Add a title rule" />
          <Link to={`/connectors/${connector}/settings#filters`}><Button>Change the settings</Button></Link>
        </div>
      )}
    >
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading lines={4} />}
      {list.data?.items.length === 0 && <Empty title="No rule excludes an alert">Everything that this connector brings is shown. A rule leaves alerts recorded and takes them off the list: add one by title above, or choose severities, statuses and sources in the settings.</Empty>}
      {(list.data?.items.length ?? 0) > 0 && (
        <Scroll label="Rules in force">
          <Table size="small" className={mergeClasses(styles.table, stacked)} aria-label="Rules in force">
            <TableHeader>
              <TableRow>
                <TableHeaderCell style={{ width: "42%" }}>Rule</TableHeaderCell>
                <TableHeaderCell style={{ width: "110px" }}>{weeks} weeks</TableHeaderCell>
                <TableHeaderCell style={{ width: "80px" }}>Matches</TableHeaderCell>
                <TableHeaderCell>Last match</TableHeaderCell>
                <TableHeaderCell>Since</TableHeaderCell>
                <TableHeaderCell>Review by</TableHeaderCell>
              </TableRow>
            </TableHeader>
            <TableBody>
              {list.data?.items.map((each) => (
                <TableRow key={each.rule.rule}>
                  <TableCell>
                    <div className={styles.rule}>
                      <b>{each.rule.name ?? Words(each.rule.rule)}</b>
                      <span>Excludes {each.rule.says}</span>
                      <span className={styles.quiet}>{[each.rule.reason, each.rule.owner && `answers for it: ${each.rule.owner}`].filter(Boolean).join(" · ")}</span>
                      {each.flags.length > 0 && <span>{each.flags.map((flag) => <Badge key={flag} color="warning" appearance="tint">{flags[flag] ?? Words(flag)}</Badge>)}</span>}
                    </div>
                  </TableCell>
                  <TableCell data-name={`${weeks} weeks`}><Spark of={each} /></TableCell>
                  <TableCell data-name="Matches">{count(each.weeks.reduce((sum, one) => sum + one.hits, 0))}</TableCell>
                  <TableCell data-name="Last match"><Moment at={each.lastHit} relative /></TableCell>
                  <TableCell data-name="Since"><span>Revision {each.revision} <span className={styles.quiet}><Moment at={each.since} relative /></span></span></TableCell>
                  <TableCell data-name="Review by">{each.rule.reviewBy ?? "–"}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Scroll>
      )}
    </Section>
  );
}

function Spark({ of }: { of: Schemas["RuleView"] }) {
  const styles = useStyles();
  const end = Date.now();
  const hits = Array.from({ length: weeks }, () => 0);
  for (const each of of.weeks) {
    const ago = Math.floor((end - Date.parse(each.week)) / week);
    if (ago >= 0 && ago < weeks) {
      hits[weeks - 1 - ago] = (hits[weeks - 1 - ago] ?? 0) + each.hits;
    }
  }
  const most = Math.max(1, ...hits);
  return (
    <svg className={styles.spark} viewBox={`0 0 ${weeks * 8} 24`} role="img" aria-label={`Matches by week, the latest last: ${hits.join(", ")}`}>
      <line className={styles.base} x1="0" x2={weeks * 8} y1="23.5" y2="23.5" />
      {hits.map((each, i) => each > 0 && <rect key={i} className={styles.bar} x={i * 8 + 1} width="6" y={23 - Math.max(2, (each / most) * 21)} height={Math.max(2, (each / most) * 21)} />)}
    </svg>
  );
}
