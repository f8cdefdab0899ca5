import type { Asked } from "./answer";

/*
 * Asks for what the first page shows while the page's own script is still on its way. It is a file of its own that imports nothing, stands
 * first in the page and runs before it; what it asks for is given to the page by `earlyAnswer`, and is asked again when it was no success.
 */
const asked: Asked = new Map();

function ask(path: string): Promise<Response> {
  const answer = fetch(path, { credentials: "same-origin", cache: "no-store", headers: { "X-Ledger": "page" } });
  // The page asks again and tells what is wrong.
  answer.catch(() => undefined);
  asked.set(path, answer);
  return answer;
}

async function askOverview(): Promise<void> {
  if (!location.search) {
    void ask("/api/v1/dashboards");
  }
  const list = (await (await ask("/api/v1/connectors")).clone().json()) as { items?: { id: string }[] };
  for (const { id } of list.items ?? []) {
    void ask(`/api/v1/connectors/${encodeURIComponent(id)}/health`);
  }
}

async function askAll(): Promise<void> {
  // Who is not signed in is asked for nothing that would be refused.
  const who = await ask("/api/v1/session");
  if (!who.ok) {
    return;
  }
  if (location.pathname === "/") {
    await askOverview();
  } else if (location.pathname === "/alerts" && !location.search) {
    void ask("/api/v1/alerts?Decision=shown&Sort=-ingested&Limit=100");
    void ask("/api/v1/alerts/facets?Decision=shown");
  } else if (/^\/alerts\/[0-9a-f-]{36}$/.test(location.pathname) && !location.search) {
    void ask(`/api/v1${location.pathname}`);
  }
}

// A link's code signs somebody else in: what the session of before may see is not asked for.
if (!new URLSearchParams(location.hash.slice(1)).has("code")) {
  window.ledgerAsked = asked;
  askAll().catch(() => undefined);
}
