import { makeStyles, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { count, Words } from "../words/format";
import { Failure } from "../words/Notices";
import { entitiesOf, entityPath } from "./queries";

/** Counting ends there. */
const most = 1000;

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0, display: "flex", flexDirection: "column", gap: "4px" },
  item: { display: "grid", gridTemplateColumns: "110px minmax(0, 1fr) max-content", gap: "8px", overflowWrap: "anywhere" },
  quiet: { color: tokens.colorNeutralForeground3 },
});

/** From the alert to every other alert that speaks of the same user, device, address … */
export function SeenElsewhere({ id }: { id: string }) {
  const styles = useStyles();
  const list = useQuery(entitiesOf(id));
  if (list.isError) {
    return <Failure error={list.error} retry={() => void list.refetch()} />;
  }
  return (list.data?.items.length ?? 0) === 0 ? null : (
    <div>
      <b>Seen elsewhere</b>
      <ul className={styles.list} aria-label="Seen elsewhere">
      {list.data?.items.map((each) => (
        <li key={`${each.type} ${each.value}`} className={styles.item}>
          <span className={styles.quiet}>{Words(each.type)}</span>
          <Link to={entityPath(each.type, each.value)}>{each.value}</Link>
          <span className={styles.quiet}>{each.alerts <= 1 ? "only here" : `${count(each.alerts)}${each.alerts >= most ? "+" : ""} alerts`}</span>
        </li>
      ))}
      </ul>
    </div>
  );
}
