import { Badge, makeStyles, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { projections } from "../api/queries";
import { count, Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure, Loading } from "../words/Notices";
import { Scroll } from "../words/Scroll";
import { Page, Section } from "../words/Page";

const useStyles = makeStyles({ table: { minWidth: "640px" } });

/** How far each read model has come, and whether somebody folds it. */
export default function ProjectionsPage() {
  const styles = useStyles();
  const list = useQuery(projections);
  return (
    <Page title="Projections">
      <Section title="Read models">
        {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
        {list.isPending && <Loading lines={5} />}
        {list.isSuccess && (
          <Scroll label="Read models">
            <Table className={styles.table} aria-label="Read models">
              <TableHeader><TableRow>{["Read model", "State", "Position", "Lag", "Generation"].map((name) => <TableHeaderCell key={name}>{name}</TableHeaderCell>)}</TableRow></TableHeader>
              <TableBody>
                {list.data.items.map((each) => (
                  <TableRow key={each.name}>
                    <TableCell>{Words(each.name)}</TableCell>
                    <TableCell>
                      {each.lastError
                        ? <><Badge color="danger">Stopped</Badge> {each.lastError} <Moment at={each.lastErrorAt} relative /></>
                        : each.ownerAlive ? <Badge color="success">{each.lag === 0 ? "Up to date" : "Catching up"}</Badge> : <Badge color="warning">Nobody folds it</Badge>}
                    </TableCell>
                    <TableCell>{count(each.position)}</TableCell>
                    <TableCell>{count(each.lag)} events</TableCell>
                    <TableCell>{each.generation}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Scroll>
        )}
      </Section>
    </Page>
  );
}
