import { Button } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { connectors } from "../api/queries";
import { CoverageSection } from "../coverage/CoverageSection";
import { useAddress } from "../shell/address";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page } from "../words/Page";
import { Tabs } from "../words/Tabs";
import { EventLog } from "./EventLog";

/** The record: every event, and which stretches of source time it holds. */
export default function LedgerPage() {
  const { parameters, set } = useAddress();
  const tab = parameters.get("tab") ?? "log";
  return (
    <Page title="Ledger">
      <Tabs chosen={tab} onChoose={(chosen) => set({ tab: chosen === "log" ? "" : chosen })} of={[["log", "Log"], ["coverage", "Coverage"]]} />
      {tab === "coverage" ? <Coverage /> : <EventLog />}
    </Page>
  );
}

function Coverage() {
  const list = useQuery(connectors);
  return (
    <>
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading lines={8} />}
      {list.data?.items.length === 0 && <Empty title="Nothing is covered yet" action={<Link to="/connectors"><Button appearance="primary">Add a connector</Button></Link>}>Coverage says which stretches of time of a source were read whole. Add a connector first.</Empty>}
      {list.data?.items.map((each) => <CoverageSection key={each.id} connector={each.id} title={each.name ?? each.id} />)}
    </>
  );
}
