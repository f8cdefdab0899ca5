import { Checkbox, makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { count, Words } from "../words/format";

const useStyles = makeStyles({
  facet: { border: "none", margin: 0, padding: 0, minWidth: 0 },
  name: { fontWeight: tokens.fontWeightSemibold, padding: "0 0 4px" },
  value: { display: "flex", justifyContent: "space-between", alignItems: "center", gap: "8px" },
  label: { minWidth: 0, "& label": { overflowWrap: "anywhere" } },
  count: { color: tokens.colorNeutralForeground3, fontVariantNumeric: "tabular-nums" },
});

/** The values of one field, with how many alerts each would leave. */
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
  return (
    <fieldset className={styles.facet}>
      <legend className={styles.name}>{name}</legend>
      {[...values, ...missing].map(({ value, count: found }) => (
        <div key={value} className={styles.value}>
          <Checkbox
            className={styles.label}
            label={verbatim ? value : Words(value)}
            checked={chosen.includes(value)}
            onChange={(_, data) => onChange(data.checked ? (single ? [value] : [...chosen, value]) : chosen.filter((each) => each !== value))}
          />
          <span className={styles.count}>{count(found)}</span>
        </div>
      ))}
      {values.length === 0 && missing.length === 0 && <span className={styles.count}>none</span>}
    </fieldset>
  );
}
