import { Button, Dropdown, Field, Input, makeStyles, Option, Textarea, tokens } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, idempotencyKey, type Schemas } from "../api/client";
import { LIVE, useMay } from "../api/queries";
import { AlertTickets } from "../tickets/AlertTickets";
import { Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure } from "../words/Notices";
import { Section } from "../words/Page";

type Status = Schemas["InvestigationStatus"];
type Conclusion = NonNullable<Schemas["Conclusion"]>;
/** What may follow a status; the API refuses everything else. */
const mayFollow: Readonly<Record<Status, readonly Status[]>> = {
  Queued: ["InProgress", "Closed"], InProgress: ["AwaitingReview", "Closed", "Queued"], AwaitingReview: ["InProgress", "Closed"], Closed: ["InProgress"],
};
const conclusions: Conclusion[] = ["Malicious", "Suspicious", "Benign", "Undetermined"];

const useStyles = makeStyles({
  row: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: "8px" },
  grow: { flexGrow: 1, minWidth: "180px" },
  notes: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "8px" },
  note: { padding: "8px 10px", borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3, overflowWrap: "anywhere", whiteSpace: "pre-wrap" },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** The human work: where it stands, who does it, what they wrote, and which tickets follow it. */
export function InvestigationPanel({ id, past, investigation, notes, tickets }: {
  id: string;
  past: boolean;
  investigation: Schemas["InvestigationView"];
  notes: readonly Schemas["AlertNote"][];
  tickets: readonly Schemas["TicketReference"][];
}) {
  const styles = useStyles();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<Status | null>(null);
  const status = chosen ?? investigation.status;
  const [conclusion, setConclusion] = useState<Conclusion>(investigation.conclusion ?? "Benign");
  const [reason, setReason] = useState("");
  const [assignee, setAssignee] = useState(investigation.assignee ?? "");
  const [note, setNote] = useState("");
  const done = { onSuccess: () => client.invalidateQueries({ queryKey: [LIVE] }) };
  const to = () => ({ params: { path: { id }, header: { "Idempotency-Key": idempotencyKey() } } });

  const move = useMutation({
    onSuccess: () => {
      setChosen(null);
      setReason("");
      return client.invalidateQueries({ queryKey: [LIVE] });
    },
    mutationFn: () => answered(api.POST("/api/v1/alerts/{id}/investigation", { ...to(), body: { status, ...(status === "Closed" && { conclusion }), ...(reason && { reason }) } })),
  });
  const assign = useMutation({ ...done, mutationFn: () => answered(api.POST("/api/v1/alerts/{id}/assign", { ...to(), body: { assignee: assignee.trim() || null } })) });
  const write = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/alerts/{id}/notes", { ...to(), body: { text: note } })),
    onSuccess: () => {
      setNote("");
      return client.invalidateQueries({ queryKey: [LIVE] });
    },
  });
  const may = useMay();
  const failed = move.error ?? assign.error ?? write.error;

  return (
    <Section title="Investigation">
      {failed && <Failure error={failed} />}
      {may.investigate && !past ? (
        <>
          <div className={styles.row}>
            <Field label="Status">
              <Dropdown value={Words(status)} selectedOptions={[status]} onOptionSelect={(_, data) => setChosen(data.optionValue as Status)}>
                {[investigation.status, ...mayFollow[investigation.status]].map((each) => <Option key={each} value={each}>{Words(each)}</Option>)}
              </Dropdown>
            </Field>
            {status === "Closed" && (
              <Field label="Conclusion">
                <Dropdown value={conclusion} selectedOptions={[conclusion]} onOptionSelect={(_, data) => setConclusion(data.optionValue as Conclusion)}>
                  {conclusions.map((each) => <Option key={each} value={each}>{each}</Option>)}
                </Dropdown>
              </Field>
            )}
            <Field label="Reason" className={styles.grow}><Input value={reason} onChange={(_, data) => setReason(data.value)} /></Field>
            <Button appearance="primary" disabled={move.isPending || status === investigation.status} onClick={() => move.mutate()}>Set the status</Button>
          </div>
          <div className={styles.row}>
            <Field label="Assignee" className={styles.grow}><Input value={assignee} onChange={(_, data) => setAssignee(data.value)} placeholder="nobody" /></Field>
            <Button disabled={assign.isPending} onClick={() => assign.mutate()}>Assign</Button>
          </div>
          <div className={styles.row}>
            <Field label="Note" className={styles.grow}><Textarea value={note} onChange={(_, data) => setNote(data.value)} resize="vertical" /></Field>
            <Button disabled={note.trim() === "" || write.isPending} onClick={() => write.mutate()}>Add the note</Button>
          </div>
        </>
      ) : <span className={styles.quiet}>{Words(investigation.status)}{investigation.conclusion && `, ${investigation.conclusion}`}{investigation.assignee && `, assigned to ${investigation.assignee}`}.{!past && " An analyst can change it."}</span>}
      {notes.length > 0 && (
        <ul className={styles.notes}>
          {notes.map((each) => <li key={each.position} className={styles.note}>{each.text}<br /><span className={styles.quiet}>{each.by.name}, <Moment at={each.at} /></span></li>)}
        </ul>
      )}
      {!past && <AlertTickets id={id} of={tickets} />}
    </Section>
  );
}
