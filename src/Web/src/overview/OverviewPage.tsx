import { Button, makeStyles, mergeClasses, Text, tokens } from "@fluentui/react-components";
import { useQueries, useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { Refusal, type Schemas } from "../api/client";
import { connectors, dashboardsAt, health } from "../api/queries";
import { TicketSums } from "../tickets/TicketSums";
import { useAsOf } from "../past/asOf";
import { MomentPicker } from "../past/MomentPicker";
import { PastBanner } from "../past/PastBanner";
import { Condition } from "../words/Badges";
import { duration } from "../words/format";
import { Moment } from "../words/Moment";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page } from "../words/Page";
import { Told } from "../words/Told";
import { Balance } from "./Balance";
import { HourBars } from "./HourBars";

const useStyles = makeStyles({
  cards: { display: "grid", gridTemplateColumns: "repeat(auto-fill, minmax(min(100%, 420px), 1fr))", gap: "16px" },
  card: { display: "flex", flexDirection: "column", gap: "14px", padding: "16px", minWidth: 0, backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusLarge },
  head: { display: "flex", justifyContent: "space-between", gap: "12px", alignItems: "start" },
  name: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground3 },
  facts: { display: "grid", gridTemplateColumns: "repeat(3, minmax(0, 1fr))", gap: "8px", margin: 0 },
  fact: { minWidth: 0, "& dt": { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 }, "& dd": { margin: 0, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" } },
  remedy: { padding: "8px 12px", borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1 },
  hint: { backgroundColor: tokens.colorStatusWarningBackground1, color: tokens.colorNeutralForeground1 },
});

/** Every connector at a glance: how it fares, what it brought, whether the numbers add up. */
export function OverviewPage() {
  const styles = useStyles();
  const list = useQuery(connectors);
  const [asOf, setAsOf] = useAsOf();
  const sums = useQuery(dashboardsAt(asOf));
  const states = useQueries({ queries: (list.data?.items ?? []).map((each) => ({ ...health(each.id), retry: false })) });
  return (
    <Page title="Overview" actions={<><MomentPicker label={asOf ? "Another moment" : "As it stood"} onChoose={setAsOf} /><Link to="/changes"><Button>What changed</Button></Link><Link to="/connectors"><Button>All connectors</Button></Link></>}>
      <PastBanner citation={sums.data?.items[0]?.citation} />
      {(list.error ?? sums.error) && <Failure error={list.error ?? sums.error} retry={() => void Promise.all([list.refetch(), sums.refetch()])} />}
      {list.isPending && <Loading lines={8} />}
      {list.data?.items.length === 0 && (
        <Empty title="No connector yet" action={<Link to="/connectors"><Button appearance="primary">Add a connector</Button></Link>}>
          A connector reads alerts from Microsoft Sentinel or Microsoft 365/Defender. Add one, test it, and its alerts arrive here.
        </Empty>
      )}
      <div className={styles.cards}>
        {list.data?.items.map((each, i) => {
          const failed = states[i]?.error;
          return (
            <ConnectorCard
              key={each.id}
              connector={each}
              past={asOf !== ""}
              health={asOf ? undefined : states[i]?.data}
              isNew={failed instanceof Refusal && failed.status === 404}
              failed={failed instanceof Refusal && failed.status === 404 ? null : failed}
              dashboard={sums.data ? sums.data.items.find((sum) => sum.connector === each.id) ?? nothing : undefined}
              waits={sums.isPending}
            />
          );
        })}
      </div>
    </Page>
  );
}

/** The numbers of a connector that has brought nothing yet. */
const nothing: Numbers = { hours: [], conservation: { ingested: 0, shown: 0, excluded: 0, merged: 0, holds: true }, tickets: null };
type Numbers = Pick<Schemas["ConnectorDashboard"], "hours" | "conservation" | "tickets">;

function ConnectorCard({ connector, past, health: state, isNew, failed, dashboard, waits }: {
  connector: Schemas["ConnectorView"];
  past: boolean;
  health: Schemas["ConnectorHealth"] | undefined;
  isNew: boolean;
  failed: unknown;
  dashboard: Numbers | undefined;
  waits: boolean;
}) {
  const styles = useStyles();
  return (
    <article className={styles.card} aria-label={connector.name ?? connector.id}>
      <div className={styles.head}>
        <div>
          <h2 className={styles.name}><Link to={`/connectors/${connector.id}`} style={{ color: "inherit" }}>{connector.name ?? connector.id}</Link></h2>
          <Text size={200} className={styles.quiet}>{connector.id} · {connector.kind}{!past && ` · revision ${connector.revision}`}</Text>
        </div>
        {state && <Condition value={state.state} />}
      </div>
      {failed ? <Failure error={failed} /> : !past && <Text>{state ? <Told says={state.reason} /> : (isNew ? "It has not been polled yet. Its first poll follows within a minute." : "Asking how it fares …")}</Text>}
      {state?.whatToDo && <div className={mergeClasses(styles.remedy, state.state === "quiet" && styles.hint)}><Told says={state.whatToDo} /></div>}
      {!past && <dl className={styles.facts}>
        <div className={styles.fact}><dt>Last new alert</dt><dd><Moment at={state?.lastNewAt} relative /></dd></div>
        <div className={styles.fact}><dt>Last success</dt><dd><Moment at={state?.lastSuccessAt} relative /></dd></div>
        <div className={styles.fact}><dt>Lag</dt><dd>{state?.lag ? duration(state.lag) : "–"}</dd></div>
      </dl>}
      {dashboard && <HourBars hours={dashboard.hours} past={past} />}
      {dashboard && <Balance of={dashboard.conservation} connector={connector.id} />}
      {waits && <Loading lines={3} label="Counting" />}
      {dashboard?.tickets && <TicketSums of={dashboard.tickets} />}
      <Link to={`/alerts?connector=${encodeURIComponent(connector.id)}`}>Open its alerts</Link>
    </article>
  );
}
