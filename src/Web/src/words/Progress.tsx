import { makeStyles, ProgressBar, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({
  line: { display: "flex", flexDirection: "column", gap: "4px", minWidth: 0 },
  says: { display: "flex", flexWrap: "wrap", justifyContent: "space-between", gap: "4px 12px", color: tokens.colorNeutralForeground2, fontSize: tokens.fontSizeBase200, fontVariantNumeric: "tabular-nums" },
});

/** How far long work has come, from 0 to 1, in numbers beside the bar; without a share nobody knows. */
export function Progress({ label, share, children }: { label: string; share?: number | undefined; children?: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.line}>
      <ProgressBar aria-label={label} {...(share !== undefined && { value: Math.max(0, Math.min(1, share)) })} thickness="large" />
      <div className={styles.says} role="status">{children}</div>
    </div>
  );
}
