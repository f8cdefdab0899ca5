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

/** Waits until a page has come to rest in its state. */
async function rest(page, { name, press }, state) {
  await page.getByRole("heading", { level: 1 }).first().waitFor({ timeout: settle });
  if (name === "sign-in") {
    return;
  }
  await page.getByText("Live ·").waitFor({ timeout: settle });
  if (state === "loading") {
    return;
  }
  await page.waitForFunction(isQuiet, state === "error", { timeout: settle });
  if (press) {
    await page.getByRole("button", { name: press, exact: true }).click({ timeout: settle });
    await page.getByRole("button", { name: press, exact: true, disabled: false }).waitFor({ timeout: settle });
    await page.waitForFunction(isQuiet, false, { timeout: settle });
  }
}

/** Takes a page's four pictures in one state: wide and narrow, light and dark. Gives the faults: a failing script, a page wider than its window. */
export async function take(page, wanted, state, folder) {
  const faults = [];
  page.on("pageerror", (error) => faults.push(String(error)));
  await rest(page, wanted, state);
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
