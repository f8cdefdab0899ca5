import { Badge, Button, Dropdown, Field, makeStyles, mergeClasses, Option, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, idempotencyKey } from "../api/client";
import { LIVE, projections, useMay } from "../api/queries";
import { count, Words } from "../words/format";
import { Moment } from "../words/Moment";
import { Failure, Loading } from "../words/Notices";
import { Page, Section } from "../words/Page";
import { Scroll } from "../words/Scroll";
import { useStackedTable } from "../words/stacked";
import { Certificates } from "./Certificates";
import { RebuildCell } from "./RebuildCell";
import { isUnderWay, rebuilds } from "./rebuilds";

const shares = { "0.25": "gently, a quarter of the time", "0.5": "half of the time", "1": "at full speed, readers feel it" } as const;

/** Read models that are one fold with another: they are rebuilt together. */
const foldedWith: Readonly<Record<string, string>> = { connector_dashboard: "alert_list" };

const useStyles = makeStyles({
  table: { minWidth: "940px" },
  name: { width: "170px" },
  state: { width: "130px" },
  narrow: { width: "92px" },
  action: { width: "92px" },
  badge: { whiteSpace: "nowrap" },
  number: { fontVariantNumeric: "tabular-nums" },
  tools: { display: "flex", flexWrap: "wrap", gap: "8px", alignItems: "end" },
  last: { flexGrow: 1, minWidth: 0, padding: "4px 0" },
  fold: { color: tokens.colorNeutralForeground3, fontSize: tokens.fontSizeBase200 },
  note: { margin: 0, color: tokens.colorNeutralForeground3, maxWidth: "760px" },
});

/** How far each read model has come, and its rebuild beside the one that serves. */
export default function ProjectionsPage() {
  const styles = useStyles();
  const stacked = useStackedTable();
  const client = useQueryClient();
  const may = useMay();
  const list = useQuery(projections);
  const last = useQuery(rebuilds);
  const [share, setShare] = useState<keyof typeof shares>("0.5");
  const again = { onSettled: () => client.invalidateQueries({ queryKey: [LIVE] }) };
  const to = (name: string) => ({ params: { path: { name }, header: { "Idempotency-Key": idempotencyKey() } } });
  const begin = useMutation({
    ...again,
    mutationFn: (name: string) => answered(api.POST("/api/v1/projections/{name}/rebuild", { params: { ...to(name).params, query: { share } } })),
  });
  const cancel = useMutation({ ...again, mutationFn: (name: string) => answered(api.DELETE("/api/v1/projections/{name}/rebuild", to(name))) });
  const failed = begin.error ?? cancel.error;
  const running = last.data?.items.some(isUnderWay) ?? false;
  return (
    <Page
      title="Projections"
      actions={may.configure && (
        <div className={styles.tools}>
          <Field label="Work">
            <Dropdown value={shares[share]} selectedOptions={[share]} onOptionSelect={(_, data) => setShare(data.optionValue as keyof typeof shares)}>
              {Object.entries(shares).map(([value, text]) => <Option key={value} value={value}>{text}</Option>)}
            </Dropdown>
          </Field>
          <Button appearance="primary" disabled={begin.isPending || running} onClick={() => begin.mutate("all")}>Rebuild all</Button>
          {running && <Button onClick={() => cancel.mutate("all")} disabled={cancel.isPending}>Cancel all</Button>}
        </div>
      )}
    >
      <p className={styles.note}>A read model is a fold of the log. A rebuild folds it anew beside the one that serves, compares both, and switches in one step: nobody waits, and nothing is sent again.</p>
      {failed && <Failure error={failed} />}
      <Section title="Read models">
        {(list.error ?? last.error) && <Failure error={list.error ?? last.error} retry={() => void Promise.all([list.refetch(), last.refetch()])} />}
        {list.isPending && <Loading lines={8} />}
        {list.isSuccess && (
          <Scroll label="Read models">
            <Table className={mergeClasses(styles.table, stacked)} size="small" aria-label="Read models">
              <TableHeader>
                <TableRow>
                  <TableHeaderCell className={styles.name}>Read model</TableHeaderCell>
                  <TableHeaderCell className={styles.state}>State</TableHeaderCell>
                  <TableHeaderCell className={styles.narrow}>Position</TableHeaderCell>
                  <TableHeaderCell className={styles.narrow}>Lag</TableHeaderCell>
                  <TableHeaderCell className={styles.narrow}>Generation</TableHeaderCell>
                  <TableHeaderCell>Last rebuild</TableHeaderCell>
                  {may.configure && <TableHeaderCell className={styles.action}>Action</TableHeaderCell>}
                </TableRow>
              </TableHeader>
              <TableBody>
                {list.data.items.map((each) => {
                  const rebuild = last.data?.items.find((one) => one.name === (foldedWith[each.name] ?? each.name));
                  return (
                    <TableRow key={each.name}>
                      <TableCell><b>{Words(each.name)}</b></TableCell>
                      <TableCell data-name="State">
                        {each.lastError
                          ? <><Badge color="danger">Stopped</Badge> {each.lastError} <Moment at={each.lastErrorAt} relative /></>
                          : each.ownerAlive ? <Badge className={styles.badge} appearance="tint" color="success">{each.lag === 0 ? "Up to date" : "Catching up"}</Badge> : <Badge className={styles.badge} color="warning">Nobody folds it</Badge>}
                      </TableCell>
                      <TableCell data-name="Position" className={styles.number}>{count(each.position)}</TableCell>
                      <TableCell data-name="Lag" className={styles.number}>{count(each.lag)} events</TableCell>
                      <TableCell data-name="Generation" className={styles.number}>{each.generation}</TableCell>
                      <TableCell data-name="Last rebuild"><div className={styles.last}>{foldedWith[each.name] && <div className={styles.fold}>One fold with {Words(foldedWith[each.name] ?? "")}</div>}<RebuildCell of={rebuild} cancel={may.configure ? () => cancel.mutate(each.name) : undefined} /></div></TableCell>
                      {may.configure && (
                        <TableCell data-name="">
                          <Button size="small" aria-label={`Rebuild ${Words(each.name)}`} disabled={begin.isPending || (rebuild !== undefined && isUnderWay(rebuild))} onClick={() => begin.mutate(each.name)}>Rebuild</Button>
                        </TableCell>
                      )}
                    </TableRow>
                  );
                })}
              </TableBody>
            </Table>
          </Scroll>
        )}
      </Section>
      <Certificates />
    </Page>
  );
}
