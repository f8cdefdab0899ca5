import { Button, Dropdown, Field, Input, makeStyles, mergeClasses, MessageBar, MessageBarBody, MessageBarTitle, Option, Table, TableBody, TableCell, TableHeader, TableHeaderCell, TableRow } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api, idempotencyKey, type Schemas } from "../api/client";
import { tokens as tokenList } from "../api/queries";
import { Moment } from "../words/Moment";
import { Empty, Failure, Loading } from "../words/Notices";
import { Scroll } from "../words/Scroll";
import { Section } from "../words/Page";
import { useStackedTable } from "../words/stacked";
import { roles } from "./Roles";

const useStyles = makeStyles({
  form: { display: "flex", flexWrap: "wrap", alignItems: "start", gap: "8px", "& > button": { marginTop: "26px" } },
  table: { minWidth: "640px" },
  secret: { fontFamily: "monospace", overflowWrap: "anywhere", userSelect: "all" },
});

/** Access tokens of this tenant: made, shown once, revoked. */
export function TokenList() {
  const styles = useStyles();
  const stacked = useStackedTable();
  const client = useQueryClient();
  const list = useQuery(tokenList);
  const [name, setName] = useState("");
  const [role, setRole] = useState<Schemas["Role"]>("analyst");
  const again = () => client.invalidateQueries({ queryKey: tokenList.queryKey });
  const make = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/tokens", { params: { header: { "Idempotency-Key": idempotencyKey() } }, body: { name: name.trim(), role } })),
    onSuccess: () => {
      setName("");
      return again();
    },
  });
  const revoke = useMutation({ mutationFn: (id: string) => answered(api.DELETE("/api/v1/tokens/{id}", { params: { path: { id } } })), onSuccess: again });
  const failed = make.error ?? revoke.error;
  return (
    <Section title="Access tokens">
      {failed && <Failure error={failed} />}
      <form className={styles.form} onSubmit={(submitted) => { submitted.preventDefault(); make.mutate(); }}>
        <Field label="Name"><Input value={name} onChange={(_, data) => setName(data.value)} placeholder="who or what uses it" /></Field>
        <Field label="Role" hint={roles.find((each) => each.role === role)?.may ?? ""}>
          <Dropdown value={role} selectedOptions={[role]} onOptionSelect={(_, data) => setRole(data.optionValue as Schemas["Role"])}>
            {roles.map((each) => <Option key={each.role} value={each.role} text={each.role}>{`${each.role}: ${each.may}`}</Option>)}
          </Dropdown>
        </Field>
        <Button type="submit" appearance="primary" disabled={name.trim() === "" || make.isPending}>Make a token</Button>
      </form>
      {make.data && (
        <MessageBar intent="success" layout="multiline">
          <MessageBarBody><MessageBarTitle>Copy it now: it is shown this once</MessageBarTitle> <span className={styles.secret}>{make.data.token}</span></MessageBarBody>
        </MessageBar>
      )}
      {list.isError && <Failure error={list.error} retry={() => void list.refetch()} />}
      {list.isPending && <Loading lines={4} />}
      {list.data?.items.length === 0 && <Empty title="No access token yet">A token signs a person or a program in, with one role, until it ends or is revoked. It is shown once, when it is made.</Empty>}
      {(list.data?.items.length ?? 0) > 0 && (
        <Scroll label="Access tokens">
          <Table size="small" className={mergeClasses(styles.table, stacked)} aria-label="Access tokens">
            <TableHeader><TableRow>{["Name", "Role", "Made", "Ends", "Action"].map((title) => <TableHeaderCell key={title}>{title}</TableHeaderCell>)}</TableRow></TableHeader>
            <TableBody>
              {list.data?.items.map((each) => (
                <TableRow key={each.id}>
                  <TableCell><b>{each.name}</b></TableCell>
                  <TableCell data-name="Role">{each.role}</TableCell>
                  <TableCell data-name="Made"><Moment at={each.createdAt} /></TableCell>
                  <TableCell data-name="Ends">{each.revokedAt ? <span>revoked <Moment at={each.revokedAt} /></span> : <Moment at={each.expiresAt} />}</TableCell>
                  <TableCell data-name="">{!each.revokedAt && <Button size="small" aria-label={`Revoke ${each.name}`} onClick={() => revoke.mutate(each.id)} disabled={revoke.isPending}>Revoke</Button>}</TableCell>
                </TableRow>
              ))}
            </TableBody>
          </Table>
        </Scroll>
      )}
    </Section>
  );
}
