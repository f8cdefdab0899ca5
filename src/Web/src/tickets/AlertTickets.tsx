import { makeStyles, tokens } from "@fluentui/react-components";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Schemas } from "../api/client";
import { Failure } from "../words/Notices";
import { tickets } from "./queries";
import { TicketCard } from "./TicketCard";

const useStyles = makeStyles({
  list: { listStyleType: "none", margin: 0, padding: 0 },
  quiet: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200, overflowWrap: "anywhere" },
});

/** The incidents that follow this investigation, and each write-back with what it changed. */
export function AlertTickets({ id, of }: { id: string; of: readonly Schemas["TicketReference"][] }) {
  const styles = useStyles();
  const list = useInfiniteQuery(tickets({ alert: id }));
  const rows = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (of.length === 0 && rows.length === 0) {
    return null;
  }
  return (
    <div role="group" aria-label="Tickets">
      <b>Tickets</b>
      {of.filter((each) => !rows.some((row) => row.ticket.incident === each.incident && row.ticket.workspace === each.workspace)).map((each) => <div key={each.workspace + each.incident} className={styles.quiet}>Incident {each.incident} in {each.workspace}</div>)}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      <ul className={styles.list} aria-label="Write-backs of this alert">{rows.map((row) => <TicketCard key={row.intent} row={row} />)}</ul>
    </div>
  );
}
