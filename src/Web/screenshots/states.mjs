/** What a ledger answers in which nothing has happened yet. */
const emptyAnswers = [
  [/\/alerts\/facets$/, { position: 0, connectors: [], severities: [], statuses: [], investigation: [], detectionSources: [], decisions: [], total: 0 }],
  [/\/alerts\/difference$/, { from: 900, to: 1200, appeared: 0, vanished: 0, items: [], nextCursor: null }],
  [/\/tickets$/, { items: [], balance: [], titles: {}, nextCursor: null }],
  [/\/group-rules$/, { revision: 1, rules: [], changedBy: "demo", changedAt: "2026-01-01T00:00:00Z" }],
  [/\/(connectors|dashboards|alerts|entities|events|activity|tokens|rules|rebuild|backfill)$/, { items: [], nextCursor: null }],
];

/** What a connector has not got before its first poll. */
const notYet = /\/connectors\/[^/]+\/(health|dashboard|coverage)$/;

const problem = (status, title, detail) => ({
  status,
  contentType: "application/problem+json",
  body: JSON.stringify({ type: "urn:dropzone-ledger:problem:unavailable", title, status, detail, traceId: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01" }),
});

const fails = problem(503, "The ledger cannot answer now", "The database does not answer. Check that PostgreSQL runs; the page tries again by itself.");
const absent = problem(404, "Nothing is there yet", "The connector was not polled yet.");

/** What still answers when nothing else does: who is signed in, and the live log. */
const alwaysAnswers = /\/api\/v1\/(session|events\/live)$/;

/** Makes the page of a browser see an empty ledger, one that fails, or one that has not answered yet. `full` changes nothing. */
export async function answerAs(state, page) {
  if (state === "full") {
    return;
  }
  await page.route("**/api/v1/**", async (route) => {
    const path = new URL(route.request().url()).pathname;
    if (alwaysAnswers.test(path)) {
      return route.fallback();
    }
    if (state === "loading") {
      return undefined;
    }
    if (state === "error") {
      return route.fulfill(fails);
    }
    if (notYet.test(path)) {
      return route.fulfill(absent);
    }
    const empty = emptyAnswers.find(([pattern]) => pattern.test(path));
    return empty && !(path.startsWith("/api/v1/alerts/") && /\/(alerts)$/.test(path)) ? route.fulfill({ status: 200, json: empty[1] }) : route.fallback();
  });
}
