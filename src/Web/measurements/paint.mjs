const rounds = 5;
const firstPaintLimit = 1.5;
const largestPaintLimit = 2;
/** Chrome's "Fast 3G" and a processor four times slower: the same for every page that is compared. */
const network = { offline: false, latency: 150, downloadThroughput: (1.6 * 1024 * 1024) / 8, uploadThroughput: (750 * 1024) / 8 };
const slowdown = 4;

/** First and largest contentful paint of the overview beside a static page, and beside the load of the same bytes. */
export async function paint(browser, before, signIn) {
  const files = await filesOf(browser, before, signIn);
  before.state.files = files.map((each) => each.path);
  const product = [];
  const plain = [];
  const bytes = [];
  for (let round = 0; round < rounds; round++) {
    // Interleaved, so that what else the machine does meets all of them alike.
    plain.push(await visit(browser, before, signIn, "/static.html"));
    bytes.push(await visit(browser, before, signIn, "/bytes.html", before.state.files));
    product.push(await visit(browser, before, signIn, "/"));
  }
  const first = median(product.map((each) => each.first));
  const firstPlain = median(plain.map((each) => each.first));
  const largest = median(product.map((each) => each.largest));
  const loaded = median(bytes.map((each) => each.loaded));
  const script = files.filter((each) => each.path.endsWith(".js")).reduce((sum, each) => sum + each.size, 0);
  return {
    name: "paint",
    "first contentful paint (ms)": Math.round(first),
    "of a static page (ms)": Math.round(firstPlain),
    "ratio (limit 1.5)": ratio(first / firstPlain),
    "largest contentful paint (ms)": Math.round(largest),
    "load of the same bytes (ms)": Math.round(loaded),
    "ratio (limit 2)": ratio(largest / loaded),
    "script of the first page, compressed (KB)": Math.round(script / 1024),
    "layout shift": Math.max(...product.map((each) => each.shift)),
    holds: first / firstPlain <= firstPaintLimit && largest / loaded <= largestPaintLimit && script <= 350 * 1024,
  };
}

/** What the overview loads from the product, with its size on the wire. */
async function filesOf(browser, before, signIn) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await signIn(context);
  const page = await context.newPage();
  const answers = [];
  page.on("requestfinished", (request) => answers.push(request));
  await page.goto(`${before.url}/`);
  await page.locator("article").first().waitFor();
  await page.waitForTimeout(500);
  const files = [];
  for (const request of answers) {
    const path = new URL(request.url()).pathname;
    if (path.startsWith("/assets/") || (path.startsWith("/api/") && !path.endsWith("/live") && !files.some((each) => each.path === path))) {
      const sizes = await request.sizes();
      files.push({ path, size: sizes.responseBodySize });
    }
  }
  await context.close();
  return files;
}

/** One visit to a page; `wanted` are files that it must have loaded. A preload does not hold up the page's load event: each is waited for by itself. */
async function visit(browser, before, signIn, path, wanted = []) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await signIn(context);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  await session.send("Network.emulateNetworkConditions", network);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowdown });
  await page.addInitScript(() => {
    window.paints = { first: 0, largest: 0, shift: 0 };
    new PerformanceObserver((list) => { for (const each of list.getEntriesByName("first-contentful-paint")) { window.paints.first = each.startTime; } }).observe({ type: "paint", buffered: true });
    new PerformanceObserver((list) => { for (const each of list.getEntries()) { window.paints.largest = each.startTime; } }).observe({ type: "largest-contentful-paint", buffered: true });
    new PerformanceObserver((list) => { for (const each of list.getEntries()) { if (!each.hadRecentInput) { window.paints.shift += each.value; } } }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(before.url + path, { waitUntil: "load" });
  if (path === "/") {
    await page.locator("article svg").first().waitFor();
  }
  await page.waitForFunction((files) => {
    const loaded = performance.getEntriesByType("resource").filter((each) => each.responseEnd > 0).map((each) => new URL(each.name).pathname);
    return files.every((file) => loaded.includes(file));
  }, wanted);
  await page.waitForTimeout(700);
  const paints = await page.evaluate(() => ({
    ...window.paints,
    loaded: Math.max(...performance.getEntriesByType("resource").map((each) => each.responseEnd), performance.getEntriesByType("navigation")[0].responseEnd),
  }));
  await context.close();
  return paints;
}

const median = (values) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
const ratio = (value) => Math.round(value * 100) / 100;
