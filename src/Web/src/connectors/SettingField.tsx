import { Button, Checkbox, Combobox, Dropdown, Field, Input, makeStyles, mergeClasses, Option, Switch, Tag, TagGroup, Textarea, tokens } from "@fluentui/react-components";
import { AddRegular, DeleteRegular } from "@fluentui/react-icons";
import { useState } from "react";
import type { FieldProblem } from "../api/client";
import { Words } from "../words/format";
import { initial, type SettingSchema } from "./schema";

const long = 400;

const useStyles = makeStyles({
  group: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 250px), 1fr))", alignItems: "start", gap: "10px 12px", margin: 0, padding: "12px", minWidth: 0, border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusMedium, "& > legend": { fontWeight: tokens.fontWeightSemibold, padding: "0 4px" } },
  wide: { gridColumn: "1 / -1" },
  plain: { padding: 0, border: "none", "& > legend": { position: "absolute", width: "1px", height: "1px", overflow: "hidden", clipPath: "inset(50%)" } },
  bare: { display: "flex", flexDirection: "column", gap: "8px", gridColumn: "1 / -1" },
  choices: { display: "flex", flexWrap: "wrap", gap: "0 12px", gridColumn: "1 / -1" },
  hint: { gridColumn: "1 / -1", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  error: { gridColumn: "1 / -1", color: tokens.colorStatusDangerForeground1, fontSize: tokens.fontSizeBase200 },
  add: { display: "flex", gap: "8px", alignItems: "center" },
});

interface Props {
  readonly name: string;
  readonly path: string;
  readonly schema: SettingSchema;
  readonly value: unknown;
  readonly required: boolean;
  readonly problems: readonly FieldProblem[];
  readonly locked?: boolean;
  /** Whether it stands in a section of its own name, and needs no frame. */
  readonly plain?: boolean;
  readonly choices?: readonly string[];
  readonly onChange: (value: unknown) => void;
}

/** One setting, drawn from its schema; what is wrong with it stands beside it. */
export function SettingField(props: Props) {
  const { name, path, schema, value, required, problems, onChange } = props;
  const styles = useStyles();
  const label = schema.title ?? Words(name);
  const wrong = problems.filter((each) => each.field === path).map((each) => `${each.message} ${each.remedy ?? ""}`).join(" ");
  const field = { label, required, ...(schema.description && { hint: schema.description }), ...(wrong && { validationMessage: wrong, validationState: "error" as const }) };

  if (schema.readOnly) {
    return null;
  }
  if (schema.type === "object") {
    const values = (value ?? {}) as Record<string, unknown>;
    return (
      <fieldset className={mergeClasses(styles.group, styles.wide, props.plain && styles.plain)}>
        <legend>{label}</legend>
        {schema.description && !props.plain && <span className={styles.hint}>{schema.description}</span>}
        {wrong && <span className={styles.error} role="alert">{wrong}</span>}
        {Object.entries(schema.properties ?? {}).map(([each, of]) => (
          <SettingField key={each} name={each} path={path ? `${path}.${each}` : each} schema={of} value={values[each]} required={schema.required?.includes(each) ?? false} problems={problems} onChange={(next) => onChange({ ...values, [each]: next })} />
        ))}
      </fieldset>
    );
  }
  if (schema.type === "array" && schema.items?.type === "object") {
    return <Rows {...props} label={label} wrong={wrong} />;
  }
  if (schema.type === "array") {
    return <TextList {...props} label={label} wrong={wrong} />;
  }
  if (schema.type === "boolean") {
    return <div className={styles.wide}><Switch label={label} checked={value === true} onChange={(_, data) => onChange(data.checked)} />{schema.description && <div className={styles.hint}>{schema.description}</div>}{wrong && <div className={styles.error} role="alert">{wrong}</div>}</div>;
  }
  const choices = props.choices ?? schema.enum;
  if (choices) {
    return (
      <Field {...field}>
        <Dropdown style={{ minWidth: 0 }} value={String(value ?? schema.default ?? "")} selectedOptions={[String(value ?? schema.default ?? "")]} onOptionSelect={(_, data) => onChange(data.optionValue)}>
          {choices.map((each) => <Option key={each} value={each}>{each}</Option>)}
        </Dropdown>
      </Field>
    );
  }
  const text = String(value ?? "");
  const isLong = (schema.maxLength ?? 0) > 1000 || name === "query" || name === "certificate";
  const isNumber = schema.type === "integer" || schema.type === "number";
  return (
    <Field {...field} className={isLong ? styles.wide : undefined}>
      {isLong
        ? <Textarea value={text} rows={name === "query" ? 6 : 3} spellCheck={false} resize="vertical" onChange={(_, data) => onChange(data.value)} />
        : <Input value={text} type={schema.writeOnly ? "password" : isNumber ? "number" : schema.format === "date" ? "date" : "text"} autoComplete="off" spellCheck={false} disabled={props.locked ?? false} placeholder={schema.format === "duration" ? "PT5M" : undefined} maxLength={Math.max(long, schema.maxLength ?? 0)} onChange={(_, data) => onChange(isNumber ? Number(data.value) : data.value)} />}
    </Field>
  );
}

function Rows({ path, schema, value, problems, onChange, label, wrong }: Props & { label: string; wrong: string }) {
  const styles = useStyles();
  const rows = Array.isArray(value) ? (value as unknown[]) : [];
  const item = schema.items ?? {};
  return (
    <fieldset className={mergeClasses(styles.group, styles.wide)}>
      <legend>{label}</legend>
      {schema.description && <span className={styles.hint}>{schema.description}</span>}
      {wrong && <span className={styles.error} role="alert">{wrong}</span>}
      {rows.map((row, i) => (
        // Rows have no identity but their place.
        <div key={i} className={styles.bare}>
          <SettingField name={`${label} ${i + 1}`} path={`${path}[${i}]`} schema={{ ...item, title: item.title ?? `${i + 1}` }} value={row} required problems={problems} onChange={(next) => onChange(rows.map((each, at) => (at === i ? next : each)))} />
          <div><Button size="small" appearance="subtle" icon={<DeleteRegular />} onClick={() => onChange(rows.filter((_, at) => at !== i))}>Remove {label.toLowerCase()} {i + 1}</Button></div>
        </div>
      ))}
      <div><Button size="small" icon={<AddRegular />} onClick={() => onChange([...rows, initial(item)])}>Add to {label.toLowerCase()}</Button></div>
    </fieldset>
  );
}

function TextList({ schema, value, onChange, label, wrong }: Props & { label: string; wrong: string }) {
  const styles = useStyles();
  const [text, setText] = useState("");
  const values = Array.isArray(value) ? (value as string[]) : [];
  const known = schema.items?.enum ?? schema.items?.examples ?? [];
  const others = values.filter((each) => !known.includes(each));
  const add = (each: string) => {
    if (each.trim() && !values.includes(each.trim())) {
      onChange([...values, each.trim()]);
    }
    setText("");
  };
  return (
    <fieldset className={mergeClasses(styles.group, styles.wide)}>
      <legend>{label}</legend>
      {schema.description && <span className={styles.hint}>{schema.description}</span>}
      {wrong && <span className={styles.error} role="alert">{wrong}</span>}
      {known.length > 0 && known.length <= 8 && (
        <div className={styles.choices}>
          {known.map((each) => <Checkbox key={each} label={Words(each)} checked={values.includes(each)} onChange={(_, data) => onChange(data.checked ? [...values, each] : values.filter((one) => one !== each))} />)}
        </div>
      )}
      {known.length > 8 && (
        <Combobox aria-label={label} multiselect selectedOptions={values} placeholder={values.length === 0 ? "all" : `${values.length} chosen`} onOptionSelect={(_, data) => onChange(data.selectedOptions)}>
          {known.map((each) => <Option key={each} value={each} text={each}>{Words(each)}</Option>)}
        </Combobox>
      )}
      {others.length > 0 && (
        <TagGroup aria-label={`${label}, others`} onDismiss={(_, data) => onChange(values.filter((each) => each !== data.value))}>
          {others.map((each) => <Tag key={each} value={each} dismissible dismissIcon={{ "aria-label": `Remove ${each}` }}>{each}</Tag>)}
        </TagGroup>
      )}
      <div className={styles.add}>
        <Input aria-label={`Another value of ${label.toLowerCase()}`} value={text} placeholder="another value" onChange={(_, data) => setText(data.value)} onKeyDown={(pressed) => { if (pressed.key === "Enter") { pressed.preventDefault(); add(text); } }} />
        <Button size="small" onClick={() => add(text)} disabled={text.trim() === ""}>Add</Button>
      </div>
    </fieldset>
  );
}
