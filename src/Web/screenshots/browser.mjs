import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";

const variable = "LEDGER_TEST_BROWSER";
const root = new URL("../../../", import.meta.url).pathname;
const packaged = join(root, "tests/EndToEnd/browser/node_modules/@sparticuz/chromium/package.json");
const installed = [
  "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable", "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome", "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** Where the tests unpack the browser that they bring along. */
const unpacked = () => {
  if (!existsSync(packaged)) {
    return null;
  }
  const folder = join(tmpdir(), `dropzone-ledger-browser-${userInfo().username}`, createHash("sha256").update(readFileSync(packaged)).digest("hex").slice(0, 16));
  return existsSync(join(folder, "chromium")) ? folder : null;
};

/** What of the system's part is missing comes from the package: libraries and a font. */
const additions = (folder) => ({
  ...(spawnSync("ldd", [join(folder, "chromium")], { encoding: "utf8" }).stdout?.includes("not found") && { LD_LIBRARY_PATH: join(folder, "lib") }),
  ...(existsSync(join(folder, "fonts/own.conf")) && !existsSync("/usr/share/fonts") && { FONTCONFIG_FILE: join(folder, "fonts/own.conf") }),
});

/**
 * The browser to start: the one that is named, else one of the machine, else the one that the browser tests bring along, which one of them
 * unpacks when that never happened.
 */
export function findBrowser(named) {
  const path = named ?? process.env[variable];
  if (path && path !== "npm") {
    if (!existsSync(path)) {
      throw new Error(`There is no browser at ${path}: name a Chromium in --browser or ${variable}, or leave both out.`);
    }
    return { executablePath: path };
  }
  const found = path ? undefined : installed.find((each) => existsSync(each));
  if (found) {
    return { executablePath: found };
  }
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`No browser: install Chromium and put its path into ${variable}.`);
  }
  if (!unpacked()) {
    console.error("No Chromium on this machine: a test unpacks the one that the tests bring along …");
    spawnSync("dotnet", ["test", join(root, "tests/EndToEnd"), "--nologo", "--filter", "FullyQualifiedName~when_the_browser_is_started"], { stdio: ["ignore", "ignore", "inherit"], env: { ...process.env, [variable]: "npm" } });
  }
  const folder = unpacked();
  if (!folder) {
    throw new Error(`No browser: install Chromium and put its path into ${variable}.`);
  }
  return { executablePath: join(folder, "chromium"), env: { ...process.env, ...additions(folder) } };
}
