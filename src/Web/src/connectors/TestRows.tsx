import { Badge, makeStyles, tokens } from "@fluentui/react-components";
import type { Schemas } from "../api/client";
import { Moment } from "../words/Moment";
import { Loading } from "../words/Notices";

const tones = { pass: "success", fail: "danger", unknown: "warning" } as const;

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  row: { padding: "8px 0", borderBottom: `1px solid ${tokens.colorNeutralStroke3}`, overflowWrap: "anywhere", ":last-child": { borderBottomStyle: "none" } },
  name: { display: "flex", gap: "8px", alignItems: "center" },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** One row a permission: whether it is there, and the exact remedy when it is not. */
export function TestRows({ result }: { result: Schemas["TestView"] | undefined }) {
  const styles = useStyles();
  if (!result) {
    return <Loading lines={4} label="Testing" />;
  }
  return (
    <>
      <div role="status"><b>{result.passed ? "Everything that was asked for works." : "Something is missing."}</b></div>
      <ul className={styles.list}>
        {result.rows.map((row) => (
          <li key={row.permission} className={styles.row}>
            <span className={styles.name}><Badge color={tones[row.result as keyof typeof tones] ?? "subtle"}>{row.result}</Badge><b>{row.permission}</b></span>
            {row.message && <div>{row.message}</div>}
            {row.result !== "pass" && row.remedy && <div><b>What to do:</b> {row.remedy}</div>}
            {row.result !== "pass" && <div className={styles.quiet}>Grant: {row.grant}</div>}
          </li>
        ))}
      </ul>
      {result.grantedRoles.length > 0 && <div className={styles.quiet}>Granted to the application: {result.grantedRoles.join(", ")}</div>}
      {result.credentialEndsAt && <div className={styles.quiet}>The secret or certificate ends <Moment at={result.credentialEndsAt} /></div>}
    </>
  );
}
