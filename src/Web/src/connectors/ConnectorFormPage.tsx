import { Button, makeStyles, MessageBar, MessageBarBody, tokens } from "@fluentui/react-components";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useNavigate, useParams } from "react-router";
import { answered, api, idempotencyKey, Refusal } from "../api/client";
import { connector, connectorKinds, LIVE } from "../api/queries";
import { usePreview } from "../filters/preview";
import { PreviewReport } from "../filters/PreviewReport";
import { saveSettings } from "../filters/save";
import { Failure, Loading } from "../words/Notices";
import { Page, Section } from "../words/Page";
import { PermissionGuide } from "./PermissionGuide";
import { Sample } from "./Sample";
import { initial, pruned, sectionsOf, type SettingSchema, type Settings } from "./schema";
import { SettingField } from "./SettingField";
import { TestRows } from "./TestRows";

const useStyles = makeStyles({
  columns: { display: "grid", gridTemplateColumns: "minmax(0, 5fr) minmax(0, 2fr)", gap: "16px", alignItems: "start", "@media (max-width: 1000px)": { gridTemplateColumns: "minmax(0, 1fr)" } },
  column: { display: "flex", flexDirection: "column", gap: "16px", minWidth: 0 },
  aside: { position: "sticky", top: "16px", "@media (max-width: 1000px)": { position: "static" } },
  actions: { display: "flex", flexWrap: "wrap", gap: "8px", position: "sticky", bottom: 0, zIndex: 1, padding: "10px 0", backgroundColor: tokens.colorNeutralBackground2 },
});

/** A connector's settings, new or known, drawn from the schema that the API serves. */
export default function ConnectorFormPage() {
  const { id, kind } = useParams();
  const kinds = useQuery(connectorKinds);
  const known = useQuery({ ...connector(id ?? ""), enabled: id !== undefined, refetchOnWindowFocus: false });
  const title = id ? `Settings of ${known.data?.name ?? id}` : "New connector";
  if (kinds.isPending || (id !== undefined && known.isPending)) {
    return <Page title={title}><Loading lines={12} /></Page>;
  }
  const error = kinds.error ?? known.error;
  if (error) {
    return <Page title={title}><Failure error={error} retry={() => void Promise.all([kinds.refetch(), ...(id === undefined ? [] : [known.refetch()])])} /></Page>;
  }
  const chosen = kinds.data?.items.find((each) => each.kind === (known.data?.kind ?? kind));
  if (!chosen) {
    return <Page title={title}><Failure error={new Refusal(404, "There is no such kind of connector", "Choose one on the page of the connectors.")} /></Page>;
  }
  return (
    <Page title={id ? title : `New ${chosen.title} connector`}>
      <Form
        key={`${id ?? "new"} ${chosen.kind}`}
        kind={chosen.kind}
        schema={chosen.schema as SettingSchema}
        clouds={chosen.clouds}
        {...(known.data && { known: { id: known.data.id, revision: known.data.revision, settings: known.data.settings as Settings } })}
      />
    </Page>
  );
}

function Form({ kind, schema, clouds, known }: {
  kind: string;
  schema: SettingSchema;
  clouds: readonly string[];
  known?: { id: string; revision: number; settings: Settings };
}) {
  const styles = useStyles();
  const navigate = useNavigate();
  const client = useQueryClient();
  const [base] = useState(known);
  const [settings, setSettings] = useState<Settings>(() => ({ ...(initial(schema) as Settings), ...base?.settings }));
  const preview = usePreview(base?.id ?? "");
  const { clear } = preview;
  const document = () => pruned(schema, settings) as never;
  const test = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/connectors/test", { body: document() })),
  });
  const sample = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/connectors/sample", { body: document() })),
  });
  const save = useMutation({
    mutationFn: () => base
      ? saveSettings(base.id, base.revision, document(), preview.result?.position)
      : answered(api.POST("/api/v1/connectors", { params: { header: { "Idempotency-Key": idempotencyKey() } }, body: document() })),
    onSuccess: async (change) => {
      await client.invalidateQueries({ queryKey: [LIVE] });
      void navigate(`/connectors/${change.id}`);
    },
  });
  const { reset: forgetSample } = sample;
  const testAndSave = () => test.mutate(undefined, { onSuccess: (result) => { if (result.passed) { save.mutate(); } } });
  const failed = save.error ?? test.error ?? sample.error;
  const problems = failed instanceof Refusal ? failed.errors : [];
  const busy = test.isPending || save.isPending;

  useEffect(() => {
    if (location.hash) {
      globalThis.document.getElementById(location.hash.slice(1))?.scrollIntoView();
    }
  }, []);
  useEffect(() => {
    if (problems.length > 0) {
      globalThis.document.querySelector("[aria-invalid=true]")?.scrollIntoView({ block: "center" });
    }
  }, [problems]);

  return (
    <div className={styles.columns}>
      <form className={styles.column} onSubmit={(submitted) => { submitted.preventDefault(); testAndSave(); }}>
        {sectionsOf(schema).map((section) => (
          <Section key={section.title} title={section.title} id={section.title === "Filters" ? "filters" : undefined}>
            {section.fields.map((name) => (
              <SettingField
                key={name}
                name={name}
                path={name}
                schema={schema.properties?.[name] ?? {}}
                value={settings[name]}
                required={schema.required?.includes(name) ?? false}
                problems={problems}
                locked={name === "id" && base !== undefined}
                plain={schema.properties?.[name]?.title === section.title}
                {...(name === "cloud" && { choices: clouds })}
                onChange={(value) => {
                  clear();
                  forgetSample();
                  setSettings((before) => ({ ...before, [name]: value }));
                }}
              />
            ))}
          </Section>
        ))}
        <Section title="What it would ingest now" actions={<Button disabled={sample.isPending} onClick={() => sample.mutate()}>{sample.isPending ? "Reading …" : "Show a sample"}</Button>}>
          {sample.isPending
            ? <Loading lines={4} label="Reading a sample" />
            : sample.data ? <Sample of={sample.data} /> : <span>A sample asks each source for one small page with these settings and says what they decide about each alert. It stores nothing.</span>}
        </Section>
        {base && (
          <Section title="What it would do to history" actions={<Button disabled={preview.running} onClick={() => preview.run(document())}>Preview</Button>}>
            {preview.running || preview.result || preview.error
              ? <PreviewReport of={preview} cancel={preview.cancel} />
              : <span>The preview reads the whole log and says which alerts would appear or vanish with these settings. It stores nothing.</span>}
          </Section>
        )}
        {failed && <Failure error={failed} />}
        {test.data && !test.data.passed && <MessageBar intent="warning"><MessageBarBody>Something is missing: the rows beside say what to grant. The connector can be saved anyway; what is missing will show in its health.</MessageBarBody></MessageBar>}
        <div className={styles.actions}>
          <Button type="submit" appearance="primary" disabled={busy}>{test.isPending ? "Testing …" : save.isPending ? "Saving …" : "Test and save"}</Button>
          <Button disabled={busy} onClick={() => test.mutate()}>Test only</Button>
          {test.data && !test.data.passed && <Button disabled={busy} onClick={() => save.mutate()}>Save anyway</Button>}
          <Button appearance="subtle" onClick={() => void navigate(base ? `/connectors/${base.id}` : "/connectors")}>Cancel</Button>
        </div>
      </form>
      <div className={`${styles.column} ${styles.aside}`}>
        {(test.data || test.isPending) && <Section title="Test"><TestRows result={test.data} /></Section>}
        <PermissionGuide kind={kind} settings={settings} />
      </div>
    </div>
  );
}
