import { spawn, spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

const project = new URL("../../Api", import.meta.url).pathname;
const patience = 180_000;

/** Builds the product and its page, which also restores what this program imports. */
export function build() {
  const built = spawnSync("dotnet", ["build", project, "--nologo", "-v", "quiet"], { stdio: ["ignore", "inherit", "inherit"] });
  if (built.error) {
    throw new Error("No .NET SDK: install the .NET 10 SDK (https://dotnet.microsoft.com/download), or name a ledger that runs with --url and --token.");
  }
  if (built.status !== 0) {
    throw new Error("The product does not build: its messages stand above.");
  }
}

/** Starts a demo of its own and waits for its line; `stop` ends it and removes what it stored. */
export async function startDemo() {
  const folder = await mkdtemp(join(tmpdir(), "ledger-screenshots-"));
  // Where root starts it, the database runs under an account of its own, which must be able to pass through; what it stores is closed to others.
  await chmod(folder, 0o711);
  const host = spawn("dotnet", ["run", "--no-build", "--project", project, "--", "demo", "--json", "--port", "0", "--seed", "7", "--data-dir", join(folder, "data")], { stdio: ["ignore", "pipe", "inherit"], detached: true });
  const stop = async () => {
    if (host.exitCode === null && host.signalCode === null) {
      const ended = new Promise((done) => host.once("exit", done));
      process.kill(-host.pid, "SIGTERM");
      await ended;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 500 });
  };
  const line = await new Promise((found, failed) => {
    const late = setTimeout(() => failed(new Error("The demo did not print its line in three minutes.")), patience);
    host.once("exit", () => clearTimeout(late));
    host.once("error", failed);
    host.once("exit", (code) => failed(new Error(`The demo ended with ${code}: its messages stand above.`)));
    createInterface({ input: host.stdout }).on("line", (text) => {
      if (text.startsWith("{")) {
        clearTimeout(late);
        found(JSON.parse(text));
      }
    });
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { url: line.url, token: line.token, stop };
}

/** A client of the API. */
export const client = (url, token) => async (method, path, body, headers = {}) => {
  const answer = await fetch(`${url}/api/v1/${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, ...(body && { "content-type": "application/json" }), ...(method !== "GET" && { "idempotency-key": crypto.randomUUID() }), ...headers },
    ...(body && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) {
    throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`);
  }
  return answer.status === 204 ? null : answer.json();
};

/** Asks until there is an answer. */
export const until = async (what, done) => {
  for (const begun = Date.now(); Date.now() - begun < 60_000; await new Promise((later) => setTimeout(later, 500))) {
    const found = await done();
    if (found) {
      return found;
    }
  }
  throw new Error(`${what} did not come about in a minute.`);
};

/** Some work in a demo, so that every page has something to show: investigations, a write-back, a second revision, a rebuild. */
export async function work(ask) {
  const incidents = await until("incidents", async () => {
    const { items } = await ask("GET", "alerts?connector=sentinel&limit=200");
    const found = items.filter((each) => each.kind === "sentinel-incident");
    return found.length >= 6 ? found : null;
  });
  const [first, second, third, ...others] = incidents;
  await ask("POST", `alerts/${first.id}/assign`, { assignee: "k.lindqvist@contoso-lab.example" });
  await ask("POST", `alerts/${first.id}/investigation`, { status: "InProgress", reason: "Two hosts, same hour" });
  await ask("POST", `alerts/${first.id}/notes`, { text: "Asked the owner of the host; waits for an answer." });
  await ask("POST", `alerts/${second.id}/investigation`, { status: "Closed", conclusion: "Benign", reason: "Planned test of the help desk" });
  await ask("POST", `alerts/${third.id}/investigation`, { status: "InProgress" });
  await ask("POST", `alerts/${third.id}/investigation`, { status: "AwaitingReview", reason: "Second pair of eyes" });
  await ask("POST", "investigations/bulk", { alerts: others.slice(0, 3).map(({ id }) => ({ id })), status: "InProgress", reason: "Night shift" });
  const { revision, settings } = await ask("GET", "connectors/defender");
  await ask("PUT", "connectors/defender", { ...settings, pollInterval: "PT10S", enabledSeverities: ["High", "Medium"] }, { "if-match": `"${revision}"` });
  await ask("POST", "projections/all/rebuild?share=1");
  await until("the rebuild", async () => (await ask("GET", "projections/all/rebuild")).items.every((each) => each.state === "done"));
  await until("the write-backs", async () => (await ask("GET", "tickets?state=waiting")).items.length === 0);
  return first.id;
}
