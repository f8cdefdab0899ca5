import { makeStyles } from "@fluentui/react-components";
import { Section } from "../words/Page";

const useStyles = makeStyles({ steps: { margin: 0, paddingLeft: "18px", display: "flex", flexDirection: "column", gap: "8px" } });

const common = [
  "In the Microsoft Entra admin center open App registrations and register an application for the ledger: one directory, no redirect address.",
  "On its overview copy the application (client) id and the directory (tenant) id into this form.",
  "Under Certificates & secrets make a client secret and paste its value here at once, since it is shown only then. A certificate is better: it is never sent.",
];

const guides: Record<string, { title: string; steps: string[] }[]> = {
  sentinel: [
    { title: "The application", steps: common },
    {
      title: "What it may read",
      steps: [
        "Open the Log Analytics workspace, then Access control (IAM), and give the application the role Microsoft Sentinel Reader. It lets the ledger query the tables and list incidents.",
        "Copy the workspace's name, its workspace id, the subscription id and the resource group from its overview into this form; add more workspaces as needed.",
      ],
    },
    { title: "Only for ticket sync", steps: ["Give the application Microsoft Sentinel Responder in place of Reader: the ledger then writes investigation statuses back to incidents."] },
  ],
  microsoft365: [
    { title: "The application", steps: common },
    {
      title: "What it may read",
      steps: [
        "Under API permissions add, for Microsoft Graph and as application permissions, SecurityAlert.Read.All for alerts or SecurityIncident.Read.All for incidents.",
        "Press Grant admin consent. Until an administrator has consented, the test below says which permission is missing.",
        "SecurityEvents.Read.All, which older guides name, is not needed.",
      ],
    },
  ],
};

/** What to do at Microsoft before the test can pass, step by step. */
export function PermissionGuide({ kind }: { kind: string }) {
  const styles = useStyles();
  return (
    <Section title="At Microsoft, before you save">
      {guides[kind]?.map((part) => (
        <div key={part.title}>
          <b>{part.title}</b>
          <ol className={styles.steps}>{part.steps.map((step) => <li key={step}>{step}</li>)}</ol>
        </div>
      ))}
    </Section>
  );
}
