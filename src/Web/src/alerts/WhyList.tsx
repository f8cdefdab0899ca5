import { makeStyles, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { why } from "../api/queries";
import { count } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure, Loading } from "../words/Notices";
import { Told } from "../words/Told";

const useStyles = makeStyles({
  steps: { margin: 0, paddingLeft: "18px", display: "flex", flexDirection: "column", gap: "6px", "& li": { overflowWrap: "anywhere" } },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
});

/** The chain that put the alert where it is: windows, versions, decisions, rules, people. */
export function WhyList({ id }: { id: string }) {
  const styles = useStyles();
  const told = useQuery(why(id));
  if (told.isPending) {
    return <Loading lines={3} />;
  }
  if (told.isError) {
    return <Failure error={told.error} retry={() => void told.refetch()} />;
  }
  return (
    <>
      <b>{told.data.because}</b>
      <ol className={styles.steps}>
        {told.data.steps.map((step, i) => (
          <li key={`${step.position}-${i}`}><Told says={step.says} /> <span className={styles.quiet}>position {count(step.position ?? 0)}, <Moment at={step.at} /></span></li>
        ))}
      </ol>
    </>
  );
}
