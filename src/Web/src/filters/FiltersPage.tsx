import { Dropdown, makeStyles, Option, Tab, TabList } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "react-router";
import { connectors } from "../api/queries";
import { GroupRules } from "../groups/GroupRules";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page } from "../words/Page";
import { Revisions } from "./Revisions";
import { RuleTable } from "./RuleTable";

const useStyles = makeStyles({ tools: { display: "flex", flexWrap: "wrap", gap: "8px 16px", alignItems: "center", justifyContent: "space-between" } });

/** Which alerts are shown, and which are held to be the same. */
export default function FiltersPage() {
  const styles = useStyles();
  const [parameters, setParameters] = useSearchParams();
  const list = useQuery(connectors);
  const tab = parameters.get("tab") ?? "rules";
  const chosen = list.data?.items.find((each) => each.id === parameters.get("connector")) ?? list.data?.items[0];
  const go = (to: { tab?: string; connector?: string }) => setParameters({ tab, ...(chosen && { connector: chosen.id }), ...to }, { replace: true });
  return (
    <Page title="Filters and groups">
      <div className={styles.tools}>
        <TabList selectedValue={tab} onTabSelect={(_, data) => go({ tab: String(data.value) })}>
          <Tab value="rules">Rules</Tab>
          <Tab value="revisions">Revisions</Tab>
          <Tab value="groups">Groups</Tab>
        </TabList>
        {tab !== "groups" && chosen && (
          <Dropdown aria-label="Connector" value={chosen.name ?? chosen.id} selectedOptions={[chosen.id]} onOptionSelect={(_, data) => go({ connector: data.optionValue ?? "" })}>
            {list.data?.items.map((each) => <Option key={each.id} value={each.id}>{each.name ?? each.id}</Option>)}
          </Dropdown>
        )}
      </div>
      {tab === "groups" ? <GroupRules /> : (
        <>
          {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
          {list.isPending && <Loading lines={8} />}
          {list.isSuccess && !chosen && <Empty title="No connector yet">Filters belong to a connector: add one first.</Empty>}
          {chosen && (tab === "rules" ? <RuleTable key={chosen.id} connector={chosen.id} /> : <Revisions key={chosen.id} connector={chosen.id} />)}
        </>
      )}
    </Page>
  );
}
