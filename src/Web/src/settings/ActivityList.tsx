import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { answered, api } from "../api/client";
import { LIVE } from "../api/queries";
import { count } from "../words/format";
import { Moment } from "../words/Moment";
import { Empty, Failure, Loading } from "../words/Notices";
import { Section } from "../words/Page";
import { Told } from "../words/Told";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, "& li": { padding: "8px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: "anywhere" }, "& li:last-child": { borderBottomStyle: "none" } },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Who did what, the latest first. */
export function ActivityList() {
  const styles = useStyles();
  const acts = useInfiniteQuery({
    queryKey: [LIVE, "activity"],
    queryFn: ({ pageParam, signal }) => answered(api.GET("/api/v1/activity", { params: { query: { limit: "100", ...(pageParam && { cursor: pageParam }) } }, signal })),
    initialPageParam: "",
    getNextPageParam: (page) => page.nextCursor ?? undefined,
  });
  const items = acts.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Section title="Activity">
      {acts.isError && <Failure error={acts.error} retry={() => void acts.refetch()} />}
      {acts.isPending && <Loading lines={8} />}
      {acts.isSuccess && items.length === 0 && <Empty title="Nobody has done anything yet">What people and connectors do to the ledger stands here as they do it: settings, tokens, rebuilds, exports, investigations.</Empty>}
      <ol className={styles.list}>
        {items.map((act) => <li key={act.position}><Told says={act.summary} /><br /><span className={styles.quiet}>{act.by.name} ({act.by.kind}) · position {count(act.position)} · <Moment at={act.at} /></span></li>)}
      </ol>
      {acts.hasNextPage && <div><Button onClick={() => void acts.fetchNextPage()} disabled={acts.isFetchingNextPage}>Older</Button></div>}
    </Section>
  );
}
