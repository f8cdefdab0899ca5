import { createServer, request } from "node:http";
import { gzipSync } from "node:zlib";

const pages = { "/static.html": staticPage, "/bytes.html": bytesPage };

/** The shell of the page as a file that needs nothing: what a static page of the same look costs. */
function staticPage(shell) {
  return shell.replace(/<script[\s\S]*?<\/script>/g, "").replace(/<link[^>]*modulepreload[^>]*>/g, "");
}

/** A page that fetches the same files as the product's page, each once, and runs none of them. */
function bytesPage(shell, files) {
  return staticPage(shell).replace("</body>", `${files.map((file) => `<link rel="preload" as="fetch" crossorigin href="${file}">`).join("")}</body>`);
}

/**
 * Stands between the browser and a running ledger: hands everything on, but serves the two pages of comparison, and, when it is told a number of
 * alerts, a list of as many made from one real row.
 */
export async function standBefore(url) {
  const host = new URL(url);
  const state = { files: [], alerts: 0, template: null };
  const answer = (response, type, body) => {
    const packed = gzipSync(body);
    response.writeHead(200, { "content-type": type, "content-encoding": "gzip", "content-length": packed.length, "cache-control": "no-store" });
    response.end(packed);
  };
  const handOn = (incoming, outgoing, path) => {
    const asked = request({ host: host.hostname, port: host.port, path, method: incoming.method, headers: incoming.headers }, (answered) => {
      outgoing.writeHead(answered.statusCode, answered.headers);
      answered.pipe(outgoing);
    });
    asked.on("error", () => outgoing.destroy());
    outgoing.on("close", () => asked.destroy());
    incoming.pipe(asked);
  };
  const server = createServer(async (incoming, outgoing) => {
    const at = new URL(incoming.url, "http://here");
    const page = pages[at.pathname];
    if (page) {
      const shell = await (await fetch(`${url}/`)).text();
      return answer(outgoing, "text/html; charset=utf-8", page(shell, state.files));
    }
    if (state.alerts > 0 && at.pathname === "/api/v1/alerts") {
      const size = Number(at.searchParams.get("Limit") ?? 100);
      const from = Number(at.searchParams.get("Cursor") ?? 0);
      const items = Array.from({ length: Math.min(size, state.alerts - from) }, (_, i) => rowOf(state.template, from + i));
      return answer(outgoing, "application/json", JSON.stringify({ items, nextCursor: from + size < state.alerts ? String(from + size) : null }));
    }
    return handOn(incoming, outgoing, incoming.url);
  });
  await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}`, state, close: () => { server.closeAllConnections(); server.close(); } };
}

const severities = ["High", "Medium", "Low", "Informational"];

const rowOf = (template, n) => ({
  ...template,
  id: `00000000-0000-4000-8000-${n.toString(16).padStart(12, "0")}`,
  title: `${template.title} (${n + 1})`,
  severity: severities[n % severities.length],
  ingestedPosition: 1_000_000 - n,
});
