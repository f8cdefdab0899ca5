import { Button, Dropdown, makeStyles, Option } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { connectors } from "../api/queries";
import { GroupRules } from "../groups/GroupRules";
import { useAddress } from "../shell/address";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page } from "../words/Page";
import { Tabs } from "../words/Tabs";
import { Revisions } from "./Revisions";
import { RuleTable } from "./RuleTable";

const useStyles = makeStyles({ tools: { display: "flex", flexWrap: "wrap", gap: "8px 16px", alignItems: "center", justifyContent: "space-between" } });

/** Which alerts are shown, and which are held to be the same. */
export default function FiltersPage() {
  const styles = useStyles();
  const { parameters, set } = useAddress();
  const list = useQuery(connectors);
  const tab = parameters.get("tab") ?? "rules";
  const chosen = list.data?.items.find((each) => each.id === parameters.get("connector")) ?? list.data?.items[0];
  const go = (to: { tab?: string; connector?: string }) => set({ tab, ...(chosen && { connector: chosen.id }), from: "", to: "", ...to });
  return (
    <Page title="Filters and groups">
      <div className={styles.tools}>
        <Tabs chosen={tab} onChoose={(chosenTab) => go({ tab: chosenTab })} of={[["rules", "Rules"], ["revisions", "Revisions"], ["groups", "Groups"]]} />
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
          {list.isSuccess && !chosen && <Empty title="No connector yet" action={<Link to="/connectors"><Button appearance="primary">Add a connector</Button></Link>}>Filters belong to a connector: add one first.</Empty>}
          {chosen && (tab === "rules" ? <RuleTable key={chosen.id} connector={chosen.id} /> : <Revisions key={chosen.id} connector={chosen.id} />)}
        </>
      )}
    </Page>
  );
}
