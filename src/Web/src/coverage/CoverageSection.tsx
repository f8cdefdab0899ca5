import { Badge, makeStyles, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Refusal } from "../api/client";
import { coverage } from "../api/queries";
import { count } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure, Loading } from "../words/Notices";
import { Section } from "../words/Page";
import { Backfills } from "./Backfills";
import { CoverageStrip } from "./CoverageStrip";
import { Holes } from "./Holes";

const useStyles = makeStyles({
  list: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 460px), 1fr))", gap: "16px" },
  item: { minWidth: 0 },
  head: { display: "flex", flexWrap: "wrap", gap: "4px 10px", alignItems: "center", paddingBottom: "4px" },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  keys: { display: "flex", flexWrap: "wrap", gap: "4px 14px", color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  key: { display: "inline-flex", gap: "5px", alignItems: "center", "::before": { content: '""', width: "10px", height: "10px", borderRadius: "2px", backgroundColor: "currentColor" } },
  read: { "::before": { backgroundColor: tokens.colorPaletteBlueBackground2 } },
  settled: { "::before": { backgroundColor: tokens.colorPaletteGreenBackground3 } },
  pending: { "::before": { backgroundColor: tokens.colorPaletteMarigoldBackground2 } },
  gap: { "::before": { backgroundColor: tokens.colorPaletteRedBackground3 } },
});

/** What was read of each resource of a connector, its holes, and the past that was asked for. */
export function CoverageSection({ connector, title = "Coverage" }: { connector: string; title?: string }) {
  const styles = useStyles();
  const covered = useQuery({ ...coverage(connector), retry: false });
  const isNew = covered.error instanceof Refusal && covered.error.status === 404;
  const holes = covered.data?.items.reduce((sum, each) => sum + each.gaps.filter((gap) => !gap.acceptedBy).length, 0) ?? 0;
  return (
    <Section title={title} actions={covered.data && (holes > 0 ? <Badge color="danger">{count(holes)} open holes</Badge> : <Badge appearance="tint" color="success">No open hole</Badge>)}>
      {covered.isPending && <Loading lines={3} />}
      {isNew && <span>Nothing was read yet. The first poll reads the lookback of the settings; what it covered stands here.</span>}
      {covered.isError && !isNew && <Failure error={covered.error} retry={() => void covered.refetch()} />}
      {covered.data && (
        <div className={styles.keys} aria-hidden="true">
          <span className={`${styles.key} ${styles.read}`}>read once</span><span className={`${styles.key} ${styles.settled}`}>settled: asked again, nothing new</span>
          <span className={`${styles.key} ${styles.pending}`}>quiet until now</span><span className={`${styles.key} ${styles.gap}`}>hole</span>
        </div>
      )}
      {covered.data && <div className={styles.list}>
        {covered.data.items.map((each) => (
          <div key={each.resource} className={styles.item}>
            <div className={styles.head}>
              <b>{each.resource}</b>
              {each.lastCount && <span className={styles.quiet}>the source counted {count(each.lastCount.atSource)}, the ledger has {count(each.lastCount.inLedger)}, <Moment at={each.lastCount.at} relative /></span>}
            </div>
            <CoverageStrip of={each} />
            <Holes connector={connector} of={each} />
          </div>
        ))}
      </div>}
      {covered.data && <Backfills connector={connector} resources={covered.data.items.map((each) => each.resource)} />}
    </Section>
  );
}
