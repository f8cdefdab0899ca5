import { makeStyles, tokens } from "@fluentui/react-components";
import { Fragment } from "react";
import { Link } from "react-router";
import type { Schemas } from "../api/client";
import { count } from "../words/format";

const useStyles = makeStyles({
  line: { display: "flex", flexWrap: "wrap", alignItems: "center", gap: "4px 10px" },
  term: { display: "flex", flexDirection: "column", color: "inherit", textDecorationLine: "none", "& b": { fontSize: tokens.fontSizeBase500, lineHeight: tokens.lineHeightBase500 }, "& span": { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 }, ":hover b": { textDecorationLine: "underline" } },
  sign: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase400 },
  broken: { color: tokens.colorStatusDangerForeground1 },
});

const terms = [
  { sign: null, key: "ingested", decision: "all" },
  { sign: "=", key: "shown", decision: "shown" },
  { sign: "+", key: "excluded", decision: "excluded" },
  { sign: "+", key: "merged", decision: "merged" },
] as const;

/** The conservation line: every alert is in exactly one state, and each number opens its list. */
export function Balance({ of, connector }: { of: Schemas["Conservation"]; connector?: string }) {
  const styles = useStyles();
  const narrowed = connector ? `&connector=${encodeURIComponent(connector)}` : "";
  return (
    <div className={styles.line} role="group" aria-label={`${of.ingested} ingested equals ${of.shown} shown plus ${of.excluded} excluded plus ${of.merged} merged`}>
      {terms.map(({ sign, key, decision }) => (
        <Fragment key={key}>
          {sign && <span className={styles.sign} aria-hidden="true">{sign}</span>}
          <Link className={styles.term} to={`/alerts?decision=${decision}${narrowed}`}><b>{count(of[key])}</b><span>{key}</span></Link>
        </Fragment>
      ))}
      {!of.holds && <strong className={styles.broken}>The numbers do not add up: run ledger verify.</strong>}
    </div>
  );
}
