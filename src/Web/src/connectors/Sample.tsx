import { Badge, makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { Severity } from "../words/Badges";
import { Words } from "../words/format";
import { Moment } from "../words/Moment";

const useStyles = makeStyles({
  resource: { display: "flex", flexDirection: "column", gap: "4px", minWidth: 0, padding: "4px 0 8px" },
  name: { margin: 0, fontSize: tokens.fontSizeBase300, fontWeight: tokens.fontWeightSemibold, overflowWrap: "anywhere" },
  list: { listStyleType: "none", margin: 0, padding: 0 },
  row: { display: "grid", gridTemplateColumns: "100px 92px minmax(0, 1fr) max-content", gap: "2px 10px", alignItems: "center", padding: "6px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: "anywhere", "@media (max-width: 640px)": { gridTemplateColumns: "max-content minmax(0, 1fr)" } },
  badge: { justifySelf: "start" },
  what: { minWidth: 0, "@media (max-width: 640px)": { gridColumn: "1 / -1" } },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  problem: { padding: "8px 12px", borderRadius: tokens.borderRadiusMedium, backgroundColor: tokens.colorStatusDangerBackground1, color: tokens.colorStatusDangerForeground1, overflowWrap: "anywhere" },
});

/** What the settings of the form would ingest now, resource by resource, and what they decide about each alert. */
export function Sample({ of }: { of: Schemas["SampleView"] }) {
  const alerts = of.resources.flatMap((each) => each.alerts);
  const excluded = alerts.filter((each) => each.excluded).length;
  return (
    <>
      <div role="status">
        {alerts.length === 0
          ? <b>No alert was read.</b>
          : <><b>{alerts.length === 1 ? "One alert" : `${alerts.length} alerts`}</b>: {alerts.length - excluded} would be shown, {excluded} recorded but excluded. Nothing was recorded now.</>}
      </div>
      {of.resources.map((each) => <Resource key={each.resource} of={each} />)}
    </>
  );
}

function Resource({ of: resource }: { of: Schemas["SampledResourceView"] }) {
  const styles = useStyles();
  return (
    <div className={styles.resource} role="group" aria-label={resource.resource}>
      <h3 className={styles.name}>{resource.resource}</h3>
      {resource.problem && (
        <div className={styles.problem}>
          <b>{Words(resource.problem.code)}.</b> {resource.problem.message} {resource.problem.remedy ?? "It may pass by itself: try again in a minute."}
          {resource.problem.requestId && <span className={styles.quiet}> Request {resource.problem.requestId}</span>}
        </div>
      )}
      {!resource.problem && resource.alerts.length === 0 && <span className={styles.quiet}>Nothing since <Moment at={resource.from} />: the first poll would find nothing either.</span>}
      {resource.alerts.length > 0 && <span className={styles.quiet}>Since <Moment at={resource.from} />{resource.more && "; there is more"}{resource.notAskedFor && `. Never asked for: ${resource.notAskedFor}`}</span>}
      <ul className={styles.list} aria-label={`Sample of ${resource.resource}`}>
        {resource.alerts.map((alert) => (
          <li key={`${alert.kind} ${alert.sourceId}`} className={styles.row}>
            <Badge className={styles.badge} appearance="tint" color={alert.excluded ? "danger" : alert.redirectedTo ? "informative" : "success"}>{alert.excluded ? "Excluded" : alert.redirectedTo ? "Merged" : "Shown"}</Badge>
            <Severity value={alert.severity} />
            <span className={styles.what}>
              {alert.title}
              <br />
              <span className={styles.quiet}>{[Words(alert.kind), Words(alert.status), alert.excluded && `${alert.excluded.rule}: ${alert.excluded.reason}`].filter(Boolean).join(" · ")}</span>
            </span>
            <span className={styles.quiet}><Moment at={alert.modifiedAt} relative /></span>
          </li>
        ))}
      </ul>
    </div>
  );
}
