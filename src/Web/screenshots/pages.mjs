/**
 * Every page of the UI by name. `empty` and `error` say whether the page has such a state of its own; `press` is a button to press before the
 * picture is taken.
 */

/** @param {{ alert: string, then: number, sentinel: string, connector: string }} known what stands in the ledger; `then` is when the alert was first seen */
export const pages = ({ alert, then, sentinel, connector }) => [
  { name: "overview", path: "/", empty: true, error: true },
  { name: "alerts", path: "/alerts", empty: true, error: true },
  { name: "alerts-filtered", path: "/alerts?severity=High&q=sign" },
  { name: "alert", path: `/alerts/${alert}`, error: true },
  { name: "alert-then", path: `/alerts/${alert}?asOf=${then}` },
  { name: "overview-then", path: `/?asOf=${then}` },
  { name: "changes", path: "/changes", error: true },
  { name: "entity", path: "/entities/ip?value=203.0.113.8" },
  { name: "excluded", path: "/excluded", empty: true, error: true },
  { name: "tickets", path: "/tickets", empty: true, error: true },
  { name: "connectors", path: "/connectors", empty: true, error: true },
  { name: "connector", path: `/connectors/${connector}`, error: true },
  { name: "connector-settings", path: `/connectors/${connector}/settings`, error: true },
  { name: "connector-sample", path: `/connectors/${connector}/settings`, press: "Show a sample" },
  { name: "connector-new-sentinel", path: "/connectors/new/sentinel" },
  { name: "connector-new-microsoft365", path: "/connectors/new/microsoft365" },
  { name: "filters", path: `/filters?connector=${connector}`, empty: true, error: true },
  { name: "revisions", path: `/filters?tab=revisions&connector=${connector}` },
  { name: "groups", path: "/filters?tab=groups", error: true },
  { name: "ledger", path: "/ledger", empty: true, error: true },
  { name: "coverage", path: "/ledger?tab=coverage", empty: true, error: true },
  { name: "connector-sentinel", path: `/connectors/${sentinel}` },
  { name: "projections", path: "/projections", empty: true, error: true },
  { name: "activity", path: "/settings", empty: true, error: true },
  { name: "tokens", path: "/settings?tab=tokens", error: true },
  { name: "not-found", path: "/nowhere" },
];

/** What a ledger answers in which nothing has happened yet. */
const emptyAnswers = [
  [/\/alerts\/facets$/, { position: 0, connectors: [], severities: [], statuses: [], investigation: [], detectionSources: [], decisions: [], total: 0 }],
  [/\/tickets$/, { items: [], balance: [], nextCursor: null }],
  [/\/(connectors|dashboards|alerts|events|activity)$|\/rebuild$/, { items: [], nextCursor: null }],
];

const problem = {
  type: "urn:dropzone-ledger:problem:unavailable",
  title: "The ledger cannot answer now",
  status: 503,
  detail: "The database does not answer. Check that PostgreSQL runs; the page tries again by itself.",
  traceId: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
};

/** What still answers when nothing else does: who is signed in, and the live log. */
const alwaysAnswers = /\/api\/v1\/(session|events\/live)$/;

/** Makes the page of a browser see an empty ledger, or one that fails. `full` changes nothing. */
export async function answerAs(state, page) {
  if (state === "full") {
    return;
  }
  await page.route("**/api/v1/**", async (route) => {
    const path = new URL(route.request().url()).pathname;
    const empty = emptyAnswers.find(([pattern]) => pattern.test(path));
    if (alwaysAnswers.test(path) || (state === "empty" && !empty)) {
      return route.fallback();
    }
    return state === "empty"
      ? route.fulfill({ status: 200, json: empty[1] })
      : route.fulfill({ status: 503, contentType: "application/problem+json", body: JSON.stringify(problem) });
  });
}
