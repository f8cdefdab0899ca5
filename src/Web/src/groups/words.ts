/** What a kind of group rule means. */
export const kinds = {
  "alert-of-sentinel-incident": "A Defender alert belongs to the Sentinel incident that names it",
  "defender-twin-of-sentinel-incident": "A Defender incident belongs to its Sentinel twin",
  "same-facts": "Alerts with the same facts are one",
} as const;

/** The facts that may be compared, in words. */
export const facts: Readonly<Record<string, string>> = {
  internetMessageId: "mail (internet message id)", fileHash: "file hash", title: "title", severity: "severity", source: "detection source", connector: "connector", kind: "kind of item",
};
