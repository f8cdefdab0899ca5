import { makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { Words } from "../words/format";
import { Facts } from "../words/Facts";

const useStyles = makeStyles({
  list: { display: "flex", flexDirection: "column", gap: "4px" },
  entity: { "& > summary": { cursor: "pointer", overflowWrap: "anywhere" }, "& > dl": { padding: "6px 0 6px 18px" } },
  kind: { color: tokens.colorNeutralForeground3 },
});

/** Users, devices, addresses, files and mails that the alert speaks of. */
export function EntityList({ entities, erased }: { entities: readonly Schemas["AlertEntity"][]; erased: boolean }) {
  const styles = useStyles();
  if (entities.length === 0) {
    return <span>{erased ? "They were erased; the event that says so is in the timeline." : "The source named none."}</span>;
  }
  return (
    <div className={styles.list}>
      {entities.map((entity, i) => (
        <details key={`${entity.kind}-${entity.name}-${i}`} className={styles.entity}>
          <summary><span className={styles.kind}>{Words(entity.kind)}</span> <b>{entity.name ?? "(no name)"}</b></summary>
          <Facts of={Object.entries(entity.properties as Record<string, unknown>).map(([name, value]) => [name, typeof value === "string" ? value : JSON.stringify(value)])} />
        </details>
      ))}
    </div>
  );
}
