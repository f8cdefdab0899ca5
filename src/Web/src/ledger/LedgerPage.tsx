import { Button, Field, Input, makeStyles, Switch, tokens } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { answered, api, type Schemas } from "../api/client";
import { useLive } from "../live/LiveLog";
import { count, Words } from "../words/format";
import { Json } from "../words/Json";
import { Moment } from "../words/Moment";
import { Empty, Failure, Loading } from "../words/Notices";
import { Page, Section } from "../words/Page";

const pageSize = 100;
const tailSize = 200;

const useStyles = makeStyles({
  tools: { display: "flex", flexWrap: "wrap", gap: "12px", alignItems: "end" },
  wide: { flexGrow: 1, minWidth: "200px", maxWidth: "520px" },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  event: { display: "grid", gridTemplateColumns: "90px 190px 200px minmax(0, 1fr)", gap: "4px 12px", padding: "8px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, "@media (max-width: 860px)": { gridTemplateColumns: "90px minmax(0, 1fr)" } },
  position: { fontVariantNumeric: "tabular-nums", color: tokens.colorNeutralForeground3 },
  stream: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: "anywhere" },
  raw: { gridColumn: "1 / -1", "& > summary": { cursor: "pointer", color: tokens.colorBrandForeground1 } },
});

/** The log itself: every event from a position on, narrowed by stream and type, or its tail as it grows. */
export default function LedgerPage() {
  const styles = useStyles();
  const [parameters, setParameters] = useSearchParams();
  const { head, listen } = useLive();
  const [tail, setTail] = useState<Schemas["EventView"][]>([]);
  const follows = parameters.get("follow") !== "no";
  const stream = parameters.get("stream") ?? "";
  const types = parameters.get("types") ?? "";
  const from = parameters.get("from") ?? "";
  const set = (name: string, value: string) => setParameters((before) => {
    const next = new URLSearchParams(before);
    next.delete(name);
    if (value) {
      next.set(name, value);
    }
    return next;
  }, { replace: true });

  useEffect(() => (follows ? listen((event) => setTail((before) => [event, ...before].slice(0, tailSize))) : undefined), [follows, listen]);
  const start = from === "" ? Math.max(0, head - 50) : Math.max(0, Number(from) - 1);
  const pages = useInfiniteQuery({
    queryKey: ["events", stream, types, from, follows && from === "" ? "tail" : start],
    queryFn: ({ pageParam, signal }) => answered(api.GET("/api/v1/events", {
      params: { query: { After: String(pageParam), Limit: String(pageSize), ...(stream && { Stream: stream }), ...(types && { Types: types }) } as never }, signal,
    })),
    initialPageParam: start,
    getNextPageParam: (page) => (page.nextCursor ? page.items.at(-1)?.position : undefined),
    refetchOnWindowFocus: false,
  });
  const read = pages.data?.pages.flatMap((page) => page.items) ?? [];
  const known = new Set(read.map((event) => event.position));
  const matching = tail.filter((event) => !known.has(event.position) && (!stream || event.stream === stream) && (!types || types.split(",").includes(event.type)));
  const shown = from === "" ? [...matching, ...[...read].reverse()] : read;

  return (
    <Page title="Ledger">
      <Section title={`The log, ${count(head)} events`}>
        <div className={styles.tools}>
          <Field label="From position"><Input type="number" min={1} value={from} placeholder="the latest" onChange={(_, data) => set("from", data.value)} /></Field>
          <Field label="Stream" className={styles.wide}><Input value={stream} placeholder="alert/…, connector/… or ledger" onChange={(_, data) => set("stream", data.value)} /></Field>
          <Field label="Types" className={styles.wide}><Input value={types} placeholder="alert_ingested,alert_excluded" onChange={(_, data) => set("types", data.value)} /></Field>
          <Switch label="Follow" checked={follows} onChange={(_, data) => set("follow", data.checked ? "" : "no")} />
        </div>
        {pages.isError && <Failure error={pages.error} retry={() => void pages.refetch()} />}
        {pages.isPending && <Loading lines={8} />}
        {pages.isSuccess && shown.length === 0 && <Empty title="No event matches">Widen the filter, or wait: new events appear here as they are recorded.</Empty>}
        <ol className={styles.list}>
          {shown.map((event) => (
            <li key={event.position} className={styles.event}>
              <span className={styles.position}>{count(event.position)}</span>
              <b>{Words(event.type)}</b>
              <Moment at={event.timestamp} />
              <span className={styles.stream}>{event.type === "alert_ingested" ? <Link to={`/alerts/${event.id}`}>{event.stream}</Link> : event.stream}</span>
              <details className={styles.raw}><summary>Event as recorded</summary><Json value={event} label={`Event ${event.position}`} /></details>
            </li>
          ))}
        </ol>
        {from !== "" && pages.hasNextPage && <div><Button onClick={() => void pages.fetchNextPage()} disabled={pages.isFetchingNextPage}>More</Button></div>}
      </Section>
    </Page>
  );
}
