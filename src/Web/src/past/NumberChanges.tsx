import { makeStyles, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { queryOptions, useQuery } from "@tanstack/react-query";
import { answered, api, Refusal, type Schemas } from "../api/client";
import { count, Words } from "../words/format";
import { Failure, Loading } from "../words/Notices";
import { Scroll } from "../words/Scroll";

const states = ["ingested", "shown", "excluded", "merged"] as const;
const tables: Readonly<Record<string, string>> = {
  conservation: "", days: "Day", bySeverity: "Severity", byStatus: "Source status", byDetectionSource: "Detection source", byInvestigationStatus: "Investigation", byExclusionRule: "Exclusion rule",
};

const useStyles = makeStyles({
  connector: { display: "flex", flexDirection: "column", gap: "4px", padding: "8px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, minWidth: 0, ":last-child": { borderBottomStyle: "none", paddingBottom: 0 } },
  line: { display: "flex", flexWrap: "wrap", gap: "2px 20px", fontVariantNumeric: "tabular-nums" },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  more: { "& > summary": { cursor: "pointer", color: tokens.colorBrandForeground1 } },
  table: { minWidth: "520px", "& td": { fontVariantNumeric: "tabular-nums", overflowWrap: "anywhere" } },
});

const difference = (connector: string, from: string, to: number) =>
  queryOptions({
    queryKey: ["dashboard-difference", connector, from, to],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/connectors/{id}/dashboard/difference", { params: { path: { id: connector }, query: { from, to: String(to) } }, signal })),
    staleTime: Infinity,
    retry: false,
  });

/** Which numbers of a connector's dashboard differ between two moments. */
export function NumberChanges({ connector, name, from, to }: { connector: string; name: string; from: string; to: number }) {
  const styles = useStyles();
  const compared = useQuery({ ...difference(connector, from, to), enabled: to > 0 });
  if (compared.error instanceof Refusal && compared.error.status === 404) {
    return null;
  }
  return (
    <div className={styles.connector} role="group" aria-label={`Numbers of ${name}`}>
      <b>{name}</b>
      {compared.isPending && <Loading lines={1} label={`Comparing ${name}`} />}
      {compared.isError && <Failure error={compared.error} retry={() => void compared.refetch()} />}
      {compared.data && (
        <>
          <div className={styles.line}>
            {states.map((state) => <span key={state}>{Words(state)} <Change before={compared.data.before?.conservation[state] ?? 0} after={compared.data.after.conservation[state]} /></span>)}
          </div>
          {!compared.data.before && <span className={styles.quiet}>The connector was not there at the former moment.</span>}
          {compared.data.changed.length > 0
            ? <details className={styles.more}><summary>Every number that differs</summary><ByValue of={compared.data.changed} label={`Numbers of ${name} that differ`} /></details>
            : <span className={styles.quiet}>No number differs.</span>}
        </>
      )}
    </div>
  );
}

function ByValue({ of, label }: { of: readonly Schemas["NumberChange"][]; label: string }) {
  const styles = useStyles();
  const rows = new Map<string, { name: string; changes: Map<string, Schemas["NumberChange"]> }>();
  for (const change of of.filter((each) => each.table !== "conservation")) {
    const key = `${change.table} ${change.value}`;
    const row = rows.get(key) ?? { name: `${tables[change.table] ?? Words(change.table)}: ${spelled(change)}`, changes: new Map() };
    row.changes.set(change.state, change);
    rows.set(key, row);
  }
  return (
    <Scroll label={label}>
      <Table size="extra-small" className={styles.table} aria-label={label}>
        <TableHeader><TableRow><TableHeaderCell>Of</TableHeaderCell>{states.map((state) => <TableHeaderCell key={state}>{Words(state)}</TableHeaderCell>)}</TableRow></TableHeader>
        <TableBody>
          {[...rows].map(([key, { name, changes }]) => (
            <TableRow key={key}>
              <TableCell>{name}</TableCell>
              {states.map((state) => {
                const change = changes.get(state);
                return <TableCell key={state}>{change ? <Change before={change.before} after={change.after} /> : "="}</TableCell>;
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Scroll>
  );
}

/** Days and names of rules stay as they are. */
const spelled = ({ table, value }: Schemas["NumberChange"]): string => (table === "days" || table === "byExclusionRule" ? value : Words(value) || "(none)");

function Change({ before, after }: { before: number; after: number }) {
  const step = after - before;
  return step === 0 ? <>{count(after)} (=)</> : <>{count(before)} → <b>{count(after)}</b> ({step > 0 ? "+" : "−"}{count(Math.abs(step))})</>;
}
