import { Button, makeStyles } from "@fluentui/react-components";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Link } from "react-router";
import { useLive } from "../live/LiveLog";
import { PastBanner } from "../past/PastBanner";
import { count } from "../words/format";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page } from "../words/Page";
import { AlertTable } from "./AlertTable";
import { isNarrowed, nothingNarrowed, useAsked } from "./asked";
import { Facets } from "./Facets";
import { ListTools } from "./ListTools";
import { alertPages, facets } from "./queries";
import { rowsOf } from "./rows";
import { SelectionBar } from "./SelectionBar";

const useStyles = makeStyles({
  columns: { display: "flex", gap: "12px", flexGrow: 1, flexBasis: 0, minHeight: "360px", "@media (max-width: 1000px)": { flexDirection: "column", flexBasis: "auto", minHeight: "auto" } },
  list: { display: "flex", flexDirection: "column", gap: "8px", flexGrow: 1, minWidth: 0, minHeight: 0, "@media (max-width: 1000px)": { flexBasis: "360px" } },
});

const whyNone = {
  all: "Nothing was ingested up to now.",
  excluded: "No rule has taken an alert off the list. Rules stand in the settings of a connector.",
  merged: "No group rule holds two alerts to be the same. The rules stand under “Filters and groups”.",
} as const;

/** The deduplicated list. */
export default function AlertsPage() {
  const styles = useStyles();
  const client = useQueryClient();
  const [asked, change] = useAsked();
  const [facetsAreOpen, setFacetsAreOpen] = useState(false);
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const list = useInfiniteQuery(alertPages(asked));
  const counts = useQuery(facets(asked));
  const items = useMemo(() => rowsOf(list.data?.pages ?? []), [list.data]);
  const past = asked.asOf !== "";
  const { fetchNextPage, refetch } = list;
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

  const narrowed = isNarrowed(asked);
  const note = !list.isSuccess ? "" : counts.data && !past && !asked.q && !asked.group ? `${count(counts.data.total)} alerts` : `${count(items.length)}${list.hasNextPage ? "+" : ""} alerts`;
  return (
    <Page
      title="Alerts"
      fills
      actions={!past && head > seenHead && !(atTop.current && isShort) ? <Button appearance="primary" onClick={fresh}>The ledger has grown: show what is new</Button> : undefined}
    >
      <PastBanner citation={list.data?.pages[0]?.citation} />
      <ListTools asked={asked} change={change} counts={counts.data} note={note} facetsAreOpen={facetsAreOpen} openFacets={setFacetsAreOpen} />
      <div className={styles.columns}>
        <Facets asked={asked} change={change} counts={counts.data} failed={list.isError ? null : counts.error} isAsked={counts.isPending} isOpen={facetsAreOpen} />
        <div className={styles.list}>
          {list.isError && <Failure error={list.error} retry={() => void refetch()} />}
          {selected.size > 0 && !past && <SelectionBar selected={selected} onDone={() => { setSelected(new Set()); fresh(); }} onClear={() => setSelected(new Set())} />}
          {list.isPending && <Loading lines={12} label="Loading alerts" />}
          {list.isSuccess && items.length === 0 && (narrowed
            ? <Empty title="No alert matches" action={<Button onClick={() => change(nothingNarrowed)}>Clear the filters</Button>}>Nothing in this list has all that is asked for.</Empty>
            : asked.decision === "shown"
              ? <Empty title="No alert here yet" action={<Link to="/connectors"><Button>See the connectors</Button></Link>}>They appear as the connectors are polled. Add one if there is none; the overview says how each of them fares.</Empty>
              : <Empty title={asked.decision === "all" ? "No alert yet" : `None is ${asked.decision}`} action={<Button onClick={() => change({ decision: "shown" })}>Show the list</Button>}>{whyNone[asked.decision]}</Empty>)}
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
