import { makeStyles, mergeClasses, Subtitle1, tokens } from "@fluentui/react-components";
import { type ReactNode, useEffect } from "react";

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", gap: "16px", padding: "20px 24px 40px", maxWidth: "1680px", minWidth: 0, "@media (max-width: 640px)": { padding: "14px 12px 32px" } },
  // Its last part takes the height that is left, and scrolls by itself.
  filled: { height: "100%", boxSizing: "border-box", paddingBottom: "16px", "& > *": { flexShrink: 0 } },
  head: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "8px 16px", justifyContent: "space-between" },
  title: { margin: 0, overflowWrap: "anywhere" },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center" },
  card: {
    display: "flex", flexDirection: "column", gap: "12px", minWidth: 0, padding: "16px", backgroundColor: tokens.colorNeutralBackground1,
    border: `1px solid ${tokens.colorNeutralStroke2}`, borderRadius: tokens.borderRadiusLarge,
    "& > ul:empty, & > ol:empty": { display: "none" },
  },
  cardTitle: { margin: 0, fontSize: tokens.fontSizeBase400, fontWeight: tokens.fontWeightSemibold },
});

/** A page: its name, what can be done on it, and its content. */
export function Page({ title, actions, fills = false, children }: { title: ReactNode; actions?: ReactNode; fills?: boolean; children: ReactNode }) {
  const styles = useStyles();
  const name = typeof title === "string" ? title : null;
  useEffect(() => {
    document.title = name ? `${name} · Dropzone Ledger` : "Dropzone Ledger";
  }, [name]);
  return (
    <div className={mergeClasses(styles.page, fills && styles.filled)}>
      <div className={styles.head}>
        <Subtitle1 as="h1" className={styles.title}>{title}</Subtitle1>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </div>
  );
}

/** A titled part of a page. */
export function Section({ title, id, actions, children }: { title: string; id?: string | undefined; actions?: ReactNode; children: ReactNode }) {
  const styles = useStyles();
  return (
    <section id={id} className={styles.card} aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.cardTitle}>{title}</h2>
        {actions && <div className={styles.actions}>{actions}</div>}
      </div>
      {children}
    </section>
  );
}
