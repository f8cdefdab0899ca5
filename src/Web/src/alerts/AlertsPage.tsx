import { Badge, Button, Dropdown, makeStyles, Option, SearchBox, Tab, TabList, tokens } from "@fluentui/react-components";
import { FilterRegular } from "@fluentui/react-icons";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { useLive } from "../live/LiveLog";
import { MomentPicker } from "../past/MomentPicker";
import { PastBanner } from "../past/PastBanner";
import { count, Words } from "../words/format";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page } from "../words/Page";
import { AlertTable } from "./AlertTable";
import { type Asked, decisions, narrowings, sorts, useAsked } from "./asked";
import { FacetList } from "./FacetList";
import { alertPages, facets } from "./queries";
import { SelectionBar } from "./SelectionBar";
import { ViewsMenu } from "./ViewsMenu";

const typingPause = 250;

const useStyles = makeStyles({
  columns: { display: "grid", gridTemplateColumns: "196px minmax(0, 1fr)", gap: "12px", "@media (max-width: 1000px)": { gridTemplateColumns: "minmax(0, 1fr)" } },
  facets: { display: "flex", flexDirection: "column", gap: "16px", maxHeight: "calc(100vh - 238px)", overflowY: "auto", paddingRight: "6px", "@media (max-width: 1000px)": { display: "none", maxHeight: "none" } },
  facetsOpen: { "@media (max-width: 1000px)": { display: "flex" } },
  tabs: { flexWrap: "wrap" },
  list: { display: "flex", flexDirection: "column", gap: "8px", minWidth: 0 },
  tools: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center" },
  search: { flexGrow: 1, minWidth: "200px", maxWidth: "420px" },
  filters: { display: "none", "@media (max-width: 1000px)": { display: "inline-flex" } },
  note: { color: tokens.colorNeutralForeground3 },
});

/** The deduplicated list. */
export default function AlertsPage() {
  const styles = useStyles();
  const client = useQueryClient();
  const [asked, change] = useAsked();
  const [facetsAreOpen, setFacetsAreOpen] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useInfiniteQuery(alertPages(asked));
  const counts = useQuery(facets(asked));
  const items = useMemo(() => list.data?.pages.flatMap((page) => page.items) ?? [], [list.data]);
  const past = asked.asOf !== "";
  const { fetchNextPage, refetch } = list;
  const search = useSearch(asked, change);
  const atTop = useRef(true);
  const { head } = useLive();
  const [seenHead, setSeenHead] = useState(head);
  const fresh = useCallback(() => {
    setSeenHead(head);
    // Only the first page is asked again: what the reader had loaded below it would cost a request a page.
    client.setQueryData(alertPages(asked).queryKey, (data) => data && { pages: data.pages.slice(0, 1), pageParams: data.pageParams.slice(0, 1) });
    void refetch();
  }, [asked, client, head, refetch]);

  const isShort = (list.data?.pages.length ?? 0) <= 1;
  useEffect(() => {
    if (!past && head > seenHead && atTop.current && isShort && selected.size === 0) {
      const soon = setTimeout(fresh, 1500);
      return () => clearTimeout(soon);
    }
    return undefined;
  }, [past, head, seenHead, isShort, selected.size, fresh]);

  const narrowed = narrowings.some((each) => asked[each].length > 0) || asked.q !== "" || asked.group !== "";
  return (
    <Page
      title="Alerts"
      actions={!past && head > seenHead && !(atTop.current && isShort) ? <Button appearance="primary" onClick={fresh}>The ledger has grown: show what is new</Button> : undefined}
    >
      <PastBanner citation={list.data?.pages[0]?.citation} />
      <TabList className={styles.tabs} selectedValue={asked.decision} onTabSelect={(_, data) => change({ decision: data.value as Asked["decision"] })}>
        {decisions.map((each) => (
          <Tab key={each} value={each}>
            {Words(each)}{" "}
            {each !== "all" && !past && counts.data && <Badge appearance="tint" color="informative">{count(counts.data.decisions.find((found) => found.value === each)?.count ?? 0)}</Badge>}
          </Tab>
        ))}
      </TabList>
      <div className={styles.tools}>
        <SearchBox id="alert-search" className={styles.search} placeholder="Search titles and ids ( / )" value={search.text} onChange={(_, data) => search.type(data.value)} aria-label="Search" disabled={past} />
        <Dropdown aria-label="Order" value={sorts[asked.sort]} selectedOptions={[asked.sort]} onOptionSelect={(_, data) => change({ sort: data.optionValue as Asked["sort"] })}>
          {Object.entries(sorts).map(([value, text]) => <Option key={value} value={value}>{text}</Option>)}
        </Dropdown>
        <ViewsMenu />
        <MomentPicker label={past ? "Another moment" : "As it stood"} onChoose={(asOf) => change({ asOf, q: "" })} />
        <Link to="/changes"><Button appearance="subtle">What changed</Button></Link>
        <Button className={styles.filters} icon={<FilterRegular />} aria-expanded={facetsAreOpen} onClick={() => setFacetsAreOpen(!facetsAreOpen)}>Filters</Button>
        {narrowed && <Button appearance="subtle" onClick={() => { search.type(""); change({ connector: [], severity: [], status: [], investigation: [], q: "", group: "" }); }}>Clear filters</Button>}
        <span className={styles.note}>{counts.data && !past && !asked.q && !asked.group ? `${count(counts.data.total)} alerts` : `${count(items.length)}${list.hasNextPage ? "+" : ""} alerts`}</span>
      </div>
      <div className={styles.columns}>
        <aside className={`${styles.facets} ${facetsAreOpen ? styles.facetsOpen : ""}`} aria-label="Filters">
          <FacetList name="Connector" single verbatim values={counts.data?.connectors ?? []} chosen={asked.connector} onChange={(connector) => change({ connector })} />
          <FacetList name="Severity" values={counts.data?.severities ?? []} chosen={asked.severity} onChange={(severity) => change({ severity })} />
          <FacetList name="Source status" values={counts.data?.statuses ?? []} chosen={asked.status} onChange={(status) => change({ status })} />
          <FacetList name="Investigation" values={counts.data?.investigation ?? []} chosen={asked.investigation} onChange={(investigation) => change({ investigation })} />
        </aside>
        <div className={styles.list}>
          {list.isError && <Failure error={list.error} retry={() => void refetch()} />}
          {selected.size > 0 && !past && <SelectionBar selected={selected} onDone={() => { setSelected(new Set()); fresh(); }} onClear={() => setSelected(new Set())} />}
          {list.isPending && <Loading lines={12} label="Loading alerts" />}
          {list.isSuccess && items.length === 0 && (narrowed
            ? <Empty title="No alert matches" action={<Button onClick={() => { search.type(""); change({ connector: [], severity: [], status: [], investigation: [], q: "", group: "" }); }}>Clear the filters</Button>}>Nothing in this list has all that is asked for.</Empty>
            : <Empty title="No alert here yet">They appear as the connectors are polled. The overview says how each of them fares.</Empty>)}
          {items.length > 0 && (
            <AlertTable
              items={items}
              more={list.hasNextPage}
              loading={list.isFetchingNextPage}
              selected={selected}
              onSelect={(id, on) => setSelected((before) => {
                const next = new Set(before);
                if (on) {
                  next.add(id);
                } else {
                  next.delete(id);
                }
                return next;
              })}
              onEnd={() => void fetchNextPage()}
              onScrolled={(fromTop) => { atTop.current = fromTop < 60; }}
            />
          )}
        </div>
      </div>
    </Page>
  );
}

function useSearch(asked: Asked, change: (wanted: Partial<Asked>) => void) {
  const [text, setText] = useState(asked.q);
  useEffect(() => {
    if (text === asked.q) {
      return undefined;
    }
    const pause = setTimeout(() => change({ q: text }), typingPause);
    return () => clearTimeout(pause);
  }, [text, asked.q, change]);
  useEffect(() => {
    const slash = (pressed: KeyboardEvent) => {
      if (pressed.key === "/" && !(pressed.target instanceof HTMLInputElement || pressed.target instanceof HTMLTextAreaElement)) {
        pressed.preventDefault();
        document.getElementById("alert-search")?.focus();
      }
    };
    window.addEventListener("keydown", slash);
    return () => window.removeEventListener("keydown", slash);
  }, []);
  return { text, type: setText };
}
