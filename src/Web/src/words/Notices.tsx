import { Button, makeStyles, MessageBar, MessageBarActions, MessageBarBody, MessageBarTitle, Skeleton, SkeletonItem, Text, tokens } from "@fluentui/react-components";
import type { ReactNode } from "react";
import { Refusal } from "../api/client";

const useStyles = makeStyles({
  empty: { display: "flex", flexDirection: "column", alignItems: "flex-start", gap: "8px", padding: "20px", color: tokens.colorNeutralForeground2, border: `1px dashed ${tokens.colorNeutralStroke1}`, borderRadius: tokens.borderRadiusLarge, "& > span": { maxWidth: "640px" } },
  lines: { display: "flex", flexDirection: "column", gap: "12px", padding: "12px 0" },
  trace: { display: "block", color: tokens.colorNeutralForeground3, fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200, overflowWrap: "anywhere" },
  fields: { margin: "4px 0 0", paddingLeft: "18px" },
});

/** What went wrong, what to do, and the id that finds the request in the log. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const styles = useStyles();
  const refusal = error instanceof Refusal ? error : new Refusal(0, "Something went wrong on this page", error instanceof Error ? error.message : String(error));
  return (
    <MessageBar intent="error" layout="multiline" role="alert">
      <MessageBarBody>
        <MessageBarTitle>{refusal.title}</MessageBarTitle> {refusal.message}
        {refusal.errors.length > 0 && (
          <ul className={styles.fields}>
            {refusal.errors.map((each) => <li key={each.field + each.message}><code>{each.field}</code>: {each.message} {each.remedy}</li>)}
          </ul>
        )}
        {refusal.traceId && <span className={styles.trace}>Request {refusal.traceId}</span>}
      </MessageBarBody>
      {retry && <MessageBarActions><Button onClick={retry}>Try again</Button></MessageBarActions>}
    </MessageBar>
  );
}

/** Nothing here, and what to do next. */
export function Empty({ title, children, action }: { title: string; children?: ReactNode; action?: ReactNode }) {
  const styles = useStyles();
  return (
    <div className={styles.empty}>
      <Text as="h2" size={400} weight="semibold" style={{ margin: 0 }}>{title}</Text>
      {children && <Text>{children}</Text>}
      {action}
    </div>
  );
}

/** Lines that stand where content will, so that nothing moves when it comes. */
export function Loading({ lines = 6, label = "Loading" }: { lines?: number; label?: string }) {
  const styles = useStyles();
  return (
    <Skeleton aria-label={label} className={styles.lines}>
      {Array.from({ length: lines }, (_, line) => <SkeletonItem key={line} size={24} />)}
    </Skeleton>
  );
}
