import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { findBrowser } from "./browser.mjs";
import { build, client, startDemo, work } from "./demo.mjs";
import { pages } from "./pages.mjs";
import { take } from "./picture.mjs";
import { answerAs } from "./states.mjs";

const usage = `npm run screenshots -- --out DIR [--url URL --token TOKEN] [--only NAME,NAME] [--states full,empty,error,loading] [--browser PATH]

Takes pictures of every page, 1280 and 390 wide, light and dark, full, empty, failing and loading. Without --url it builds the product, starts a
demo of its own and does some work in it first; with one it looks and changes nothing.`;

const { values: given } = parseArgs({
  options: {
    out: { type: "string" }, url: { type: "string" }, token: { type: "string" }, only: { type: "string" }, states: { type: "string", default: "full,empty,error,loading" },
    browser: { type: "string" }, help: { type: "boolean" },
  },
});
if (given.help || !given.out || Boolean(given.url) !== Boolean(given.token)) {
  console.error(usage);
  process.exit(given.help ? 0 : 2);
}

const web = new URL("../", import.meta.url).pathname;
const out = resolve(process.env["INIT_CWD"] ?? ".", given.out);
const only = given.only?.split(",");
const states = given.states.split(",");
const own = { token: given.token, url: given.url?.replace(/\/$/, ""), stop: async () => {} };
let demo = own;
let browser;

for (const signal of ["SIGINT", "SIGTERM"]) {
  process.once(signal, () => void demo.stop().finally(() => process.exit(130)));
}

try {
  const { taken, faults } = await pictures();
  console.log(`${taken} pictures in ${out}${faults > 0 ? `, ${faults} faults` : ""}`);
  process.exitCode = faults > 0 ? 1 : 0;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
} finally {
  await browser?.close();
  await demo.stop();
}

async function pictures() {
  if (!given.url) {
    console.error("Building the product …");
    build();
  } else if (!existsSync(`${web}node_modules/playwright-core`)) {
    spawnSync("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], { cwd: web, stdio: "inherit" });
  }
  const program = findBrowser(given.browser);
  // Only now is it sure to be there: the build restores it.
  const { chromium } = await import("playwright-core");
  browser = await chromium.launch({ ...program, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
  await mkdir(out, { recursive: true });
  if (!given.url) {
    console.error("Starting a demo and working in it …");
    demo = await startDemo();
  }
  const ask = client(demo.url, demo.token);
  const known = await whatIsThere(ask);
  const settings = { viewport: { width: 1280, height: 900 }, locale: "en-GB", timezoneId: "Europe/Berlin" };
  const signedIn = await browser.newContext(settings);
  const stranger = await browser.newContext(settings);
  await signedIn.request.post(`${demo.url}/api/v1/session`, { data: { token: demo.token }, headers: { "x-ledger": "page", origin: new URL(demo.url).origin } });
  let taken = 0;
  let faults = 0;
  for (const wanted of pages(known).filter((each) => !only || only.includes(each.name))) {
    for (const state of ["full", ...(wanted.states ?? [])].filter((each) => states.includes(each))) {
      const page = await (wanted.name === "sign-in" ? stranger : signedIn).newPage();
      await answerAs(state, page);
      const result = await take(page, demo.url + wanted.path, wanted, state, out).catch((error) => ({ taken: 0, faults: [error.message] }));
      taken += result.taken;
      faults += result.faults.length;
      for (const fault of result.faults) {
        console.error(`${wanted.name}, ${state}: ${fault}`);
      }
      await page.close();
    }
  }
  return { taken, faults };
}

async function whatIsThere(ask) {
  const alert = given.url ? (await ask("GET", "alerts?limit=1")).items[0]?.id : await work(ask);
  const { items } = await ask("GET", "connectors");
  return {
    alert,
    then: alert ? (await ask("GET", `alerts/${alert}`)).alert.ingestedPosition : 1,
    connector: (items.find((each) => each.kind !== "sentinel") ?? items[0])?.id,
    sentinel: (items.find((each) => each.kind === "sentinel") ?? items[0])?.id,
  };
}
