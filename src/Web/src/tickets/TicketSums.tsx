import { makeStyles, tokens } from "@fluentui/react-components";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { count } from "../words/format";
import { Moment } from "../words/Moment";

const terms = [
  { key: "written", state: "written", text: "written" },
  { key: "alreadyInSync", state: "already-in-sync", text: "in sync already" },
  { key: "superseded", state: "superseded", text: "superseded" },
  { key: "failed", state: "failed", text: "failed" },
  { key: "waiting", state: "waiting", text: "waiting" },
] as const;

const useStyles = makeStyles({
  line: { display: "flex", flexWrap: "wrap", gap: "2px 8px", color: tokens.colorNeutralForeground2, fontVariantNumeric: "tabular-nums", "& b": { color: tokens.colorNeutralForeground1 } },
  term: { whiteSpace: "nowrap" },
  link: { color: "inherit", textDecorationLine: "none", ":hover": { textDecorationLine: "underline" } },
  person: { color: tokens.colorStatusDangerForeground1, fontWeight: tokens.fontWeightSemibold },
});

/** Every wish to write back ended in one outcome, or waits: the sum, each number a way to its list. */
export function TicketSums({ of }: { of: Schemas["TicketBalance"] }) {
  const styles = useStyles();
  const to = (state: string) => `/tickets?connector=${encodeURIComponent(of.connector)}&state=${state}`;
  return (
    <div className={styles.line}>
      <Link className={styles.link} to={to("all")}><b>{count(of.intents)}</b> write-backs</Link> =
      {terms.map((term, i) => (
        <span key={term.key} className={styles.term}>
          {i > 0 && "+ "}
          <Link className={styles.link} to={to(term.state)}><b>{count(of[term.key])}</b> {term.text}</Link>
        </span>
      ))}
      {(of.needsPerson ?? 0) > 0 && <Link className={styles.person} to={to("failed")}>{count(of.needsPerson ?? 0)} need a person</Link>}
      {of.waitingSince && <span>the oldest waits since <Moment at={of.waitingSince} relative /></span>}
    </div>
  );
}
