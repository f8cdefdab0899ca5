import { Badge, makeStyles, mergeClasses, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { count, duration, Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Empty, Failure, Loading } from "../words/Notices";
import { Section } from "../words/Page";
import { Scroll } from "../words/Scroll";
import { useStackedTable } from "../words/stacked";
import { certificates } from "./rebuilds";

const useStyles = makeStyles({
  table: {
    minWidth: "940px", "& th:nth-child(2)": { width: "124px" }, "& th:nth-child(3)": { width: "168px" }, "& th:nth-child(4)": { width: "92px" },
    "& th:nth-child(5), & th:nth-child(6)": { width: "64px" }, "& th:nth-child(7)": { width: "72px" }, "& th:nth-child(8)": { width: "178px" },
  },
  hash: { fontFamily: tokens.fontFamilyMonospace, fontSize: tokens.fontSizeBase200 },
});

const columns = ["Read model", "Result", "Hash", "Events read", "Rows", "Took", "By", "When"];

/** What each rebuild proved: equal hashes say that the record gives the same read model again. */
export function Certificates() {
  const styles = useStyles();
  const stacked = useStackedTable();
  const list = useQuery(certificates);
  return (
    <Section title="Certificates">
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading lines={3} />}
      {list.data?.length === 0 && <Empty title="No certificate yet">A rebuild folds a read model anew from the log while the present one serves, and records the hash of both. Equal hashes prove that the read model is nothing but the record.</Empty>}
      {(list.data?.length ?? 0) > 0 && (
        <Scroll label="Certificates">
          <Table size="small" className={mergeClasses(styles.table, stacked)} aria-label="Certificates">
            <TableHeader><TableRow>{columns.map((name) => <TableHeaderCell key={name}>{name}</TableHeaderCell>)}</TableRow></TableHeader>
            <TableBody>
              {list.data?.map(({ position, at, data }) => (
                <TableRow key={position}>
                  <TableCell><b>{Words(data.projection)}</b>{" "}<span className={styles.hash}>{data.generation}</span></TableCell>
                  <TableCell data-name="Result">{!data.hashBefore ? <Badge color="informative">First</Badge> : data.hashBefore === data.hashAfter ? <Badge color="success">Same content</Badge> : <Badge color="warning">Other content</Badge>}</TableCell>
                  <TableCell data-name="Hash"><span className={styles.hash} title={`Before ${data.hashBefore ?? "none"}, after ${data.hashAfter}`}>{data.hashAfter.slice(0, 12)}</span>{data.position && <>{" "}at {count(data.position)}</>}</TableCell>
                  <TableCell data-name="Events read">{count(data.events)}</TableCell>
                  <TableCell data-name="Rows">{count(data.rows)}</TableCell>
                  <TableCell data-name="Took">{duration(data.took)}</TableCell>
                  <TableCell data-name="By">{data.by.name}</TableCell>
                  <TableCell data-name="When"><Link to={`/ledger?from=${position}`}><Moment at={at} /></Link></TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Scroll>
      )}
    </Section>
  );
}
