import { Button, makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, idempotencyKey, Refusal, type Schemas } from "../api/client";
import { groupRules, LIVE, useMay } from "../api/queries";
import { Moment } from "../words/Moment";
import { Empty, Failure, Loading } from "../words/Notices";
import { Section } from "../words/Page";
import { GroupPreview } from "./GroupPreview";
import { GroupRuleEditor } from "./GroupRuleEditor";

type Rule = Schemas["GroupRule"];

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "12px" },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px" },
  note: { margin: 0, color: tokens.colorNeutralForeground3, maxWidth: "760px" },
});

/** Which alerts are held to be the same: rules in order, the first that finds a place for an alert wins. */
export function GroupRules() {
  const styles = useStyles();
  const known = useQuery({ ...groupRules, refetchOnWindowFocus: false });
  return (
    <Section title="Group rules">
      <p className={styles.note}>The rules are asked in this order; the first one that applies to an alert puts it into a group, of which one member leads the list. Nothing is lost: the others are found under “merged”.</p>
      {known.isPending && <Loading lines={6} />}
      {known.isError && <Failure error={known.error} retry={() => void known.refetch()} />}
      {known.data && <Form key={known.data.revision} known={known.data} />}
    </Section>
  );
}

function Form({ known }: { known: Schemas["GroupRulesView"] }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay();
  const [rules, setRules] = useState<readonly Rule[]>(known.rules);
  const body = () => ({ rules: rules.map((each) => ({ id: each.id, kind: each.kind, ...(each.kind === "same-facts" && { facts: each.facts ?? [], ...(each.window && { window: each.window }) }) })) });
  const preview = useMutation({ mutationFn: () => answered(api.POST("/api/v1/group-rules/preview", { body: body() })) });
  const save = useMutation({
    mutationFn: () => answered(api.PUT("/api/v1/group-rules", { params: { header: { "Idempotency-Key": idempotencyKey(), "If-Match": `"${known.revision}"` } }, body: body() })),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: groupRules.queryKey });
      await client.invalidateQueries({ queryKey: [LIVE] });
    },
  });
  const edit = (next: readonly Rule[]) => {
    setRules(next);
    preview.reset();
  };
  const failed = save.error ?? preview.error;
  const problems = failed instanceof Refusal ? failed.errors : [];
  const isChanged = JSON.stringify(rules) !== JSON.stringify(known.rules);
  const swap = (a: number, b: number) => edit(rules.map((each, i) => (i === a ? rules[b] : i === b ? rules[a] : each) ?? each));
  return (
    <>
      <span>Revision {known.revision}{known.revision === 0 ? ", the rules that come with the ledger" : <> by {known.changedBy}, <Moment at={known.changedAt} /></>}</span>
      {rules.length === 0 && <Empty title="No rule groups alerts">Each alert stands for itself. Add a rule to join those that are the same, and preview what it would do before it is applied.</Empty>}
      <ol className={styles.list}>
        {rules.map((rule, i) => (
          // Rules have no identity but their place while they are edited.
          <GroupRuleEditor
            key={i}
            place={i}
            rule={rule}
            locked={!may.configure}
            problems={problems}
            onChange={(next) => edit(rules.map((each, at) => (at === i ? next : each)))}
            {...(i > 0 && { onUp: () => swap(i, i - 1) })}
            {...(i < rules.length - 1 && { onDown: () => swap(i, i + 1) })}
            onRemove={() => edit(rules.filter((_, at) => at !== i))}
          />
        ))}
      </ol>
      {may.configure && (
        <div className={styles.actions}>
          <Button onClick={() => edit([...rules, { id: `rule-${rules.length + 1}`, kind: "same-facts", facts: ["title"], window: "P1D" }])}>Add a rule</Button>
          <Button disabled={preview.isPending} onClick={() => preview.mutate()}>{preview.isPending ? "Reading the log …" : "Preview"}</Button>
          <Button appearance="primary" disabled={!isChanged || save.isPending || !preview.data} title={preview.data ? "" : "Preview the change first"} onClick={() => save.mutate()}>{save.isPending ? "Saving …" : "Apply"}</Button>
          {isChanged && <Button appearance="subtle" onClick={() => edit(known.rules)}>Undo the changes</Button>}
        </div>
      )}
      {failed && <Failure error={failed} />}
      {preview.data && <GroupPreview of={preview.data} />}
      {save.isSuccess && <MessageBar intent="success"><MessageBarBody>The rules are recorded; the lists follow.</MessageBarBody></MessageBar>}
    </>
  );
}
