import { useCallback, useState } from "react";

/** A list that somebody named; the address of the page says all of it. */
export interface SavedView {
  readonly name: string;
  readonly search: string;
}

const stored = "ledger-views";

/** Views that every list can be asked for. */
export const givenViews: readonly SavedView[] = [
  { name: "New and severe", search: "?severity=High&investigation=Queued" },
  { name: "In progress", search: "?investigation=InProgress" },
  { name: "Awaiting review", search: "?investigation=AwaitingReview" },
  { name: "What rules excluded", search: "?decision=excluded" },
];

const read = (): SavedView[] => {
  try {
    const saved: unknown = JSON.parse(localStorage.getItem(stored) ?? "[]");
    return Array.isArray(saved) ? (saved as SavedView[]).filter((each) => typeof each.name === "string" && typeof each.search === "string") : [];
  } catch {
    // What somebody else wrote under this name is no list of views.
    return [];
  }
};

/** The reader's own views, kept by this browser. */
export function useViews(): { views: readonly SavedView[]; save: (view: SavedView) => void; remove: (name: string) => void } {
  const [views, setViews] = useState(read);
  const keep = useCallback((next: SavedView[]) => {
    localStorage.setItem(stored, JSON.stringify(next));
    setViews(next);
  }, []);
  return {
    views,
    save: (view) => keep([...views.filter((each) => each.name !== view.name), view]),
    remove: (name) => keep(views.filter((each) => each.name !== name)),
  };
}
