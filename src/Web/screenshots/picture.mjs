import { join } from "node:path";

const settle = 30_000;
const sizes = [{ width: 1280, height: 900 }, { width: 390, height: 844 }];
const schemes = ["light", "dark"];
const tallest = 6000;

const isQuiet = (failing) => document.querySelectorAll(".fui-Skeleton, .fui-Spinner").length === 0 && (!failing || document.querySelector("[role=alert]") !== null);

const isTooWide = () => {
  const main = document.getElementById("main");
  return document.documentElement.scrollWidth > innerWidth || (main !== null && main.scrollWidth > main.clientWidth);
};

/** What of the page cannot be seen at once: it scrolls inside its frame. */
const heightOf = () => {
  const main = document.getElementById("main");
  return main ? main.scrollHeight + 48 : document.documentElement.scrollHeight;
};

/** Counts the questions of a page that wait for an answer; the live log is one that never ends. */
function listenTo(page) {
  const open = new Set();
  const isQuestion = (request) => request.url().includes("/api/v1/") && !request.url().includes("/events/live");
  page.on("request", (request) => isQuestion(request) && open.add(request));
  page.on("requestfinished", (request) => open.delete(request));
  page.on("requestfailed", (request) => open.delete(request));
  return open;
}

/** Until nothing was asked for a moment. */
async function answered(page, open) {
  for (let calm = 0, looks = 0; calm < 3 && looks < 100; looks++) {
    await page.waitForTimeout(100);
    calm = open.size === 0 ? calm + 1 : 0;
  }
}

/** Waits until a page has come to rest in its state. */
async function rest(page, { name, press, uncheck }, state, open) {
  await page.getByRole("heading", { level: 1 }).first().waitFor({ timeout: settle });
  if (name === "sign-in") {
    return;
  }
  await page.getByText("Live ·").waitFor({ timeout: settle });
  if (state === "loading") {
    return;
  }
  await answered(page, open);
  await page.waitForFunction(isQuiet, state === "error", { timeout: settle });
  if (uncheck) {
    await page.getByRole("checkbox", { name: uncheck, exact: true }).uncheck({ timeout: settle });
  }
  if (press) {
    await page.getByRole("button", { name: press, exact: true }).click({ timeout: settle });
    await page.getByRole("button", { name: press, exact: true, disabled: false }).waitFor({ timeout: settle });
    await answered(page, open);
    await page.waitForFunction(isQuiet, false, { timeout: settle });
  }
}

/** Takes a page's four pictures in one state: wide and narrow, light and dark. Gives the faults: a failing script, a page wider than its window. */
export async function take(page, address, wanted, state, folder) {
  const faults = [];
  const open = listenTo(page);
  page.on("pageerror", (error) => faults.push(String(error)));
  await page.goto(address);
  await rest(page, wanted, state, open);
  let taken = 0;
  for (const size of sizes) {
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(size);
      await page.waitForTimeout(150);
      const height = Math.min(tallest, await page.evaluate(heightOf));
      if (height > size.height) {
        await page.setViewportSize({ width: size.width, height });
        await page.waitForTimeout(150);
      }
      if (await page.evaluate(isTooWide)) {
        faults.push(`It is wider than ${size.width} pixels.`);
      }
      await page.screenshot({ path: join(folder, `${wanted.name}-${size.width}-${colorScheme}-${state}.png`) });
      taken++;
    }
  }
  return { taken, faults };
}
