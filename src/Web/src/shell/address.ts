import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** What parameters become: a text, several, or nothing, which takes them out. */
export type Parameters = Readonly<Record<string, string | readonly string[] | undefined>>;

/** What a page shows stands in its address, so that it can be kept and sent. No change of it is a step of the browser's history. */
export interface Address {
  readonly parameters: URLSearchParams;
  /** Changes the named ones and leaves the others as they are. */
  readonly set: (parameters: Parameters) => void;
  /** Takes all out. */
  readonly clear: () => void;
}

/** Reads and writes the parameters of the page's address. */
export function useAddress(): Address {
  const [parameters, setParameters] = useSearchParams();
  const set = useCallback((wanted: Parameters) => setParameters((before) => {
    const next = new URLSearchParams(before);
    for (const [name, value] of Object.entries(wanted)) {
      next.delete(name);
      for (const each of [value ?? []].flat().filter(Boolean)) {
        next.append(name, each);
      }
    }
    return next;
  }, { replace: true }), [setParameters]);
  const clear = useCallback(() => setParameters({}, { replace: true }), [setParameters]);
  return { parameters, set, clear };
}
