import { mkdir } from "node:fs/promises";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { client, startDemo, work } from "./demo.mjs";
import { answerAs, pages } from "./pages.mjs";

const usage = `npm run screenshots -- --out DIR [--url URL --token TOKEN] [--only NAME,NAME] [--states full,empty,error] [--browser PATH]

Takes a picture of every page, 1280 and 390 wide, light and dark, full, empty and failing. Without --url it starts a demo of its own
and does some work in it first; with one it looks and changes nothing.`;

const { values: given } = parseArgs({
  options: {
    out: { type: "string" }, url: { type: "string" }, token: { type: "string" }, only: { type: "string" }, states: { type: "string", default: "full,empty,error" },
    browser: { type: "string", default: process.env["LEDGER_TEST_BROWSER"] ?? "/usr/bin/chromium" }, help: { type: "boolean" },
  },
});
if (given.help || !given.out || Boolean(given.url) !== Boolean(given.token)) {
  console.error(usage);
  process.exit(given.help ? 0 : 2);
}

const out = resolve(process.env["INIT_CWD"] ?? ".", given.out);
const only = given.only?.split(",");
const states = given.states.split(",");
const sizes = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];
const schemes = ["light", "dark"];
const settle = 30_000;

const demo = given.url ? { url: given.url.replace(/\/$/, ""), token: given.token, stop: async () => {} } : await startDemo();
const ask = client(demo.url, demo.token);
const browser = await chromium.launch({ executablePath: given.browser, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
let taken = 0;
let faults = 0;

try {
  await mkdir(out, { recursive: true });
  const { items: connectors } = await ask("GET", "connectors");
  const alert = given.url ? (await ask("GET", "alerts?limit=1")).items[0]?.id : await work(ask);
  const then = alert ? (await ask("GET", `alerts/${alert}`)).alert.ingestedPosition : 1;
  const known = { alert, then, connector: connectors.find((each) => each.kind !== "sentinel")?.id ?? connectors[0]?.id, sentinel: connectors.find((each) => each.kind === "sentinel")?.id ?? connectors[0]?.id };
  const wanted = pages(known).filter((page) => !only || only.includes(page.name));
  for (const viewport of sizes) {
    for (const colorScheme of schemes) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce", locale: "en-GB", timezoneId: "UTC" });
      const origin = new URL(demo.url).origin;
      await context.request.post(`${demo.url}/api/v1/session`, { data: { token: demo.token }, headers: { "x-ledger": "page", origin } });
      if (!only || only.includes("sign-in")) {
        await signIn(viewport, colorScheme);
      }
      for (const state of states) {
        for (const page of wanted.filter((each) => state === "full" || each[state])) {
          await take(context, page, state, `${page.name}-${viewport.width}-${colorScheme}-${state}`);
        }
      }
      await context.close();
    }
  }
} finally {
  await browser.close();
  await demo.stop();
}
console.log(`${taken} pictures in ${out}${faults > 0 ? `, ${faults} of them with a fault` : ""}`);
process.exit(faults > 0 ? 1 : 0);

async function signIn(viewport, colorScheme) {
  const context = await browser.newContext({ viewport, colorScheme, reducedMotion: "reduce" });
  await take(context, { name: "sign-in", path: "/" }, "full", `sign-in-${viewport.width}-${colorScheme}-full`);
  await context.close();
}

/** One picture of the whole page. A page that is wider than its window, or whose script failed, is a fault. */
async function take(context, { name, path, press }, state, file) {
  const page = await context.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await answerAs(state, page);
  await page.goto(demo.url + path);
  await page.getByRole("heading", { level: 1 }).waitFor({ timeout: settle });
  if (name !== "sign-in") {
    await page.getByText("Live ·").waitFor({ timeout: settle });
    await page.waitForFunction((failing) => document.querySelectorAll(".fui-Skeleton").length === 0 && (!failing || document.querySelector("[role=alert]") !== null), state === "error", { timeout: settle });
  }
  if (press) {
    await page.getByRole("button", { name: press }).click({ timeout: settle });
    await page.waitForFunction(() => document.querySelectorAll(".fui-Skeleton").length === 0, undefined, { timeout: settle });
  }
  // The page scrolls inside its frame: the window is made as tall as what it holds, so that all of it is on the picture.
  const height = await page.evaluate(() => {
    const main = document.getElementById("main");
    return main ? Math.min(6000, main.scrollHeight + 48) : document.documentElement.scrollHeight;
  });
  const size = page.viewportSize();
  if (height > size.height) {
    await page.setViewportSize({ width: size.width, height });
  }
  await page.waitForTimeout(150);
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth || (document.getElementById("main")?.scrollWidth ?? 0) > (document.getElementById("main")?.clientWidth ?? 0))) {
    errors.push("It is wider than its window.");
  }
  await page.screenshot({ path: join(out, `${file}.png`) });
  taken++;
  if (errors.length > 0) {
    faults++;
    console.error(`${file}: ${errors.join(" ")}`);
  }
  await page.close();
}
