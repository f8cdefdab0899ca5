import { Dropdown, Field, makeStyles, mergeClasses, Option, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow, tokens } from "@fluentui/react-components";
import { useQuery } from "@tanstack/react-query";
import { useAddress } from "../shell/address";
import type { Schemas } from "../api/client";
import { revisions } from "../api/queries";
import { duration, moment, Words } from "../words/format";
import { Json } from "../words/Json";
import { Failure, Loading } from "../words/Notices";
import { Section } from "../words/Page";
import { Scroll } from "../words/Scroll";
import { useStackedTable } from "../words/stacked";
import { ApplyProgress } from "./ApplyProgress";
import { differences } from "./difference";

const useStyles = makeStyles({
  choose: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 260px), 1fr))", gap: "12px" },
  table: { minWidth: "560px", "& td": { verticalAlign: "top", overflowWrap: "anywhere", paddingTop: "6px", paddingBottom: "6px" } },
  out: { backgroundColor: tokens.colorStatusDangerBackground1 },
  in: { backgroundColor: tokens.colorStatusSuccessBackground1 },
  whole: { display: "grid", gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 320px), 1fr))", gap: "12px" },
});

const line = (of: Schemas["RevisionView"]): string => `Revision ${of.revision} by ${of.by}, ${moment(of.at)}`;

/** A value of a setting; a duration in words, nothing as a dash. */
const spelled = (value: string | null): string => (value === null ? "–" : /^PT?\d/.test(value) ? duration(value) : value);

/** Two revisions of a connector's settings side by side. */
export function Revisions({ connector }: { connector: string }) {
  const styles = useStyles();
  const stacked = useStackedTable();
  const { parameters, set } = useAddress();
  const list = useQuery(revisions(connector));
  if (list.isPending) {
    return <Section title="Revisions"><Loading lines={6} /></Section>;
  }
  if (list.isError) {
    return <Section title="Revisions"><Failure error={list.error} retry={() => void list.refetch()} /></Section>;
  }
  const all = [...list.data.items].sort((a, b) => b.revision - a.revision);
  const right = all.find((each) => each.revision === Number(parameters.get("to"))) ?? all[0];
  const left = all.find((each) => each.revision === Number(parameters.get("from"))) ?? all.find((each) => right && each.revision < right.revision) ?? right;
  if (!left || !right) {
    return <Section title="Revisions"><span>There is none yet: the first is made when the connector is saved.</span></Section>;
  }
  const changed = differences(left.settings, right.settings);
  return (
    <>
      <Section title="The newest settings"><ApplyProgress connector={connector} /></Section>
      <Section title="Revisions side by side">
        <div className={styles.choose}>
          {([["from", "Before", left], ["to", "After", right]] as const).map(([name, label, chosen]) => (
            <Field key={name} label={label}>
              <Dropdown value={line(chosen)} selectedOptions={[String(chosen.revision)]} onOptionSelect={(_, data) => set({ [name]: data.optionValue })}>
                {all.map((each) => <Option key={each.revision} value={String(each.revision)} text={line(each)}>{line(each)}</Option>)}
              </Dropdown>
            </Field>
          ))}
        </div>
        {changed.length === 0 ? <span>{left.revision === right.revision ? "There is one revision: a change of the settings makes the next." : "Both say the same; only a secret or a note may differ."}</span> : (
          <Scroll label="Differences">
            <Table size="small" className={mergeClasses(styles.table, stacked)} aria-label="Differences">
              <TableHeader><TableRow><TableHeaderCell style={{ width: "34%" }}>Setting</TableHeaderCell><TableHeaderCell>Revision {left.revision}</TableHeaderCell><TableHeaderCell>Revision {right.revision}</TableHeaderCell></TableRow></TableHeader>
              <TableBody>
                {changed.map((each) => (
                  <TableRow key={each.path}>
                    <TableCell><b>{Words(each.path)}</b></TableCell>
                    <TableCell data-name={`Revision ${left.revision}`} className={each.before === null ? undefined : styles.out}>{spelled(each.before)}</TableCell>
                    <TableCell data-name={`Revision ${right.revision}`} className={each.after === null ? undefined : styles.in}>{spelled(each.after)}</TableCell>
                  </TableRow>
                ))}
              </TableBody>
            </Table>
          </Scroll>
        )}
        <details>
          <summary>Both documents whole</summary>
          <div className={styles.whole}>{[left, right].map((each, i) => <Json key={i} value={each.settings} label={`Settings of revision ${each.revision}`} />)}</div>
        </details>
      </Section>
    </>
  );
}
