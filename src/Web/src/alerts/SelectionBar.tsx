import { Button, Dropdown, Field, Input, makeStyles, MessageBar, MessageBarActions, MessageBarBody, Option, Text, tokens } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, idempotencyKey, type Schemas } from "../api/client";
import { AlertName } from "../words/AlertName";
import { count, Words } from "../words/format";
import { Failure } from "../words/Notices";

const statuses: Schemas["InvestigationStatus"][] = ["Queued", "InProgress", "AwaitingReview", "Closed"];
type Conclusion = NonNullable<Schemas["Conclusion"]>;
const conclusions: Conclusion[] = ["Malicious", "Suspicious", "Benign", "Undetermined"];

/** What one request may move. */
const most = 1000;

const useStyles = makeStyles({
  bar: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: "8px", padding: "8px 12px", backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorBrandStroke1}`, borderRadius: tokens.borderRadiusLarge },
  reason: { flexGrow: 1, minWidth: "200px" },
  answer: { flexBasis: "100%" },
});

/** Moves the investigations of what is selected, with one reason. */
export function SelectionBar({ selected, onDone, onClear }: { selected: ReadonlySet<string>; onDone: () => void; onClear: () => void }) {
  const styles = useStyles();
  const [status, setStatus] = useState<Schemas["InvestigationStatus"]>("InProgress");
  const [conclusion, setConclusion] = useState<Conclusion>("Benign");
  const [reason, setReason] = useState("");
  // The same key for the same wish: pressing again after a lost answer does nothing twice.
  const [key, setKey] = useState(idempotencyKey);
  const move = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/investigations/bulk", {
      params: { header: { "Idempotency-Key": key } },
      body: { alerts: [...selected].map((id) => ({ id })), status, ...(status === "Closed" && { conclusion }), ...(reason && { reason }) },
    })),
    onSuccess: (answer) => {
      setKey(idempotencyKey());
      if (answer.refused === 0) {
        onDone();
      }
    },
  });
  const refused = move.data?.items.filter((each) => each.code) ?? [];
  return (
    <div className={styles.bar} role="region" aria-label="Selected alerts">
      <Text weight="semibold" style={{ alignSelf: "center" }}>{count(selected.size)} selected</Text>
      <Field label="Move to">
        <Dropdown value={Words(status)} selectedOptions={[status]} onOptionSelect={(_, data) => setStatus(data.optionValue as typeof status)}>
          {statuses.map((each) => <Option key={each} value={each}>{Words(each)}</Option>)}
        </Dropdown>
      </Field>
      {status === "Closed" && (
        <Field label="Conclusion">
          <Dropdown value={conclusion} selectedOptions={[conclusion]} onOptionSelect={(_, data) => setConclusion(data.optionValue as typeof conclusion)}>
            {conclusions.map((each) => <Option key={each} value={each}>{each}</Option>)}
          </Dropdown>
        </Field>
      )}
      <Field className={styles.reason} label="Reason"><Input value={reason} onChange={(_, data) => setReason(data.value)} /></Field>
      <Button appearance="primary" disabled={move.isPending || selected.size > most} onClick={() => move.mutate()}>{move.isPending ? "Moving …" : "Apply"}</Button>
      <Button appearance="subtle" onClick={onClear}>Clear the selection</Button>
      {selected.size > most && <Text>At most {count(most)} at a time: clear some.</Text>}
      {move.isError && <Failure error={move.error} />}
      {move.data && refused.length > 0 && (
        <MessageBar intent="warning" layout="multiline" className={styles.answer}>
          <MessageBarBody>
            {count(move.data.changed)} moved, {count(move.data.unchanged)} stood so already, {count(refused.length)} refused:
            <ul>{refused.slice(0, 10).map((each) => <li key={each.id}><AlertName id={each.id} />: {each.message}</li>)}</ul>
          </MessageBarBody>
          <MessageBarActions><Button onClick={onDone}>Done</Button></MessageBarActions>
        </MessageBar>
      )}
    </div>
  );
}
