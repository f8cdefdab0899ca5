import { Button, makeStyles, mergeClasses, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link, useParams } from "react-router";
import { answered, api, idempotencyKey, Refusal, type Schemas } from "../api/client";
import { connector, dashboard, health, LIVE, revisions, useMay } from "../api/queries";
import { CoverageSection } from "../coverage/CoverageSection";
import { ApplyProgress } from "../filters/ApplyProgress";
import { Balance } from "../overview/Balance";
import { HourBars } from "../overview/HourBars";
import { TicketSums } from "../tickets/TicketSums";
import { Condition } from "../words/Badges";
import { count, duration, Words } from "../words/format";
import { Facts } from "../words/Facts";
import { Json } from "../words/Json";
import { Moment } from "../words/Moment";
import { Failure, Loading } from "../words/Notices";
import { Scroll } from "../words/Scroll";
import { useStackedTable } from "../words/stacked";
import { Told } from "../words/Told";
import { Page, Section } from "../words/Page";

const useStyles = makeStyles({
  columns: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 420px), 1fr))", gap: "16px", alignItems: "start" },
  remedy: { padding: "8px 12px", borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1 },
  tallies: { fontVariantNumeric: "tabular-nums", "& th:not(:first-child)": { width: "17%" }, "@media (max-width: 640px)": { "& th, & td": { padding: "0 3px" } } },
  hint: { backgroundColor: tokens.colorStatusWarningBackground1, color: tokens.colorNeutralForeground1 },
});

/** One connector: how it fares, what it brought, what it covered, and how its settings changed. */
export default function ConnectorPage() {
  const styles = useStyles();
  const { id = "" } = useParams();
  const client = useQueryClient();
  const may = useMay();
  const shown = useQuery(connector(id));
  const state = useQuery({ ...health(id), retry: false });
  const sums = useQuery({ ...dashboard(id), retry: false });
  const changes = useQuery(revisions(id));
  const command = { onSuccess: () => client.invalidateQueries({ queryKey: [LIVE] }) };
  const to = () => ({ params: { path: { id }, header: { "Idempotency-Key": idempotencyKey() } } });
  const poll = useMutation({ ...command, mutationFn: () => answered(api.POST("/api/v1/connectors/{id}/poll", to())) });
  const toggle = useMutation({
    ...command,
    mutationFn: (on: boolean) => on
      ? answered(api.POST("/api/v1/connectors/{id}/enable", to()))
      : answered(api.POST("/api/v1/connectors/{id}/disable", { ...to(), body: { reason: "Switched off in the UI" } })),
  });
  const failed = poll.error ?? toggle.error;

  if (shown.isPending) {
    return <Page title="Connector"><Loading lines={10} /></Page>;
  }
  if (shown.isError) {
    return <Page title="Connector"><Failure error={shown.error} retry={() => void shown.refetch()} /></Page>;
  }
  return (
    <Page
      title={shown.data.name ?? shown.data.id}
      actions={may.configure && (
        <>
          <Button onClick={() => poll.mutate()} disabled={poll.isPending || !shown.data.enabled}>{poll.isPending ? "Polling …" : "Poll now"}</Button>
          <Button onClick={() => toggle.mutate(!shown.data.enabled)} disabled={toggle.isPending}>{shown.data.enabled ? "Disable" : "Enable"}</Button>
          <Link to={`/connectors/${id}/settings`}><Button appearance="primary">Settings</Button></Link>
        </>
      )}
    >
      {failed && <Failure error={failed} />}
      <div className={styles.columns}>
        <Section title="Health" actions={state.data && <Condition value={state.data.state} />}>
          {state.isPending && <Loading lines={4} />}
          {state.data && (
            <>
              <div><Told says={state.data.reason} /></div>
              {state.data.whatToDo && <div className={mergeClasses(styles.remedy, state.data.state === "quiet" && styles.hint)}><Told says={state.data.whatToDo} /></div>}
              <Facts of={[
                ["Last attempt", <Moment key="a" at={state.data.lastAttemptAt} relative />],
                ["Last success", <Moment key="s" at={state.data.lastSuccessAt} relative />],
                ["Last new alert", <Moment key="n" at={state.data.lastNewAt} relative />],
                ["Lag", state.data.lag && duration(state.data.lag)],
                ["Polls", count(state.data.totals.polls ?? 0)],
                ["Pages", count(state.data.totals.pages ?? 0)],
                ["Received", count(state.data.totals.received ?? 0)],
                ["Failures", count(state.data.totals.failures ?? 0)],
                ["Throttles", count(state.data.totals.throttles ?? 0)],
                ["Lag of an alert", state.data.lagHistogram?.p50 && <>half within {duration(state.data.lagHistogram.p50)}{state.data.lagHistogram.p95 && <>, 95 % within {duration(state.data.lagHistogram.p95)}</>}</>],
                ["Recommended", state.data.lagHistogram?.recommendation],
                ["Secret or certificate", state.data.credential && <>ends <Moment key="e" at={state.data.credential.endsAt} />, in {count(state.data.credential.daysLeft)} days. {state.data.credential.whatToDo}</>],
                ["Warnings", (state.data.warnings?.length ?? 0) > 0 && <Told key="w" says={state.data.warnings?.join(", ") ?? ""} />],
                ["Last error", state.data.lastError && <Told key="l" says={`${state.data.lastError.message} ${state.data.lastError.whatToDo ?? ""}`} />],
              ]} />
              <Resources of={state.data.resources} />
            </>
          )}
          {state.isError && <NotYet of={state.error} retry={() => void state.refetch()}>It has not been polled yet. Its first poll follows within a minute, or at once with “Poll now”.</NotYet>}
        </Section>
        <Section title="What it brought" actions={<Link to={`/changes?connector=${encodeURIComponent(id)}`}>What changed</Link>}>
          {sums.isPending && <Loading lines={4} />}
          {sums.data && (
            <>
              <Balance of={sums.data.conservation} connector={id} />
              <HourBars hours={sums.data.hours} />
              <Tallies name="Severity" of={sums.data.bySeverity} />
              <Tallies name="Source status" of={sums.data.byStatus} />
              <Tallies name="Investigation" of={sums.data.byInvestigationStatus} />
              {(sums.data.work?.length ?? 0) > 0 && <WorkTimes of={sums.data.work ?? []} />}
              {sums.data.tickets && <div><b>Ticket sync</b><TicketSums of={sums.data.tickets} /></div>}
            </>
          )}
          {sums.isError && <NotYet of={sums.error} retry={() => void sums.refetch()}>Nothing was ingested yet. The numbers appear with its first alerts.</NotYet>}
        </Section>
      </div>
      <CoverageSection connector={id} />
      <Section title="Revisions of the settings" actions={<Link to={`/filters?tab=revisions&connector=${encodeURIComponent(id)}`}>Side by side</Link>}>
        <ApplyProgress connector={id} />
        {changes.isPending && <Loading lines={2} />}
        {changes.data?.items.map((each) => (
          <details key={each.revision}>
            <summary>Revision {each.revision} by {each.by}, <Moment at={each.at} /></summary>
            <Json value={each.settings} label={`Settings of revision ${each.revision}`} />
          </details>
        ))}
      </Section>
    </Page>
  );
}

/** What is not there before the first poll is no failure. */
const NotYet = ({ of, retry, children }: { of: Error; retry: () => void; children: ReactNode }) =>
  of instanceof Refusal && of.status === 404 ? <span>{children}</span> : <Failure error={of} retry={retry} />;

function Resources({ of }: { of: readonly Schemas["ResourceHealth"][] }) {
  const stacked = useStackedTable();
  return (
    <Scroll label="Resources">
      <Table size="extra-small" className={stacked} aria-label="Resources">
        <TableHeader><TableRow><TableHeaderCell>Resource</TableHeaderCell><TableHeaderCell style={{ width: "100px" }}>Last success</TableHeaderCell><TableHeaderCell style={{ width: "74px" }}>Received</TableHeaderCell><TableHeaderCell style={{ width: "66px" }}>Failures</TableHeaderCell></TableRow></TableHeader>
        <TableBody>
          {of.map((each) => (
            <TableRow key={each.resource}>
              <TableCell style={{ overflowWrap: "anywhere" }}><b>{each.resource}</b></TableCell>
              <TableCell data-name="Last success"><Moment at={each.lastSuccessAt} relative /></TableCell>
              <TableCell data-name="Received">{count(each.totals.received ?? 0)}</TableCell>
              <TableCell data-name="Failures">{count(each.totals.failures ?? 0)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Scroll>
  );
}

function WorkTimes({ of }: { of: readonly Schemas["WorkTimes"][] }) {
  const stacked = useStackedTable();
  return (
    <Scroll label="How long the work took">
      <Table size="extra-small" className={stacked} aria-label="How long the work took">
        <TableHeader><TableRow>{["Severity", "Begun", "First act, half within", "Closed", "Closed, half within"].map((title) => <TableHeaderCell key={title}>{title}</TableHeaderCell>)}</TableRow></TableHeader>
        <TableBody>
          {of.map((each) => (
            <TableRow key={each.severity}>
              <TableCell><b>{each.severity}</b></TableCell><TableCell data-name="Begun">{count(each.begun)}</TableCell><TableCell data-name="First act, half within">{duration(each.firstActMedian)}</TableCell>
              <TableCell data-name="Closed">{count(each.closed)}</TableCell><TableCell data-name="Closed, half within">{each.closeMedian ? duration(each.closeMedian) : "–"}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Scroll>
  );
}

function Tallies({ name, of }: { name: string; of: readonly Schemas["Tally"][] }) {
  const styles = useStyles();
  return (
    <Scroll label={`By ${name.toLowerCase()}`}>
      <Table size="extra-small" className={styles.tallies} aria-label={`By ${name.toLowerCase()}`}>
        <TableHeader><TableRow>{[name, "Ingested", "Shown", "Excluded", "Merged"].map((title) => <TableHeaderCell key={title}>{title}</TableHeaderCell>)}</TableRow></TableHeader>
        <TableBody>
          {of.map((each) => (
            <TableRow key={each.value}>
              <TableCell>{Words(each.value)}</TableCell>
              <TableCell>{count(each.conservation.ingested)}</TableCell>
              <TableCell>{count(each.conservation.shown)}</TableCell>
              <TableCell>{count(each.conservation.excluded)}</TableCell>
              <TableCell>{count(each.conservation.merged)}</TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </Scroll>
  );
}
