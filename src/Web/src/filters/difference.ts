/** One setting in which two revisions differ. */
export interface SettingDifference {
  readonly path: string;
  readonly before: string | null;
  readonly after: string | null;
}

const names = ["name", "slug", "pattern", "workspaceId", "id"];

/** Every setting by its path; items of lists by their own name where they have one, so that taking one out moves no other. */
function flat(value: unknown, path: string, into: Map<string, string>): void {
  if (Array.isArray(value) && value.every((each) => typeof each !== "object" || each === null)) {
    into.set(path, value.length === 0 ? "none" : value.map(String).join(", "));
  } else if (typeof value === "object" && value !== null) {
    for (const [key, each] of Object.entries(value)) {
      const named: unknown = Array.isArray(value) && typeof each === "object" && each !== null ? names.map((name) => (each as Record<string, unknown>)[name]).find((one) => typeof one === "string") : undefined;
      flat(each, Array.isArray(value) ? `${path} › ${typeof named === "string" ? named : Number(key) + 1}` : path ? `${path} › ${key}` : key, into);
    }
  } else {
    into.set(path, String(value));
  }
}

/** What two settings documents say otherwise, in the order of their paths. */
export function differences(before: unknown, after: unknown): SettingDifference[] {
  const old = new Map<string, string>();
  const now = new Map<string, string>();
  flat(before, "", old);
  flat(after, "", now);
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((path) => old.get(path) !== now.get(path))
    .sort()
    .map((path) => ({ path, before: old.get(path) ?? null, after: now.get(path) ?? null }));
}
