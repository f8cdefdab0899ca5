import { Tab, TabList } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { connectors } from "../api/queries";
import { CoverageSection } from "../coverage/CoverageSection";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page } from "../words/Page";
import { EventLog } from "./EventLog";

/** The record: every event, and which stretches of source time it holds. */
export default function LedgerPage() {
  const [parameters, setParameters] = useSearchParams();
  const tab = parameters.get("tab") ?? "log";
  return (
    <Page title="Ledger">
      <TabList selectedValue={tab} onTabSelect={(_, data) => setParameters(data.value === "log" ? {} : { tab: String(data.value) }, { replace: true })}>
        <Tab value="log">Log</Tab>
        <Tab value="coverage">Coverage</Tab>
      </TabList>
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
      {list.data?.items.length === 0 && <Empty title="Nothing is covered yet">Coverage says which stretches of time of a source were read whole. Add a connector first.</Empty>}
      {list.data?.items.map((each) => <CoverageSection key={each.id} connector={each.id} title={each.name ?? each.id} />)}
    </>
  );
}
