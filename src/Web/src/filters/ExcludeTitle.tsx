import {
  Button, Dialog, DialogActions, DialogBody, DialogContent, DialogSurface, DialogTitle, DialogTrigger, Dropdown, Field, Input, makeStyles, Option,
} from "@fluentui/react-components";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Refusal } from "../api/client";
import { connector as connectorQuery } from "../api/queries";
import { Failure } from "../words/Notices";
import { ApplyProgress } from "./ApplyProgress";
import { usePreview } from "./preview";
import { PreviewReport } from "./PreviewReport";
import { saveSettings, type TitleRule, withTitleRule } from "./save";

const matches = { exact: "is exactly", wildcard: "matches the pattern (* and ?)", expression: "matches the expression" } as const;

const useStyles = makeStyles({
  surface: { maxWidth: "760px" },
  content: { display: "flex", flexDirection: "column", gap: "12px" },
  row: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 200px), 1fr))", gap: "8px", alignItems: "start" },
});

/**
 * A rule that excludes alerts by their title: written, previewed over the whole history, applied. Where it is no longer offered, because it was
 * applied, it stays until it is closed.
 */
export function ExcludeTitle({ connector, title, label, offered = true }: { connector: string; title: string; label: string; offered?: boolean }) {
  const styles = useStyles();
  const [open, setOpen] = useState(false);
  return (offered || open) && (
    <Dialog open={open} onOpenChange={(_, data) => setOpen(data.open)}>
      <DialogTrigger disableButtonEnhancement><Button>{label}</Button></DialogTrigger>
      <DialogSurface className={styles.surface}>{open && <Rule connector={connector} title={title} onClose={() => setOpen(false)} />}</DialogSurface>
    </Dialog>
  );
}

function Rule({ connector, title, onClose }: { connector: string; title: string; onClose: () => void }) {
  const styles = useStyles();
  const [rule, setRule] = useState<TitleRule>({ pattern: title, match: "exact" });
  const known = useQuery({ ...connectorQuery(connector), refetchOnWindowFocus: false });
  const preview = usePreview(connector);
  const { clear } = preview;
  const change = (part: Partial<TitleRule>) => {
    setRule((before) => ({ ...before, ...part }));
    clear();
  };
  const settings = () => withTitleRule(known.data?.settings as Record<string, unknown>, rule);
  const apply = useMutation({
    mutationFn: () => saveSettings(connector, known.data?.revision ?? 0, settings(), preview.result?.position),
  });
  const wrong = apply.error instanceof Refusal ? apply.error : preview.error;
  return (
    <DialogBody>
      <DialogTitle>Exclude alerts by title</DialogTitle>
      <DialogContent className={styles.content}>
        <span>Excluded alerts stay recorded and can be shown again; the rule belongs to the settings of <b>{known.data?.name ?? connector}</b>.</span>
        {known.isError && <Failure error={known.error} retry={() => void known.refetch()} />}
        {apply.data ? <ApplyProgress connector={connector} revision={apply.data.revision} /> : (
          <>
            <div className={styles.row}>
              <Field label="The title">
                <Dropdown value={matches[rule.match]} selectedOptions={[rule.match]} onOptionSelect={(_, data) => change({ match: data.optionValue as TitleRule["match"] })}>
                  {Object.entries(matches).map(([value, text]) => <Option key={value} value={value}>{text}</Option>)}
                </Dropdown>
              </Field>
              <Field label="Rule name" hint="What people and events call it."><Input value={rule.name ?? ""} maxLength={50} onChange={(_, data) => change({ name: data.value })} /></Field>
            </div>
            <Field label="Title or pattern" required><Input value={rule.pattern} maxLength={1000} onChange={(_, data) => change({ pattern: data.value })} /></Field>
            <Field label="Reason" hint="Why these alerts need nobody's eyes."><Input value={rule.reason ?? ""} maxLength={1000} onChange={(_, data) => change({ reason: data.value })} /></Field>
            <div className={styles.row}>
              <Field label="Owner"><Input value={rule.owner ?? ""} onChange={(_, data) => change({ owner: data.value })} /></Field>
              <Field label="Look at it again by"><Input type="date" value={rule.reviewBy ?? ""} onChange={(_, data) => change({ reviewBy: data.value })} /></Field>
            </div>
            <PreviewReport of={preview} cancel={preview.cancel} />
            {apply.isError && wrong ? <Failure error={wrong} /> : null}
          </>
        )}
      </DialogContent>
      <DialogActions>
        {apply.data ? <Button appearance="primary" onClick={onClose}>Close</Button> : (
          <>
            <Button onClick={onClose}>Cancel</Button>
            {preview.result
              ? <Button appearance="primary" disabled={apply.isPending} onClick={() => apply.mutate()}>{apply.isPending ? "Applying …" : "Apply"}</Button>
              : <Button appearance="primary" disabled={!known.data || preview.running || rule.pattern.trim() === ""} onClick={() => preview.run(settings())}>{preview.running ? "Reading …" : "Preview"}</Button>}
          </>
        )}
      </DialogActions>
    </DialogBody>
  );
}
