import { parseArgs } from "node:util";
import { chromium } from "playwright-core";
import { client, startDemo } from "../screenshots/demo.mjs";
import { paint } from "./paint.mjs";
import { scroll } from "./scroll.mjs";
import { standBefore } from "./stand-in.mjs";

const usage = `npm run measure -- [scroll] [paint] [--url URL --token TOKEN] [--browser PATH]

Measures the page in headless Chromium: frames while scrolling through 100,000 alerts, and paints on a throttled profile beside a static
page and beside the load of the same bytes. Without --url it starts a demo of its own. Exit code 1 when a limit is not held.`;

const { values: given, positionals } = parseArgs({
  allowPositionals: true,
  options: { url: { type: "string" }, token: { type: "string" }, browser: { type: "string", default: process.env["LEDGER_TEST_BROWSER"] ?? "/usr/bin/chromium" }, help: { type: "boolean" } },
});
const wanted = positionals.length > 0 ? positionals : ["scroll", "paint"];
if (given.help || Boolean(given.url) !== Boolean(given.token) || wanted.some((each) => each !== "scroll" && each !== "paint")) {
  console.error(usage);
  process.exit(given.help ? 0 : 2);
}

const demo = given.url ? { url: given.url.replace(/\/$/, ""), token: given.token, stop: async () => {} } : await startDemo();
const before = await standBefore(demo.url);
const browser = await chromium.launch({ executablePath: given.browser, args: ["--no-sandbox", "--disable-dev-shm-usage"] });
const signIn = async (context) => {
  const answer = await context.request.post(`${before.url}/api/v1/session`, { data: { token: demo.token }, headers: { "x-ledger": "page", origin: before.url } });
  if (!answer.ok()) {
    throw new Error(`Signing in: ${answer.status()} ${await answer.text()}`);
  }
};
let holds = true;
try {
  for (const each of wanted) {
    let result;
    if (each === "paint") {
      result = await paint(browser, before, signIn);
    } else {
      const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
      await signIn(context);
      result = await scroll(await context.newPage(), before, client(demo.url, demo.token));
      before.state.alerts = 0;
      await context.close();
    }
    holds &&= result.holds;
    console.log(Object.entries(result).map(([name, value]) => `${name.padEnd(44)} ${value}`).join("\n"), "\n");
  }
} finally {
  await browser.close();
  before.close();
  await demo.stop();
}
process.exit(holds ? 0 : 1);
