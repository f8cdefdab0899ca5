import createClient from "openapi-fetch";
import type { components, paths } from "../../obj/schema";
import { earlyAnswer } from "../early/answer";

/** What the API calls its shapes. */
export type Schemas = components["schemas"];

/** A refusal of the API (RFC 9457), or what the network said. */
export class Refusal extends Error {
  constructor(
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly type: string | null = null,
    readonly traceId: string | null = null,
    readonly errors: readonly FieldProblem[] = [],
  ) {
    super(detail);
    this.name = "Refusal";
  }
}

/** Whether a refusal may pass by itself: the network or the server failed, not the question. */
export const isPassing = (refusal: Refusal): boolean => refusal.status === 0 || refusal.status >= 500;

/** What is wrong with one field of a request: its path or name, and what to write instead. */
export interface FieldProblem {
  readonly field: string;
  readonly message: string;
  readonly remedy: string | null;
}

interface ProblemDetails {
  type?: string;
  title?: string;
  detail?: string;
  traceId?: string;
  errors?: unknown;
}

/** The typed client. The header marks the page's own requests, without which the host refuses a change by cookie. */
export const api = createClient<paths>({
  baseUrl: "/",
  credentials: "same-origin",
  cache: "no-store",
  headers: { "X-Ledger": "page" },
  fetch: async (request: Request) => {
    try {
      return (await earlyAnswer(request)) ?? (await fetch(request));
    } catch (cause) {
      if (cause instanceof DOMException && cause.name === "AbortError") {
        throw cause;
      }
      throw new Refusal(0, "The ledger does not answer", "Check that it runs and that this device is online; the page tries again by itself.");
    }
  },
});

let seen = 0;

/** The last position that an answer reflected. */
export const lastPosition = (): number => seen;

/** Gives the data of an answer, or throws its refusal. */
export async function answered<T>(call: Promise<{ data?: T; error?: unknown; response: Response }>): Promise<T> {
  const { data, error, response } = await call;
  seen = Math.max(seen, Number(response.headers.get("Ledger-Position") ?? 0));
  if (!response.ok) {
    throw refusal(response.status, error);
  }
  return data as T;
}

/** Reads a refusal from whatever a failed answer held. */
export function refusal(status: number, body: unknown): Refusal {
  const problem: ProblemDetails = typeof body === "object" && body !== null ? body : {};
  return new Refusal(
    status,
    problem.title ?? `The ledger answered ${status}`,
    problem.detail ?? problem.title ?? "No reason was given.",
    problem.type ?? null,
    problem.traceId ?? null,
    fields(problem.errors),
  );
}

function fields(errors: unknown): FieldProblem[] {
  return Array.isArray(errors)
    ? errors.map((each: { field?: string; message?: string; remedy?: string }) => ({
        field: each.field ?? "",
        message: each.message ?? "",
        remedy: each.remedy ?? null,
      }))
    : [];
}

/** A key that makes a repeated command do its work once. */
export const idempotencyKey = (): string => crypto.randomUUID();
