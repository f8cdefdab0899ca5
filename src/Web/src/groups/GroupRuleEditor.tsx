import { Button, Checkbox, Dropdown, Field, Input, makeStyles, Option, tokens } from "@fluentui/react-components";
import { ArrowDownRegular, ArrowUpRegular, DeleteRegular } from "@fluentui/react-icons";
import type { FieldProblem, Schemas } from "../api/client";
import { facts, kinds } from "./words";

type Rule = Schemas["GroupRule"];

const useStyles = makeStyles({
  rule: { display: "flex", flexDirection: "column", gap: "8px", padding: "12px", border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusMedium, minWidth: 0 },
  row: { display: "grid", gridTemplateColumns: "minmax(0, 1fr) minmax(0, 2fr) max-content", gap: "8px", alignItems: "end", "@media (max-width: 640px)": { gridTemplateColumns: "minmax(0, 1fr)" } },
  buttons: { display: "flex", gap: "4px" },
  alike: { display: "flex", flexDirection: "column", gap: "8px" },
  facts: { display: "flex", flexWrap: "wrap", gap: "0 12px" },
  window: { maxWidth: "360px" },
  error: { color: tokens.colorStatusDangerForeground1, fontSize: tokens.fontSizeBase200 },
});

/** One group rule, to be read or changed. */
export function GroupRuleEditor({ place, rule, locked, problems, onChange, onUp, onDown, onRemove }: {
  place: number;
  rule: Rule;
  locked: boolean;
  problems: readonly FieldProblem[];
  onChange: (rule: Rule) => void;
  onUp?: () => void;
  onDown?: () => void;
  onRemove: () => void;
}) {
  const styles = useStyles();
  const chosen = rule.facts ?? [];
  const wrong = problems.filter((each) => each.field.startsWith(`rules[${place}]`));
  const kind = rule.kind as keyof typeof kinds;
  return (
    <li className={styles.rule} aria-label={`Rule ${place + 1}`}>
      <div className={styles.row}>
        <Field label={`Rule ${place + 1}`}><Input value={rule.id} disabled={locked} onChange={(_, data) => onChange({ ...rule, id: data.value })} /></Field>
        <Field label="What it says">
          <Dropdown value={kinds[kind] ?? rule.kind} selectedOptions={[rule.kind]} disabled={locked} onOptionSelect={(_, data) => onChange({ id: rule.id, kind: data.optionValue ?? rule.kind, ...(data.optionValue === "same-facts" && { facts: chosen.length > 0 ? chosen : ["title"] }) })}>
            {Object.entries(kinds).map(([value, text]) => <Option key={value} value={value}>{text}</Option>)}
          </Dropdown>
        </Field>
        {!locked && (
          <div className={styles.buttons}>
            <Button appearance="subtle" icon={<ArrowUpRegular />} aria-label={`Rule ${place + 1} earlier`} disabled={!onUp} onClick={onUp} />
            <Button appearance="subtle" icon={<ArrowDownRegular />} aria-label={`Rule ${place + 1} later`} disabled={!onDown} onClick={onDown} />
            <Button appearance="subtle" icon={<DeleteRegular />} aria-label={`Remove rule ${place + 1}`} onClick={onRemove} />
          </div>
        )}
      </div>
      {rule.kind === "same-facts" && (
        <div className={styles.alike}>
            <div className={styles.facts} role="group" aria-label={`Facts of rule ${place + 1}`}>
              {Object.entries(facts).map(([value, text]) => (
                <Checkbox key={value} label={text} disabled={locked} checked={chosen.includes(value)} onChange={(_, data) => onChange({ ...rule, facts: data.checked ? [...chosen, value] : chosen.filter((each) => each !== value) })} />
              ))}
            </div>
            <Field className={styles.window} label="At most this far from the first" hint="ISO 8601, such as PT4H or P1D; empty: any distance">
              <Input value={rule.window ?? ""} disabled={locked} placeholder="any distance" onChange={(_, data) => onChange({ ...rule, window: data.value || null })} />
            </Field>
        </div>
      )}
      {wrong.map((each) => <span key={each.field + each.message} className={styles.error} role="alert">{each.message} {each.remedy}</span>)}
    </li>
  );
}
