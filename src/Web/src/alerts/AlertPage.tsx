import { makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "react-router";
import { alert, history, useMay } from "../api/queries";
import { SeenElsewhere } from "../entities/SeenElsewhere";
import { ExcludeTitle } from "../filters/ExcludeTitle";
import { useAsOf } from "../past/asOf";
import { PastBanner } from "../past/PastBanner";
import { TimeSlider } from "../past/TimeSlider";
import { Investigation, Severity } from "../words/Badges";
import { count, Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure, Loading } from "../words/Notices";
import { Page, Section } from "../words/Page";
import { Facts } from "../words/Facts";
import { EntityList } from "./EntityList";
import { InvestigationPanel } from "./InvestigationPanel";
import { PayloadView } from "./PayloadView";
import { Timeline } from "./Timeline";
import { WhyList } from "./WhyList";

const useStyles = makeStyles({
  columns: { display: "grid", gridTemplateColumns: "minmax(0, 1.4fr) minmax(0, 1fr)", gap: "16px", alignItems: "start", "@media (max-width: 1000px)": { display: "flex", flexDirection: "column", alignItems: "stretch" } },
  column: { display: "flex", flexDirection: "column", gap: "16px", minWidth: 0, "@media (max-width: 1000px)": { display: "contents" } },
  // One below the other, the work comes before the long record.
  late: { minWidth: 0, "@media (max-width: 1000px)": { order: 1 } },
  badges: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "center" },
  description: { margin: 0, whiteSpace: "pre-wrap", overflowWrap: "anywhere" },
  members: { margin: 0, paddingLeft: "18px", "& li": { overflowWrap: "anywhere" } },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** One alert. */
export default function AlertPage() {
  const styles = useStyles();
  const { id = "" } = useParams();
  const may = useMay();
  const told = useQuery(history(id));
  const [asOf] = useAsOf();
  const shown = useQuery(alert(id, asOf));
  const events = told.data?.items ?? [];

  if (shown.isPending) {
    return <Page title="Alert"><Loading lines={14} /></Page>;
  }
  if (shown.isError) {
    return (
      <Page title="Alert">
        <PastBanner />
        <Failure error={shown.error} retry={() => void shown.refetch()} />
        {asOf && events.length > 0 && <Section title="Timeline"><TimeSlider entries={events} /></Section>}
      </Page>
    );
  }

  const { alert: item, facts, entities, group, tickets, notes, warnings, payload } = shown.data;
  return (
    <Page title={item.title} actions={may.configure && !asOf && <ExcludeTitle connector={item.connector} title={item.title} label="Exclude alerts like this" offered={!item.excluded} />}>
      <PastBanner citation={shown.data.citation} />
      <div className={styles.badges}>
        <Severity value={item.severity} />
        <Investigation value={item.investigation} />
        <span>{Words(item.status)} at the source</span>
        {item.erased && <strong>Payload and entities were erased</strong>}
        {item.link && <a href={item.link} target="_blank" rel="noreferrer noopener">Open at Microsoft</a>}
        {item.linkText && <code>{item.linkText}</code>}
      </div>
      {item.excluded && <MessageBar intent="info"><MessageBarBody>Excluded by <b>{item.excluded.rule}</b>. {item.excluded.reason}</MessageBarBody></MessageBar>}
      {item.merged && (
        <MessageBar intent="info">
          <MessageBarBody>
            Merged into <Link to={`/alerts/${item.merged.into}`}>another alert</Link>{item.merged.by && <> by <b>{item.merged.by}</b></>}{item.merged.revision !== null && item.merged.revision !== undefined && <> (rules, revision {item.merged.revision})</>}.
          </MessageBarBody>
        </MessageBar>
      )}
      <div className={styles.columns}>
        <div className={styles.column}>
          <Section title="Facts">
            {facts.description && <p className={styles.description}>{facts.description}</p>}
            <Facts of={[
              ["Connector", <Link key="c" to={`/connectors/${item.connector}`}>{item.connector}</Link>],
              ["Kind", Words(item.kind)],
              ["Source id", item.sourceId],
              ["Incident number", facts.incidentNumber],
              ["Workspace", facts.workspace],
              ["Products", facts.products],
              ["Detection source", facts.detectionSource && Words(facts.detectionSource)],
              ["Classification", facts.classification && Words(facts.classification)],
              ["Determination", facts.determination && Words(facts.determination)],
              ["Categories", facts.categories],
              ["Techniques", facts.techniques],
              ["Tags", facts.tags],
              ["Assigned at the source", facts.assignedTo],
              ["Created", facts.createdAt && <Moment key="1" at={facts.createdAt} />],
              ["Changed", facts.modifiedAt && <Moment key="2" at={facts.modifiedAt} />],
              ["First activity", facts.firstActivityAt && <Moment key="3" at={facts.firstActivityAt} />],
              ["Last activity", facts.lastActivityAt && <Moment key="4" at={facts.lastActivityAt} />],
              ["Resolved", facts.resolvedAt && <Moment key="5" at={facts.resolvedAt} />],
              ["Ingested", <span key="6"><Moment at={item.ingestedAt} /> at position {count(item.ingestedPosition)}</span>],
              ["Version", <code key="7">{item.version}</code>],
              ["Warnings", warnings],
            ]} />
          </Section>
          <Section title={`Entities (${count(entities?.length ?? 0)})`}><EntityList entities={entities ?? []} erased={item.erased ?? false} />{!item.erased && !asOf && <SeenElsewhere id={id} />}</Section>
          {(facts.alerts?.length ?? 0) > 0 && (
            <Section title={`Alerts of this incident (${count(facts.alerts?.length ?? 0)})`}>
              <ul className={styles.members}>
                {facts.alerts?.map((each) => <li key={each.systemAlertId}>{each.found ? <>{each.title} <span className={styles.quiet}>{[each.severity, each.product].filter(Boolean).join(" · ")}</span></> : <>{each.systemAlertId} <span className={styles.quiet}>not found in the table yet</span></>}</li>)}
              </ul>
            </Section>
          )}
          {group.length > 1 && (
            <Section title={`Group (${count(group.length)})`} actions={<Link to={`/alerts?decision=all&group=${item.group}`}>Open as a list</Link>}>
              <ul className={styles.members}>
                {group.map((member) => (
                  <li key={member.id}>
                    {member.id === item.id ? <b>{member.title}</b> : <Link to={`/alerts/${member.id}`}>{member.title}</Link>}{" "}
                    <span className={styles.quiet}>{member.connector} · {member.merged ? `merged by ${member.merged.by ?? "its group"}` : "leads"}</span>
                  </li>
                ))}
              </ul>
            </Section>
          )}
          <div className={styles.late}>
            <Section title={`Timeline (${count(events.length)})`}>
              {told.isError ? <Failure error={told.error} retry={() => void told.refetch()} /> : <><TimeSlider entries={events} /><Timeline entries={events} /></>}
            </Section>
          </div>
          <div className={styles.late}><Section title="Payload"><PayloadView id={id} payload={payload} past={asOf !== ""} erased={item.erased ?? false} /></Section></div>
        </div>
        <div className={styles.column}>
          <InvestigationPanel id={id} past={asOf !== ""} investigation={item.investigation} notes={notes} tickets={tickets} />
          {!asOf && <Section title="Why is it here"><WhyList id={id} /></Section>}
        </div>
      </div>
    </Page>
  );
}
