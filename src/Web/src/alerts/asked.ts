import { useCallback, useMemo } from "react";
import { useAddress } from "../shell/address";

/** What a list may be narrowed by; each value is a word of the API. */
export const narrowings = ["connector", "severity", "status", "investigation"] as const;
export type Narrowing = (typeof narrowings)[number];

export const decisions = ["shown", "excluded", "merged", "all"] as const;
export const sorts = { "-ingested": "Newest first", ingested: "Oldest first", "-modified": "Last changed first", modified: "Longest unchanged" } as const;

/** Which alerts are asked for: the address of the page is its only home, so that a view can be saved and sent. */
export interface Asked {
  readonly connector: string[];
  readonly severity: string[];
  readonly status: string[];
  readonly investigation: string[];
  readonly decision: (typeof decisions)[number];
  readonly sort: keyof typeof sorts;
  readonly q: string;
  readonly group: string;
  /** The moment of the past that is looked at; empty: now. */
  readonly asOf: string;
}

/** What is asked for unless the address says otherwise. */
const usual = { decision: "shown", sort: "-ingested" } as const;

/** Asks for the whole list again. */
export const nothingNarrowed: Partial<Asked> = { connector: [], severity: [], status: [], investigation: [], q: "", group: "" };

/** Whether less than the whole list is asked for. */
export const isNarrowed = (asked: Asked): boolean => narrowings.some((each) => asked[each].length > 0) || asked.q !== "" || asked.group !== "";

/** Reads and writes the address. */
export function useAsked(): [Asked, (change: Partial<Asked>) => void] {
  const { parameters, set } = useAddress();
  const asked = useMemo<Asked>(() => {
    const all = (name: Narrowing) => parameters.getAll(name).flatMap((value) => value.split(",")).filter(Boolean);
    const decision = parameters.get("decision") as Asked["decision"] | null;
    const sort = parameters.get("sort") as Asked["sort"] | null;
    return {
      connector: all("connector"),
      severity: all("severity"),
      status: all("status"),
      investigation: all("investigation"),
      decision: decision && decisions.includes(decision) ? decision : usual.decision,
      sort: sort && sort in sorts ? sort : usual.sort,
      q: parameters.get("q") ?? "",
      group: parameters.get("group") ?? "",
      asOf: parameters.get("asOf") ?? "",
    };
  }, [parameters]);
  const change = useCallback(({ decision, sort, ...others }: Partial<Asked>) => set({
    ...others,
    ...(decision && { decision: decision === usual.decision ? "" : decision }),
    ...(sort && { sort: sort === usual.sort ? "" : sort }),
  }), [set]);
  return [asked, change];
}

/** The parameters of the API. */
export const parametersOf = (asked: Asked) => ({
  ...(asked.connector[0] && { Connector: asked.connector[0] }),
  ...(asked.severity.length > 0 && { Severity: asked.severity }),
  ...(asked.status.length > 0 && { Status: asked.status }),
  ...(asked.investigation.length > 0 && { Investigation: asked.investigation }),
  Decision: asked.decision,
  // Words can only be searched in the present.
  ...(asked.q && !asked.asOf && { Q: asked.q }),
  ...(asked.asOf && { AsOf: asked.asOf }),
  ...(asked.group && { Group: asked.group }),
  Sort: asked.sort,
});
