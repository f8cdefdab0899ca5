import { until } from "../screenshots/demo.mjs";
import { tracedTasks } from "./trace.mjs";

const alerts = 100_000;
const stepsOfOneScreen = 600;
const longestFrame = 100;

/** Scrolls through 100,000 alerts, page by page as they load and then freely, and reads every frame from the trace. */
export async function scroll(page, before, ask) {
  before.state.template = await until("an alert", async () => (await ask("GET", "alerts?limit=1")).items[0]);
  before.state.alerts = alerts;
  await page.goto(`${before.url}/alerts`);
  await page.getByRole("grid", { name: "Alerts" }).waitFor();
  await page.getByText("Live ·").waitFor();

  const tasks = await tracedTasks(page, async () => {
    // To the end as fast as the pages come: every page of the list is loaded under the reader's hand.
    await page.evaluate(async (wanted) => {
      const box = document.getElementById("alert-rows");
      window.frames_ = [];
      let last = performance.now();
      window.watching = true;
      const watch = (now) => {
        window.frames_.push(now - last);
        last = now;
        if (window.watching) {
          requestAnimationFrame(watch);
        }
      };
      requestAnimationFrame(watch);
      const rows = () => Number(box.getAttribute("aria-rowcount"));
      while (rows() < wanted) {
        box.scrollTop = box.scrollHeight;
        await new Promise(requestAnimationFrame);
      }
    }, alerts);
    // Back to the top and through the whole list in long strides, then a while by the screen.
    await page.evaluate(async ([strides, screens]) => {
      const box = document.getElementById("alert-rows");
      for (let i = strides; i >= 0; i--) {
        box.scrollTop = (box.scrollHeight * i) / strides;
        await new Promise(requestAnimationFrame);
      }
      for (let i = 0; i < screens; i++) {
        box.scrollTop += box.clientHeight / 4;
        await new Promise(requestAnimationFrame);
      }
      window.watching = false;
    }, [stepsOfOneScreen, stepsOfOneScreen]);
  });
  const frames = await page.evaluate(() => window.frames_);
  const rows = await page.evaluate(() => Number(document.getElementById("alert-rows").getAttribute("aria-rowcount")) - 1);
  frames.sort((a, b) => a - b);
  const slowest = frames.at(-1);
  const longest = Math.max(...tasks);
  return {
    name: "scroll",
    rows,
    frames: frames.length,
    "p50 (ms)": round(frames[Math.floor(frames.length / 2)]),
    "p99 (ms)": round(frames[Math.floor(frames.length * 0.99)]),
    "slowest frame (ms)": round(slowest),
    "longest task of the trace (ms)": round(longest),
    "frames above 100 ms": frames.filter((each) => each > longestFrame).length,
    holds: rows === alerts && slowest <= longestFrame && longest <= longestFrame,
  };
}

const round = (value) => Math.round(value * 10) / 10;
