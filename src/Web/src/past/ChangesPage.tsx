import { Badge, Button, Dropdown, makeStyles, Option, Tab, TabList, tokens } from "@fluentui/react-components";
import { infiniteQueryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Link } from "react-router";
import { answered, api } from "../api/client";
import { connectors } from "../api/queries";
import { useLive } from "../live/LiveLog";
import { useAddress } from "../shell/address";
import { Severity } from "../words/Badges";
import { count, Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page, Section } from "../words/Page";
import { momentName } from "./asOf";
import { MomentPicker } from "./MomentPicker";
import { NumberChanges } from "./NumberChanges";

const shift = 8 * 3_600_000;

const useStyles = makeStyles({
  totals: { display: "flex", flexWrap: "wrap", gap: "4px 24px", "& b": { fontSize: tokens.fontSizeBase500, fontVariantNumeric: "tabular-nums" } },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: { display: "grid", gridTemplateColumns: "90px 100px minmax(0, 1fr) max-content", gap: "4px 12px", alignItems: "center", padding: "8px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: "anywhere", ":last-child": { borderBottomStyle: "none" }, "@media (max-width: 640px)": { gridTemplateColumns: "max-content minmax(0, 1fr)" } },
  badge: { justifySelf: "start" },
  what: { "@media (max-width: 640px)": { gridColumn: "1 / -1" } },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

const changes = (from: string, to: string, connector: string) =>
  infiniteQueryOptions({
    queryKey: ["changes", from, to, connector],
    queryFn: ({ pageParam, signal }) => answered(api.GET("/api/v1/alerts/difference", { params: { query: { From: from, To: to, Limit: "100", ...(connector && { Connector: connector }), ...(pageParam && { Cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    refetchOnWindowFocus: false,
  });

/** What changed on the list and on the dashboards since a moment, and by which event: for whoever takes over a shift. */
export default function ChangesPage() {
  const styles = useStyles();
  const { parameters, set } = useAddress();
  const { head } = useLive();
  const [since] = useState(() => new Date(Date.now() - shift).toISOString());
  const from = parameters.get("from") ?? since;
  const connector = parameters.get("connector") ?? "";
  const known = useQuery(connectors).data?.items ?? [];
  const named = known.filter((each) => connector === "" || each.id === connector);
  const [pinned, setPinned] = useState(0);
  const to = pinned || head;
  if (pinned === 0 && head > 0) {
    setPinned(head);
  }
  const list = useInfiniteQuery({ ...changes(from, String(to), connector), enabled: to > 0 });
  const [shown, setShown] = useState("all");
  const items = (list.data?.pages.flatMap((page) => page.items) ?? []).filter((each) => shown === "all" || each.change === shown);
  const first = list.data?.pages[0];
  return (
    <Page
      title={`What changed since ${momentName(from)}`}
      actions={(
        <>
          {known.length > 1 && (
            <Dropdown aria-label="Connector" value={known.find((each) => each.id === connector)?.name ?? (connector || "Every connector")} selectedOptions={[connector]} onOptionSelect={(_, data) => set({ connector: data.optionValue })}>
              <Option value="">Every connector</Option>
              {known.map((each) => <Option key={each.id} value={each.id}>{each.name ?? each.id}</Option>)}
            </Dropdown>
          )}
          <MomentPicker label="Since another moment" onChoose={(moment) => set({ from: moment })} />
          {head > to && <Button onClick={() => setPinned(head)}>Up to now</Button>}
        </>
      )}
    >
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading lines={8} />}
      {first && (
        <div className={styles.totals} role="status">
          <span><b>+{count(first.appeared)}</b> came onto the list</span>
          <span><b>−{count(first.vanished)}</b> left it</span>
          <span className={styles.quiet}>between position {count(first.from)} and {count(first.to)}</span>
        </div>
      )}
      {first && named.length > 0 && (
        <Section title="Numbers">
          <div>{named.map((each) => <NumberChanges key={each.id} connector={each.id} name={each.name ?? each.id} from={from} to={to} />)}</div>
        </Section>
      )}
      {first && (
        <Section title="Alerts" actions={(
          <TabList size="small" selectedValue={shown} onTabSelect={(_, data) => setShown(String(data.value))}>
            <Tab value="all">All</Tab><Tab value="appeared">Came</Tab><Tab value="vanished">Left</Tab>
          </TabList>
        )}
        >
          {items.length === 0 && <Empty title="Nothing changed on the list">No alert came or left between these two moments.</Empty>}
          <ul className={styles.list} aria-label="Changes">
            {items.map((each) => (
              <li key={`${each.by.position} ${each.alert.id}`} className={styles.item}>
                <Badge className={styles.badge} appearance="tint" color={each.change === "appeared" ? "success" : "danger"}>{each.change === "appeared" ? "Came" : "Left"}</Badge>
                <Severity value={each.alert.severity} />
                <span className={styles.what}><Link to={`/alerts/${each.alert.id}`}>{each.alert.title}</Link><br /><span className={styles.quiet}>{each.by.says} ({Words(each.by.type).toLowerCase()}, position {count(each.by.position)})</span></span>
                <span className={styles.quiet}><Moment at={each.by.timestamp} relative /></span>
              </li>
            ))}
          </ul>
          {list.hasNextPage && <div><Button onClick={() => void list.fetchNextPage()} disabled={list.isFetchingNextPage}>More</Button></div>}
        </Section>
      )}
    </Page>
  );
}
