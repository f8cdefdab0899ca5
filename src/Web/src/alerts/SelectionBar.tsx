import { Button, Dropdown, Field, Input, makeStyles, Option, Text, tokens } from "@fluentui/react-components";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, idempotencyKey, type Schemas } from "../api/client";
import { count, Words } from "../words/format";
import { Failure } from "../words/Notices";

const statuses: Schemas["InvestigationStatus"][] = ["Queued", "InProgress", "AwaitingReview", "Closed"];
type Conclusion = NonNullable<Schemas["Conclusion"]>;
const conclusions: Conclusion[] = ["Malicious", "Suspicious", "Benign", "Undetermined"];

const useStyles = makeStyles({
  bar: { display: "flex", flexWrap: "wrap", alignItems: "end", gap: "8px", padding: "8px 12px", backgroundColor: tokens.colorNeutralBackground1, border: `1px solid ${tokens.colorBrandStroke1}`, borderRadius: tokens.borderRadiusLarge },
  reason: { flexGrow: 1, minWidth: "200px" },
});

/** Moves the investigations of what is selected, with one reason. */
export function SelectionBar({ selected, onDone, onClear }: { selected: ReadonlySet<string>; onDone: () => void; onClear: () => void }) {
  const styles = useStyles();
  const [status, setStatus] = useState<Schemas["InvestigationStatus"]>("InProgress");
  const [conclusion, setConclusion] = useState<Conclusion>("Benign");
  const [reason, setReason] = useState("");
  const [done, setDone] = useState(0);
  const move = useMutation({
    mutationFn: async () => {
      let each = 0;
      for (const id of selected) {
        await answered(api.POST("/api/v1/alerts/{id}/investigation", {
          params: { path: { id }, header: { "Idempotency-Key": idempotencyKey() } },
          body: { status, ...(status === "Closed" && { conclusion }), ...(reason && { reason }) },
        }));
        setDone(++each);
      }
    },
    onSuccess: onDone,
  });
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
      <Button appearance="primary" disabled={move.isPending} onClick={() => { setDone(0); move.mutate(); }}>{move.isPending ? `${count(done)} of ${count(selected.size)} …` : "Apply"}</Button>
      <Button appearance="subtle" onClick={onClear}>Clear the selection</Button>
      {move.isError && <Failure error={move.error} />}
    </div>
  );
}
