import { useQuery } from "@tanstack/react-query";
import { session } from "../api/queries";
import { useAddress } from "../shell/address";
import { Page } from "../words/Page";
import { Tabs } from "../words/Tabs";
import { ActivityList } from "./ActivityList";
import { Roles } from "./Roles";
import { TokenList } from "./TokenList";

/** Who may do what, and who did what. */
export default function SettingsPage() {
  const { parameters, set } = useAddress();
  const who = useQuery(session);
  const tab = parameters.get("tab") ?? "activity";
  return (
    <Page title="Settings">
      <Tabs chosen={tab} onChoose={(chosen) => set({ tab: chosen })} of={[["activity", "Activity"], ["roles", "Roles"], ...(who.data?.role === "admin" ? [["tokens", "Access tokens"] as const] : [])]} />
      {tab === "tokens" ? <TokenList /> : tab === "roles" ? <Roles /> : <ActivityList />}
    </Page>
  );
}
