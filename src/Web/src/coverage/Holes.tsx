import { Button, Input, makeStyles, tokens } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, idempotencyKey, type Schemas } from "../api/client";
import { LIVE, useMay } from "../api/queries";
import { Words, words } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure } from "../words/Notices";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: "6px 0 0", padding: 0, display: "flex", flexDirection: "column", gap: "6px" },
  hole: { display: "flex", flexWrap: "wrap", gap: "6px 10px", alignItems: "center", padding: "6px 10px", borderLeft: `3px solid ${tokens.colorPaletteRedBorder2}`, backgroundColor: tokens.colorNeutralBackground3 },
  accepted: { borderLeftColor: tokens.colorNeutralStroke1 },
  says: { flexGrow: 1, minWidth: "200px", overflowWrap: "anywhere" },
});

/** The holes of one resource: each can be filled, or accepted with a reason. */
export function Holes({ connector, of }: { connector: string; of: Schemas["CoverageView"] }) {
  const styles = useStyles();
  return of.gaps.length === 0 ? null : (
    <ul className={styles.list} aria-label={`Holes of ${of.resource}`}>
      {of.gaps.map((gap) => <Hole key={`${gap.window.from} ${gap.kind}`} connector={connector} resource={of.resource} gap={gap} />)}
    </ul>
  );
}

function Hole({ connector, resource, gap }: { connector: string; resource: string; gap: Schemas["CoverageHole"] }) {
  const styles = useStyles();
  const client = useQueryClient();
  const may = useMay();
  const [reason, setReason] = useState<string | null>(null);
  const done = { onSuccess: () => client.invalidateQueries({ queryKey: [LIVE] }) };
  const to = () => ({ params: { path: { id: connector }, header: { "Idempotency-Key": idempotencyKey() } } });
  const fill = useMutation({ ...done, mutationFn: () => answered(api.POST("/api/v1/connectors/{id}/backfill", { ...to(), body: { from: gap.window.from, to: gap.window.to, resource, reason: "A hole of the coverage" } })) });
  const accept = useMutation({ ...done, mutationFn: () => answered(api.POST("/api/v1/connectors/{id}/coverage/accept", { ...to(), body: { resource, from: gap.window.from, to: gap.window.to, reason: reason ?? "" } })) });
  const failed = fill.error ?? accept.error;
  return (
    <li className={`${styles.hole} ${gap.acceptedBy ? styles.accepted : ""}`}>
      <span className={styles.says}>
        <Moment at={gap.window.from} /> to <Moment at={gap.window.to} />: {Words(gap.kind)}{gap.errorCode && ` (${words(gap.errorCode)})`}{(gap.attempts ?? 0) > 0 && `, tried ${gap.attempts} times`}.
        {gap.acceptedBy && <> Accepted by {gap.acceptedBy}: {gap.reason}</>}
        {fill.isSuccess && " It is asked for again."}
      </span>
      {may.configure && reason === null && (
        <>
          <Button size="small" appearance="primary" disabled={fill.isPending || fill.isSuccess} onClick={() => fill.mutate()}>Fill it</Button>
          {!gap.acceptedBy && <Button size="small" onClick={() => setReason("")}>Accept it …</Button>}
        </>
      )}
      {reason !== null && !accept.isSuccess && (
        <>
          <Input size="small" aria-label="Why it is accepted" placeholder="Why it is accepted" value={reason} onChange={(_, data) => setReason(data.value)} />
          <Button size="small" appearance="primary" disabled={reason.trim() === "" || accept.isPending} onClick={() => accept.mutate()}>Accept</Button>
          <Button size="small" appearance="subtle" onClick={() => setReason(null)}>Leave it</Button>
        </>
      )}
      {failed && <Failure error={failed} />}
    </li>
  );
}
