import { Checkbox, makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { count, Words } from "../words/format";

const useStyles = makeStyles({
  facet: { border: "none", margin: 0, padding: 0, minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold, padding: "0 0 4px" },
  value: { display: "flex", justifyContent: "space-between", alignItems: "center", gap: "8px", minHeight: "28px" },
  label: { minWidth: 0, marginLeft: "-8px", "& label": { overflowWrap: "anywhere", padding: "4px 8px 4px 4px" }, "& .fui-Checkbox__indicator": { margin: "5px 8px" } },
  count: { color: tokens.colorNeutralForeground3, fontVariantNumeric: "tabular-nums" },
});

/** The values of one field, with how many alerts each would leave. What sources spell differently and means the same, is one. */
export function FacetList({ name, values, chosen, single, verbatim, onChange }: {
  name: string;
  values: readonly Schemas["ValueCount"][];
  chosen: readonly string[];
  single?: boolean;
  /** Whether the values are shown as the source spells them. */
  verbatim?: boolean;
  onChange: (chosen: string[]) => void;
}) {
  const styles = useStyles();
  const missing = chosen.filter((each) => !values.some((value) => value.value === each)).map((value) => ({ value, count: 0 }));
  const joined = new Map<string, { name: string; values: string[]; count: number }>();
  for (const { value, count: found } of [...values, ...missing]) {
    const text = verbatim ? value : Words(value);
    const known = joined.get(text) ?? { name: text || "(none)", values: [], count: 0 };
    joined.set(text, { ...known, values: [...known.values, value], count: known.count + found });
  }
  return (
    <fieldset className={styles.facet}>
      <legend className={styles.name}>{name}</legend>
      {[...joined.values()].map((each) => (
        <div key={each.name} className={styles.value}>
          <Checkbox
            className={styles.label}
            label={each.name}
            checked={each.values.some((value) => chosen.includes(value))}
            onChange={(_, data) => {
              const others = chosen.filter((value) => !each.values.includes(value));
              onChange(data.checked ? (single ? each.values : [...others, ...each.values]) : others);
            }}
          />
          <span className={styles.count}>{count(each.count)}</span>
        </div>
      ))}
      {values.length === 0 && missing.length === 0 && <span className={styles.count}>none</span>}
    </fieldset>
  );
}
