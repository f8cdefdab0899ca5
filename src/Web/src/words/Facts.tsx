import { makeStyles, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  list: { display: "grid", gridTemplateColumns: "minmax(120px, max-content) minmax(0, 1fr)", gap: "6px 16px", margin: 0, "& dt": { color: tokens.colorNeutralForeground3 }, "& dd": { margin: 0, overflowWrap: "anywhere" } },
});

/** Names and values; what has no value is left out. */
export function Facts({ of }: { of: readonly (readonly [string, ReactNode])[] }) {
  const styles = useStyles();
  const present = of.filter(([, value]) => value !== undefined && value !== null && value !== false && value !== "" && !(Array.isArray(value) && value.length === 0));
  return (
    <dl className={styles.list}>
      {present.map(([name, value]) => [<dt key={`${name}-name`}>{name}</dt>, <dd key={name}>{Array.isArray(value) ? value.join(", ") : value}</dd>])}
    </dl>
  );
}
