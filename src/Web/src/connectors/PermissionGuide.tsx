import { makeStyles, tokens } from "@fluentui/react-components";
import { Section } from "../words/Page";
import type { Settings } from "./schema";

const useStyles = makeStyles({
  steps: { margin: "4px 0 0", paddingLeft: "18px", display: "flex", flexDirection: "column", gap: "6px" },
  quiet: { color: tokens.colorNeutralForeground3 },
});

interface Part {
  readonly title: string;
  readonly steps: readonly string[];
  /** Whether these settings need it; a part without is always needed. */
  readonly when?: (settings: Settings) => boolean;
}

const application: Part = {
  title: "The application",
  steps: [
    "In the Microsoft Entra admin center open App registrations and register an application for the ledger: one directory, no redirect address.",
    "On its overview copy the application (client) id and the directory (tenant) id into this form.",
    "Under Certificates & secrets make a client secret and paste its value here at once, since it is shown only then. A certificate is better: it is never sent.",
  ],
};
const consent = "Press Grant admin consent. Until an administrator has consented, the test says which permission is missing.";
const graph = (permission: string): string => `Under API permissions add ${permission} for Microsoft Graph, as an application permission.`;
const isOn = (settings: Settings, name: string): boolean => (settings[name] as { enabled?: unknown } | undefined)?.enabled === true;

const guides: Record<string, readonly Part[]> = {
  sentinel: [
    application,
    {
      title: "What it may read",
      steps: [
        "Open the Log Analytics workspace, then Access control (IAM), and give the application the role Microsoft Sentinel Reader. It lets the ledger query the tables and list incidents.",
        "Copy the workspace's name, its workspace id, the subscription id and the resource group from its overview into this form; add more workspaces as needed.",
      ],
    },
    {
      title: "Ticket sync",
      steps: ["Give the application Microsoft Sentinel Responder in place of Reader: the ledger then writes investigation statuses back to incidents."],
      when: (settings) => (settings["ticketSync"] as { updateStatusOnInvestigationChange?: unknown } | undefined)?.updateStatusOnInvestigationChange === true,
    },
    { title: "Mails behind email alerts", steps: [graph("Mail.Read"), "It can read every mailbox: narrow it with an application access policy of Exchange to the mailboxes concerned.", consent], when: (settings) => settings["defenderEmailFetching"] === true },
  ],
  microsoft365: [
    application,
    { title: "Alerts", steps: [graph("SecurityAlert.Read.All"), consent, "SecurityEvents.Read.All, which older guides name, is not needed."], when: (settings) => settings["ingest"] !== "incidents" },
    { title: "Incidents", steps: [graph("SecurityIncident.Read.All"), consent], when: (settings) => settings["ingest"] === "incidents" },
    { title: "Email threat submissions", steps: [graph("ThreatSubmission.Read.All"), consent], when: (settings) => settings["emailThreatSubmissions"] === true },
    { title: "The reporting mailbox", steps: [graph("Mail.Read"), "Narrow it with an application access policy of Exchange to the reporting mailbox alone.", consent], when: (settings) => isOn(settings, "mailboxPhishing") },
    {
      title: "Quarantined mails",
      steps: [
        "Under API permissions add Exchange.ManageAsApp for Office 365 Exchange Online, as an application permission.",
        "Under Roles and administrators give the application the directory role Security Reader: the permission alone opens no door.",
        "Put the organization's domain that ends in .onmicrosoft.com into this form.",
        consent,
      ],
      when: (settings) => isOn(settings, "powershell"),
    },
    { title: "DLP enforcement modes", steps: [graph("ThreatHunting.Read.All"), consent], when: (settings) => Array.isArray(settings["dlpEnforcementModes"]) && settings["dlpEnforcementModes"].length > 0 },
  ],
};

/** What to do at Microsoft before the test can pass, step by step: what these settings need, and no more. */
export function PermissionGuide({ kind, settings }: { kind: string; settings: Settings }) {
  const styles = useStyles();
  const needed = (guides[kind] ?? []).filter((part) => part.when?.(settings) ?? true);
  return (
    <Section title="At Microsoft, before you save">
      <span className={styles.quiet}>What the settings on this page need; it follows what you switch on.</span>
      {needed.map((part) => (
        <div key={part.title}>
          <b>{part.title}</b>
          <ol className={styles.steps}>{part.steps.map((step) => <li key={step}>{step}</li>)}</ol>
        </div>
      ))}
    </Section>
  );
}
