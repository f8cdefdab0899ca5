import { Button, Dropdown, makeStyles, MessageBar, MessageBarBody, Option, tokens } from "@fluentui/react-components";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { answered, api, idempotencyKey } from "../api/client";
import { connectors, LIVE, useMay } from "../api/queries";
import { useAddress } from "../shell/address";
import { count } from "../words/format";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page, Section } from "../words/Page";
import { Tabs } from "../words/Tabs";
import { states, tickets, type TicketState } from "./queries";
import { TicketCard } from "./TicketCard";
import { TicketSums } from "./TicketSums";

const names: Record<TicketState, string> = { all: "All", failed: "Failed", waiting: "Waiting", written: "Written", "already-in-sync": "In sync already", superseded: "Superseded" };

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  tools: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center" },
  sums: { display: "flex", flexDirection: "column", gap: "10px" },
  sum: { display: "flex", flexWrap: "wrap", gap: "4px 16px", alignItems: "center", justifyContent: "space-between" },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** Every wish to write a status back to an incident, and how it ended. */
export default function TicketsPage() {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay();
  const { parameters, set } = useAddress();
  const state = states.find((each) => each === parameters.get("state")) ?? "all";
  const connector = parameters.get("connector") ?? "";
  const known = useQuery(connectors);
  const board = useInfiniteQuery(tickets({ state, ...(connector && { connector }) }));
  const catchUp = useMutation({
    mutationFn: (id: string) => answered(api.POST("/api/v1/connectors/{id}/tickets/catch-up", { params: { path: { id }, header: { "Idempotency-Key": idempotencyKey() } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [LIVE] }),
  });
  const rows = board.data?.pages.flatMap((page) => page.items) ?? [];
  const titles = Object.assign({}, ...(board.data?.pages.map((page) => page.titles) ?? [])) as Record<string, string>;
  const balances = board.data?.pages[0]?.balance ?? [];
  const needPerson = balances.reduce((sum, each) => sum + (each.needsPerson ?? 0), 0);
  const sentinels = (known.data?.items ?? []).filter((each) => each.kind === "sentinel");
  return (
    <Page title="Tickets">
      {needPerson > 0 && (
        <MessageBar intent="warning">
          <MessageBarBody>{needPerson === 1 ? "One write-back needs a person" : `${count(needPerson)} write-backs need a person`}: each says below what to do, and can then be tried again.</MessageBarBody>
        </MessageBar>
      )}
      {balances.length > 0 && (
        <Section title="Balance">
          <div className={styles.sums}>
            {balances.map((each) => (
              <div key={each.connector} className={styles.sum}>
                <div><b>{sentinels.find((one) => one.id === each.connector)?.name ?? each.connector}</b><TicketSums of={each} /></div>
              </div>
            ))}
          </div>
        </Section>
      )}
      <Tabs chosen={state} onChoose={(chosen) => set({ state: chosen === "all" ? "" : chosen })} of={states.map((each) => [each, names[each]] as const)} />
      <Section
        title="Write-backs"
        actions={(
          <div className={styles.tools}>
            {sentinels.length > 1 && (
              <Dropdown aria-label="Connector" value={connector || "Every connector"} selectedOptions={[connector]} onOptionSelect={(_, data) => set({ connector: data.optionValue })}>
                <Option value="">Every connector</Option>
                {sentinels.map((each) => <Option key={each.id} value={each.id}>{each.name ?? each.id}</Option>)}
              </Dropdown>
            )}
            {connector && <Button appearance="subtle" onClick={() => set({ connector: "" })}>Every connector</Button>}
            {may.configure && sentinels.map((each) => (!connector || connector === each.id) && (
              <Button key={each.id} disabled={catchUp.isPending} onClick={() => catchUp.mutate(each.id)} title="Investigations that changed while the option was off have no write-back yet: this records one for each.">
                Write back the past of {each.name ?? each.id}
              </Button>
            ))}
          </div>
        )}
      >
        {catchUp.isError && <Failure error={catchUp.error} />}
        {catchUp.data && <MessageBar intent="success"><MessageBarBody>{catchUp.data.recorded === 0 ? "Nothing of the past waits to be written." : `${count(catchUp.data.recorded)} write-backs were recorded and follow now.`}</MessageBarBody></MessageBar>}
        {board.isError && <Failure error={board.error} retry={() => void board.refetch()} />}
        {board.isPending && <Loading lines={8} />}
        {board.isSuccess && rows.length === 0 && (state === "all"
          ? <Empty title="Nothing was written back yet" action={<Link to="/connectors"><Button>See the connectors</Button></Link>}>When an investigation of a Sentinel incident changes its status, the change is written to the incident and stands here. The option is called “Update status on investigation change” in the connector's settings.</Empty>
          : <Empty title="None in this state" action={<Button onClick={() => set({ state: "" })}>Show all</Button>}>Every write-back is in exactly one state; the balance above counts them.</Empty>)}
        <ul className={styles.list} aria-label="Write-backs">{rows.map((row) => <TicketCard key={row.intent} row={row} title={titles[row.alert] ?? row.alert} />)}</ul>
        {board.hasNextPage && <div><Button onClick={() => void board.fetchNextPage()} disabled={board.isFetchingNextPage}>Older</Button></div>}
      </Section>
    </Page>
  );
}
