import { useCallback } from "react";
import { useAddress } from "../shell/address";
import { moment } from "../words/format";

/** The moment that the page shows: a position or a time from its address, or nothing, which is now. */
export function useAsOf(): [string, (asOf: string) => void] {
  const { parameters, set } = useAddress();
  return [parameters.get("asOf") ?? "", useCallback((asOf: string) => set({ asOf }), [set])];
}

/** A moment in words: "position 1,200" or a time in the reader's zone. */
export const momentName = (asOf: string): string => (/^\d+$/.test(asOf) ? `position ${Number(asOf).toLocaleString()}` : moment(asOf));

/** What a `datetime-local` field holds, in the reader's zone. */
export const localTime = (at: number): string => new Date(at - new Date(at).getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
