import { makeStyles } from "@fluentui/react-components";
import type { ReactNode } from "react";

const useStyles = makeStyles({ scroll: { overflowX: "auto" } });

/** What may be wider than the screen: it scrolls by itself, by hand and by keyboard. */
export function Scroll({ label, children }: { label: string; children: ReactNode }) {
  const styles = useStyles();
  return <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>{children}</div>;
}
