import { Button, Field, Input, makeStyles, Subtitle1, Text, tokens } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answered, api } from "../api/client";
import { session } from "../api/queries";
import { Failure } from "../words/Notices";
import { linkCode } from "./linkCode";

const useStyles = makeStyles({
  page: { display: "flex", flexDirection: "column", gap: "16px", boxSizing: "border-box", width: "min(488px, calc(100vw - 24px))", margin: "0 auto", position: "relative", top: "8vh", padding: "24px", backgroundColor: tokens.colorNeutralBackground1, borderRadius: tokens.borderRadiusLarge, boxShadow: tokens.shadow8 },
  form: { display: "flex", flexDirection: "column", gap: "12px" },
});

let codeIsUnused = linkCode !== null;

/** Signs in by the link's code or by a pasted token. */
export default function SignIn({ reason }: { reason: unknown }) {
  const styles = useStyles();
  const client = useQueryClient();
  const [token, setToken] = useState("");
  const open = useMutation({
    mutationFn: (body: { code: string } | { token: string }) => answered(api.POST("/api/v1/session", { body: body as never })),
    onSuccess: (who) => client.setQueryData(session.queryKey, who),
  });
  const { mutate } = open;

  useEffect(() => {
    if (codeIsUnused && linkCode) {
      codeIsUnused = false;
      mutate({ code: linkCode });
    } else {
      document.getElementById("token")?.focus();
    }
  }, [mutate]);

  return (
    <>
      <header className="boot-bar"><span className="boot-mark" aria-hidden="true" /><span className="boot-name">Dropzone Ledger</span></header>
      <main className={styles.page}>
        <Subtitle1 as="h1" style={{ margin: 0 }}>Sign in</Subtitle1>
        <Text>Open the link that the ledger printed, or paste an access token. A link works once, within five minutes.</Text>
        {open.isError && <Failure error={open.error} />}
        {!open.isError && reason !== null && <Failure error={reason} />}
        <form
          className={styles.form}
          onSubmit={(submitted) => {
            submitted.preventDefault();
            const given = token.trim();
            setToken("");
            mutate({ token: given });
          }}
        >
          <Field label="Access token" required>
            <Input id="token" type="password" autoComplete="off" spellCheck={false} placeholder="dzl_…" value={token} onChange={(_, data) => setToken(data.value)} />
          </Field>
          <Button type="submit" appearance="primary" disabled={token.trim() === "" || open.isPending}>{open.isPending ? "Signing in …" : "Sign in"}</Button>
        </form>
      </main>
    </>
  );
}
