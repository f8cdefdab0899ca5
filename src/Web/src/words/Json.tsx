import { Button, makeStyles, tokens } from "@fluentui/react-components";
import { CopyRegular } from "@fluentui/react-icons";
import { useState } from "react";

const useStyles = makeStyles({
  box: { maxHeight: "60vh", overflow: "auto", padding: "10px", borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorNeutralBackground3, fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
  branch: { "& > summary": { cursor: "pointer" } },
  children: { paddingLeft: "16px", borderLeft: `1px solid ${tokens.colorNeutralStroke2}` },
  name: { color: tokens.colorBrandForeground1 },
  text: { overflowWrap: "anywhere", whiteSpace: "pre-wrap" },
});

/** JSON, folded below the second level, with copy. Every value is text: nothing of it is ever markup. */
export function Json({ value, label }: { value: unknown; label: string }) {
  const styles = useStyles();
  const [copied, setCopied] = useState(false);
  return (
    <div>
      <Button
        size="small"
        appearance="subtle"
        icon={<CopyRegular />}
        onClick={() => {
          void navigator.clipboard.writeText(JSON.stringify(value, null, 2)).then(() => setCopied(true));
        }}
      >
        {copied ? "Copied" : "Copy"}
      </Button>
      <div className={styles.box} role="group" aria-label={label} tabIndex={0}><Node value={value} depth={0} /></div>
    </div>
  );
}

function Node({ name, value, depth }: { name?: string; value: unknown; depth: number }) {
  const styles = useStyles();
  const [open, setOpen] = useState(depth < 2);
  const label = name === undefined ? null : <span className={styles.name}>{name}: </span>;
  if (typeof value !== "object" || value === null) {
    return <div className={styles.text}>{label}{JSON.stringify(value)}</div>;
  }
  const entries = Object.entries(value);
  const size = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) {
    return <div>{label}{Array.isArray(value) ? "[]" : "{}"}</div>;
  }
  return (
    <details className={styles.branch} open={open} onToggle={(toggled) => setOpen(toggled.currentTarget.open)}>
      <summary>{label}{size}</summary>
      {open && <div className={styles.children}>{entries.map(([key, each]) => <Node key={key} name={key} value={each} depth={depth + 1} />)}</div>}
    </details>
  );
}
