/** The part of JSON Schema that settings documents use. */
export interface SettingSchema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly examples?: readonly string[];
  readonly properties?: Readonly<Record<string, SettingSchema>>;
  readonly required?: readonly string[];
  readonly items?: SettingSchema;
  readonly minItems?: number;
  readonly maxLength?: number;
  readonly writeOnly?: boolean;
  readonly readOnly?: boolean;
}

export type Settings = Record<string, unknown>;

/** The document that a form begins with: every default in place. */
export function initial(schema: SettingSchema): unknown {
  if (schema.const !== undefined) {
    return schema.const;
  }
  if (schema.default !== undefined) {
    return schema.default;
  }
  if (schema.type === "object") {
    return Object.fromEntries(
      Object.entries(schema.properties ?? {})
        .filter(([name, each]) => !each.readOnly && (each.type === "object" || each.const !== undefined || each.default !== undefined || (schema.required?.includes(name) ?? false)))
        .map(([name, each]) => [name, initial(each)]),
    );
  }
  if (schema.type === "array") {
    return schema.minItems && schema.items ? Array.from({ length: schema.minItems }, () => initial(schema.items ?? {})) : [];
  }
  return schema.type === "boolean" ? false : schema.type === "integer" || schema.type === "number" ? 0 : "";
}

/** What is sent: texts left empty are left out, unless the schema needs them. */
export function pruned(schema: SettingSchema, value: unknown): unknown {
  if (schema.type === "array" && Array.isArray(value)) {
    return value.map((each: unknown) => pruned(schema.items ?? {}, each)).filter((each) => each !== "");
  }
  if (schema.type !== "object" || typeof value !== "object" || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name, each]) => !(schema.properties?.[name]?.readOnly ?? false) && (each !== "" || (schema.required?.includes(name) ?? false)))
      .map(([name, each]) => [name, pruned(schema.properties?.[name] ?? {}, each)]),
  );
}

/** The sections of the form, in the order in which a person thinks; what a section does not name comes last. */
export const sections: readonly { readonly title: string; readonly fields: readonly string[] }[] = [
  { title: "Name", fields: ["id", "name", "enabled"] },
  { title: "Credentials", fields: ["cloud", "credentials"] },
  { title: "Workspaces", fields: ["workspaces"] },
  { title: "What to ingest", fields: ["ingest", "kqlQueries", "defenderEmailFetching", "emailThreatSubmissions", "mailboxPhishing", "powershell"] },
  { title: "Filters", fields: ["enabledSeverities", "enabledStatuses", "detectionSources", "excludedEmailCategories", "dlpEnforcementModes", "exclusions"] },
  { title: "Ticket sync", fields: ["ticketSync"] },
  { title: "Timing", fields: ["logIngestionDelay", "pollInterval", "pollLookback"] },
];

/** The sections that this kind has, with the rest as a last one. */
export function sectionsOf(schema: SettingSchema): { title: string; fields: string[] }[] {
  const names = Object.keys(schema.properties ?? {}).filter((name) => schema.properties?.[name]?.const === undefined);
  const named = new Set(sections.flatMap((section) => section.fields));
  return [...sections, { title: "More", fields: names.filter((name) => !named.has(name)) }]
    .map((section) => ({ title: section.title, fields: section.fields.filter((name) => names.includes(name)) }))
    .filter((section) => section.fields.length > 0);
}
