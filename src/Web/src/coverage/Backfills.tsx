import { Badge, type BadgeProps, Button, Dropdown, Field, Input, makeStyles, Option, tokens } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, idempotencyKey, type Schemas } from "../api/client";
import { backfills, LIVE, useMay } from "../api/queries";
import { localTime } from "../past/asOf";
import { count, Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure, Loading } from "../words/Notices";
import { Progress } from "../words/Progress";

const soon = 1000;
const day = 86_400_000;
const tones: Record<string, NonNullable<BadgeProps["color"]>> = { waiting: "informative", running: "brand", "held-up": "warning", completed: "success", cancelled: "subtle" };
const isOpen = (each: Schemas["BackfillView"]): boolean => each.endedAt === null || each.endedAt === undefined;

const useStyles = makeStyles({
  form: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "end" },
  grow: { flexGrow: 1, minWidth: "140px" },
  time: { width: "236px", "@media (max-width: 640px)": { width: "100%" } },
  what: { width: "180px", "& > button, & > div": { minWidth: 0 }, "@media (max-width: 640px)": { width: "100%" } },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  item: { display: "flex", flexDirection: "column", gap: "4px", padding: "8px 0", ":last-child": { borderBottomStyle: "none" }, borderBottom: `1px solid ${tokens.colorNeutralStroke3}` },
  head: { display: "flex", flexWrap: "wrap", gap: "6px 10px", alignItems: "center" },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** Asks for a stretch of the past, and shows how far what was asked for has come. */
export function Backfills({ connector, resources }: { connector: string; resources: readonly string[] }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay();
  const [from, setFrom] = useState(() => localTime(Date.now() - day));
  const [until, setUntil] = useState(() => localTime(Date.now()));
  const [resource, setResource] = useState("");
  const [reason, setReason] = useState("");
  const list = useQuery({ ...backfills(connector), refetchInterval: (query) => (query.state.data?.items.some(isOpen) ? soon : false) });
  const done = { onSuccess: () => client.invalidateQueries({ queryKey: [LIVE] }) };
  const key = () => ({ "Idempotency-Key": idempotencyKey() });
  const ask = useMutation({
    ...done,
    mutationFn: () => answered(api.POST("/api/v1/connectors/{id}/backfill", {
      params: { path: { id: connector }, header: key() },
      body: { from: new Date(from).toISOString(), to: new Date(Math.min(Date.now(), Date.parse(until))).toISOString(), ...(resource && { resource }), ...(reason && { reason }) },
    })),
  });
  const cancel = useMutation({ ...done, mutationFn: (request: string) => answered(api.DELETE("/api/v1/connectors/{id}/backfill/{request}", { params: { path: { id: connector, request }, header: key() }, body: { reason: "Taken back in the UI" } })) });
  const failed = ask.error ?? cancel.error;
  return (
    <>
      {may.configure && (
        <form className={styles.form} aria-label={`Read the past of ${connector}`} onSubmit={(submitted) => { submitted.preventDefault(); ask.mutate(); }}>
          <Field label="Read the past from" className={styles.time}><Input type="datetime-local" value={from} onChange={(_, data) => setFrom(data.value)} /></Field>
          <Field label="to" className={styles.time}><Input type="datetime-local" value={until} onChange={(_, data) => setUntil(data.value)} /></Field>
          <Field label="Of" className={styles.what}>
            <Dropdown style={{ minWidth: 0 }} value={resource || "everything"} selectedOptions={[resource]} onOptionSelect={(_, data) => setResource(data.optionValue ?? "")}>
              <Option value="">everything</Option>
              {resources.map((each) => <Option key={each} value={each}>{each}</Option>)}
            </Dropdown>
          </Field>
          <Field label="Reason" className={styles.grow}><Input value={reason} onChange={(_, data) => setReason(data.value)} /></Field>
          <Button type="submit" disabled={ask.isPending || !from || !until}>{ask.isPending ? "Asking …" : "Read it"}</Button>
        </form>
      )}
      {failed && <Failure error={failed} />}
      {list.isPending && <Loading lines={2} />}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {(list.data?.items.length ?? 0) > 0 && <ul className={styles.list} aria-label="What was asked for">
        {list.data?.items.map((each) => (
          <li key={each.request} className={styles.item}>
            <div className={styles.head}>
              <Badge color={tones[each.state] ?? "subtle"}>{Words(each.state)}</Badge>
              <span><Moment at={each.window.from} /> to <Moment at={each.window.to} /> of {each.resource ?? "everything"}</span>
              {isOpen(each) && may.configure && <Button size="small" disabled={cancel.isPending} onClick={() => cancel.mutate(each.request)}>Cancel</Button>}
            </div>
            {isOpen(each) && <Progress label="Backfill" share={each.share}><span>{Math.round(each.share * 100)} % of the stretch</span><span>{count(each.received)} received, {count(each.new)} new</span></Progress>}
            <span className={styles.quiet}>
              {!isOpen(each) && `${count(each.received)} received, ${count(each.new)} new, ${count(each.revised)} revised${each.gaps > 0 ? `, ${count(each.gaps)} gaps` : ""} · `}
              asked for by {each.requestedBy} <Moment at={each.requestedAt} relative />{each.reason && ` · ${each.reason}`}
            </span>
            {each.error && <span>{each.error.message} {each.error.whatToDo}</span>}
          </li>
        ))}
      </ul>}
    </>
  );
}
