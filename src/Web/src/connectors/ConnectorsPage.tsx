import { Button, makeStyles, SearchBox, Text, tokens } from "@fluentui/react-components";
import { useQueries, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { connectorKinds, connectors, health, useMay } from "../api/queries";
import { Condition } from "../words/Badges";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page, Section } from "../words/Page";

const says: Record<string, string> = {
  sentinel: "Incidents with their alerts and entities from Log Analytics workspaces; investigation statuses can be written back.",
  microsoft365: "Alerts or incidents of Microsoft Defender XDR through Microsoft Graph.",
};

const useStyles = makeStyles({
  search: { maxWidth: "420px" },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: { display: "flex", flexWrap: "wrap", alignItems: "center", justifyContent: "space-between", gap: "8px", padding: "12px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, ":last-child": { borderBottomStyle: "none", paddingBottom: 0 } },
  quiet: { color: tokens.colorNeutralForeground3 },
  name: { minWidth: 0, overflowWrap: "anywhere" },
  actions: { display: "flex", gap: "8px", alignItems: "center" },
});

/** What is configured, and what can be added. */
export default function ConnectorsPage() {
  const styles = useStyles();
  const [sought, setSought] = useState("");
  const list = useQuery(connectors);
  const kinds = useQuery(connectorKinds);
  const may = useMay();
  const states = useQueries({ queries: (list.data?.items ?? []).map((each) => ({ ...health(each.id), retry: false })) });
  const matches = (...texts: (string | null | undefined)[]) => texts.some((text) => text?.toLowerCase().includes(sought.toLowerCase()));
  return (
    <Page title="Connectors">
      <SearchBox className={styles.search} aria-label="Search connectors" placeholder="Search" value={sought} onChange={(_, data) => setSought(data.value)} />
      <Section title="Configured">
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isPending && <Loading lines={3} />}
        {list.data?.items.length === 0 && <Empty title="No connector yet">Choose one below: the form says what each option does and which permission it needs.</Empty>}
        <ul className={styles.list}>
          {list.data?.items.map((each, i) => matches(each.id, each.name, each.kind) && (
            <li key={each.id} className={styles.item}>
              <span className={styles.name}><Link to={`/connectors/${each.id}`}><b>{each.name ?? each.id}</b></Link><br /><Text size={200} className={styles.quiet}>{each.id} · {each.kind} · revision {each.revision}</Text></span>
              <span className={styles.actions}>
                {states[i]?.data && <Condition value={states[i].data.state} />}
                {may.configure && <Link to={`/connectors/${each.id}/settings`}><Button size="small">Settings</Button></Link>}
              </span>
            </li>
          ))}
        </ul>
      </Section>
      <Section title="Available">
        {kinds.isPending && <Loading lines={2} />}
        {kinds.isError && <Failure error={kinds.error} retry={() => void kinds.refetch()} />}
        <ul className={styles.list}>
          {kinds.data?.items.map((kind) => matches(kind.kind, kind.title) && (
            <li key={kind.kind} className={styles.item}>
              <span className={styles.name}><b>{kind.title}</b><br /><Text size={200} className={styles.quiet}>{says[kind.kind]}</Text></span>
              {may.configure ? <Link to={`/connectors/new/${kind.kind}`}><Button appearance="primary" aria-label={`Add ${kind.title}`}>Add</Button></Link> : <Text size={200} className={styles.quiet}>An engineer can add it.</Text>}
            </li>
          ))}
        </ul>
      </Section>
    </Page>
  );
}
