import { Button, makeStyles, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { answered, api } from "../api/client";
import { dashboards, LIVE } from "../api/queries";
import { AlertLines } from "../alerts/AlertLines";
import { count, Words } from "../words/format";
import { Empty, Failure, Loading } from "../words/Notices";
import { Scroll } from "../words/Scroll";
import { Page, Section } from "../words/Page";

const useStyles = makeStyles({
  rules: { minWidth: "300px" },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** What filters removed, by rule, and the latest alerts with the clause that matched. Nothing of it is lost: it is recorded and can be shown again. */
export default function ExcludedPage() {
  const styles = useStyles();
  const sums = useQuery(dashboards);
  const latest = useQuery({
    queryKey: [LIVE, "excluded"],
    queryFn: ({ signal }) => answered(api.GET("/api/v1/alerts", { params: { query: { Decision: "excluded", Limit: "50" } }, signal })),
  });
  const rules = (sums.data?.items ?? []).flatMap((each) => each.byExclusionRule.map((rule) => ({ connector: each.connector, ...rule }))).sort((a, b) => b.count - a.count);
  return (
    <Page title="Excluded">
      <Section title="By rule">
        {sums.isError && <Failure error={sums.error} retry={() => void sums.refetch()} />}
        {sums.isPending && <Loading lines={4} />}
        {sums.isSuccess && rules.length === 0 && <Empty title="No rule excludes an alert" action={<Link to="/filters"><Button>Open the filters</Button></Link>}>Exclusions are part of a connector's settings: severities, statuses, sources and titles that are recorded but not shown.</Empty>}
        {rules.length > 0 && (
          <Scroll label="Exclusion rules">
            <Table size="small" className={styles.rules} aria-label="Exclusion rules">
              <TableHeader><TableRow><TableHeaderCell>Rule</TableHeaderCell><TableHeaderCell>Connector</TableHeaderCell><TableHeaderCell>Alerts</TableHeaderCell></TableRow></TableHeader>
              <TableBody>
                {rules.map((rule) => (
                  <TableRow key={`${rule.connector} ${rule.value}`}>
                    <TableCell>{Words(rule.value)}</TableCell>
                    <TableCell><Link to={`/connectors/${rule.connector}`}>{rule.connector}</Link></TableCell>
                    <TableCell><Link to={`/alerts?decision=excluded&connector=${encodeURIComponent(rule.connector)}`}>{count(rule.count)}</Link></TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Scroll>
        )}
      </Section>
      <Section title="Latest excluded alerts" actions={<Link to="/alerts?decision=excluded">Open as a list</Link>}>
        {latest.isError && <Failure error={latest.error} retry={() => void latest.refetch()} />}
        {latest.isPending && <Loading lines={8} />}
        {latest.data?.items.length === 0 && <span className={styles.quiet}>None. What a rule takes off the list stands here, with the clause that matched.</span>}
        {(latest.data?.items.length ?? 0) > 0 && (
          <AlertLines label="Excluded alerts" items={latest.data?.items ?? []} says={(item) => `${item.excluded?.reason ?? item.excluded?.rule ?? ""} · ${item.connector}`} />
        )}
      </Section>
    </Page>
  );
}
