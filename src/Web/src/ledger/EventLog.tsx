import { Button, Combobox, Field, Input, makeStyles, Option, OptionGroup, Switch, tokens } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { Schemas } from "../api/client";
import { useLive } from "../live/LiveLog";
import { useAddress } from "../shell/address";
import { count, Words } from "../words/format";
import { Empty, Failure, Loading } from "../words/Notices";
import { Section } from "../words/Page";
import { EventList } from "./EventList";
import { eventTypes } from "./eventTypes";
import { newest, onwards } from "./log";

const tailSize = 200;

const useStyles = makeStyles({
  tools: { display: "flex", flexWrap: "wrap", gap: "12px", alignItems: "end" },
  wide: { flexGrow: 1, minWidth: "200px", maxWidth: "460px" },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** The log itself: its tail as it grows, or from a position on, narrowed by stream and types. */
export function EventLog() {
  const styles = useStyles();
  const { parameters, set } = useAddress();
  const { head, listen } = useLive();
  const [tail, setTail] = useState<readonly Schemas["EventView"][]>([]);
  const follows = parameters.get("follow") !== "no";
  const stream = parameters.get("stream") ?? "";
  const types = (parameters.get("types") ?? "").split(",").filter(Boolean);
  const from = parameters.get("from") ?? "";

  // The list begins where the log ended when the page opened; what comes after is heard.
  const [end, setEnd] = useState(head);
  useEffect(() => {
    if (end === 0 && head > 0) {
      setEnd(head);
    }
  }, [end, head]);
  useEffect(() => (follows ? listen((event) => setTail((before) => [event, ...before].slice(0, tailSize))) : undefined), [follows, listen]);
  const follow = (on: boolean) => {
    set({ follow: on ? "" : "no" });
    if (on) {
      setTail([]);
      setEnd(head);
    }
  };

  const filter = { stream, types };
  const backwards = useInfiniteQuery({ ...newest(filter, end), enabled: from === "" && end > 0 });
  const forwards = useInfiniteQuery({ ...onwards(filter, Number(from)), enabled: from !== "" });
  const pages = from === "" ? backwards : forwards;
  const heard = from === "" ? tail.filter((event) => event.position > end && (!stream || event.stream === stream) && (types.length === 0 || types.includes(event.type))) : [];
  const shown = [...heard, ...(pages.data?.pages.flatMap((page) => page.items) ?? [])];

  return (
    <Section title={`The log, ${count(head)} events`} actions={<Switch label={follows ? "Following" : "Paused"} checked={follows} disabled={from !== ""} onChange={(_, data) => follow(data.checked)} />}>
      <div className={styles.tools}>
        <Field label="Types" className={styles.wide}>
          <Combobox multiselect selectedOptions={types} placeholder={types.length === 0 ? "every type" : types.map(Words).join(", ")} onOptionSelect={(_, data) => set({ types: data.selectedOptions.join(",") })}>
            {Object.entries(eventTypes).map(([about, each]) => (
              <OptionGroup key={about} label={about}>{each.map((type) => <Option key={type} value={type} text={Words(type)}>{Words(type)}</Option>)}</OptionGroup>
            ))}
          </Combobox>
        </Field>
        <Field label="Stream" className={styles.wide}><Input value={stream} placeholder="alert/…, connector/… or ledger" onChange={(_, data) => set({ stream: data.value.trim() })} /></Field>
        <Field label="From position"><Input type="number" min={1} value={from} placeholder="the latest" onChange={(_, data) => set({ from: data.value })} /></Field>
        {(types.length > 0 || stream || from) && <Button appearance="subtle" onClick={() => set({ types: "", stream: "", from: "" })}>Clear</Button>}
      </div>
      {pages.isError && <Failure error={pages.error} retry={() => void pages.refetch()} />}
      {pages.isPending && <Loading lines={8} />}
      {pages.isSuccess && shown.length === 0 && <Empty title="No event matches">{pages.hasNextPage ? "None in the latest stretch of the log: look further back, or wait for new ones." : "Widen the filter, or wait: new events appear here as they are recorded."}</Empty>}
      <EventList events={shown} />
      {pages.hasNextPage && <div><Button onClick={() => void pages.fetchNextPage()} disabled={pages.isFetchingNextPage}>{from === "" ? "Earlier" : "Later"}</Button></div>}
      {pages.isSuccess && !pages.hasNextPage && shown.length > 0 && <span className={styles.quiet}>{from === "" ? "This is where the log begins." : "This is where the log ends."}</span>}
    </Section>
  );
}
