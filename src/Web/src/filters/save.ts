import { answered, api, idempotencyKey, type Schemas } from "../api/client";

/** Stores settings made from a revision; secrets that they leave out stay as they are. `previewedAt` is where a preview of them was made. */
export const saveSettings = (id: string, revision: number, settings: unknown, previewedAt?: number): Promise<Schemas["ConnectorChange"]> =>
  answered(api.PUT("/api/v1/connectors/{id}", {
    params: {
      path: { id },
      header: { "Idempotency-Key": idempotencyKey(), "If-Match": `"${revision}"` },
      ...(previewedAt !== undefined && { query: { previewedAt: String(previewedAt) } }),
    },
    body: settings as never,
  }));

/** A title rule as the settings hold it. */
export interface TitleRule {
  readonly pattern: string;
  readonly match: "exact" | "wildcard" | "expression";
  readonly name?: string;
  readonly reason?: string;
  readonly owner?: string;
  readonly reviewBy?: string;
}

/** The settings with one title rule more. */
export function withTitleRule(settings: Record<string, unknown>, rule: TitleRule): Record<string, unknown> {
  const exclusions = (settings["exclusions"] ?? {}) as { titles?: unknown[] };
  const told = Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined && value !== ""));
  return { ...settings, exclusions: { ...exclusions, titles: [...(exclusions.titles ?? []), told] } };
}
