import { Tab, TabList } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { session } from "../api/queries";
import { Page } from "../words/Page";
import { ActivityList } from "./ActivityList";
import { TokenList } from "./TokenList";

/** Who may do what, and who did what. */
export default function SettingsPage() {
  const [parameters, setParameters] = useSearchParams();
  const who = useQuery(session);
  const tab = parameters.get("tab") ?? "activity";
  return (
    <Page title="Settings">
      <TabList selectedValue={tab} onTabSelect={(_, data) => setParameters({ tab: String(data.value) }, { replace: true })}>
        <Tab value="activity">Activity</Tab>
        {who.data?.role === "admin" && <Tab value="tokens">Access tokens</Tab>}
      </TabList>
      {tab === "tokens" ? <TokenList /> : <ActivityList />}
    </Page>
  );
}
