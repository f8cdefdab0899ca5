import { Badge, type BadgeProps, Button, makeStyles, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { answered, api, idempotencyKey, type Schemas } from "../api/client";
import { LIVE, useMay } from "../api/queries";
import { Words, words } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure } from "../words/Notices";
import { Scroll } from "../words/Scroll";
import type { Outcome } from "./queries";

const tones: Record<string, { color: NonNullable<BadgeProps["color"]>; text: string }> = {
  waiting: { color: "informative", text: "Waiting" },
  written: { color: "success", text: "Written" },
  "already-in-sync": { color: "success", text: "In sync already" },
  superseded: { color: "subtle", text: "Superseded" },
  failed: { color: "danger", text: "Needs a person" },
};
const causes: Record<string, string> = { statusChanged: "the investigation changed", retry: "a person tried again", sweep: "the sweep found both sides apart", optionOn: "the past was asked for" };
const owned = ["status", "classification", "reason", "comment"] as const;

const useStyles = makeStyles({
  card: { display: "flex", flexDirection: "column", gap: "6px", padding: "10px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, minWidth: 0, ":last-child": { borderBottomStyle: "none", paddingBottom: 0 } },
  head: { display: "flex", flexWrap: "wrap", gap: "6px 10px", alignItems: "center", "& > a": { fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" } },
  spring: { flexGrow: 1 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: "anywhere" },
  remedy: { padding: "8px 12px", borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1, overflowWrap: "anywhere" },
  more: { "& > summary": { cursor: "pointer", color: tokens.colorBrandForeground1 } },
  fields: { minWidth: "420px", maxWidth: "900px" },
});

/** One wish to write a status back: what was wanted, what became of it, and what a person can do. `title` names its alert where the page does not. */
export function TicketCard({ row, title }: { row: Schemas["TicketRow"]; title?: string | undefined }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay();
  const retry = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/tickets/{intent}/retry", { params: { path: { intent: row.intent }, header: { "Idempotency-Key": idempotencyKey() } } })),
    onSuccess: () => client.invalidateQueries({ queryKey: [LIVE] }),
  });
  const outcome = (row.outcome ?? {}) as Outcome;
  const isOpen = row.state === "failed" && !row.retriedBy;
  const tone = row.state === "failed" && row.retriedBy ? { color: "subtle" as const, text: "Failed, tried again" } : (tones[row.state] ?? { color: "subtle" as const, text: Words(row.state) });
  const columns = [
    ...(outcome.before ? [{ title: "The ticket had", fields: outcome.before }] : []),
    { title: "The ledger wanted", fields: row.wanted },
    ...(outcome.conflict ? [{ title: "Somebody else had set", fields: outcome.conflict.theirs }] : []),
    ...(outcome.after ? [{ title: "The ticket has", fields: outcome.after }] : []),
  ];
  return (
    <li className={styles.card}>
      <div className={styles.head}>
        <Badge color={tone.color} shape="rounded">{tone.text}</Badge>
        {title !== undefined && <Link to={`/alerts/${row.alert}`}>{title}</Link>}
        <span>→ {Words(row.wanted.status)}{row.wanted.classification && `, ${words(row.wanted.classification)}`}</span>
        <span className={styles.spring} />
        <span className={styles.quiet}><Moment at={row.settledAt ?? row.requestedAt} relative /></span>
        {isOpen && may.investigate && <Button size="small" disabled={retry.isPending} onClick={() => retry.mutate()}>{retry.isPending ? "Asking …" : "Try again"}</Button>}
      </div>
      <span className={styles.quiet}>
        Incident {row.ticket.incident} in {row.ticket.workspace} · {row.ticket.connector} · because {causes[row.cause] ?? words(row.cause)}
        {row.attempts > 1 && ` · ${row.attempts} attempts`}
        {outcome.followedTo && ` · followed to incident ${outcome.followedTo.incident}`}
      </span>
      {isOpen && outcome.whatToDo && <div className={styles.remedy}><b>{Words(outcome.errorCode ?? "failed")}.</b> {outcome.whatToDo}{outcome.message && ` The source said: ${outcome.message}`}</div>}
      {outcome.conflict && <span>Both sides had changed it: {words(outcome.conflict.winner) === "ours" ? "the ledger's state stays" : "the other side's state stays"}. {outcome.conflict.because}</span>}
      {retry.isError && <Failure error={retry.error} />}
      <details className={styles.more}>
        <summary>Fields before and after</summary>
        <Scroll label="Fields of the ticket">
          <Table size="extra-small" className={styles.fields} aria-label="Fields of the ticket">
            <TableHeader><TableRow><TableHeaderCell>Field</TableHeaderCell>{columns.map((column) => <TableHeaderCell key={column.title}>{column.title}</TableHeaderCell>)}</TableRow></TableHeader>
            <TableBody>
              {owned.map((field) => <TableRow key={field}><TableCell>{Words(field)}</TableCell>{columns.map((column) => <TableCell key={column.title}>{column.fields[field] ?? "–"}</TableCell>)}</TableRow>)}
            </TableBody>
          </Table>
        </Scroll>
      </details>
    </li>
  );
}
