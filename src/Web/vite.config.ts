import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv, type Plugin } from "vite";

/** `npm run dev` speaks to a ledger that runs at LEDGER_URL; a build is served by the host itself. */
const fallback = "http://127.0.0.1:5080";

/** Puts the script that asks early first into the page, as a file that shares nothing with the page's own script. */
function askEarly(): Plugin {
  const source = "src/early/ask.ts";
  return {
    name: "ask-early",
    buildStart() {
      if (this.environment.mode === "build") {
        this.emitFile({ type: "chunk", id: source, name: "early" });
      }
    },
    transformIndexHtml: {
      order: "post",
      handler: (_, { bundle }) => {
        const built = Object.values(bundle ?? {}).find((each) => each.type === "chunk" && each.facadeModuleId?.endsWith(source));
        return [{ tag: "script", attrs: { type: "module", src: `/${built?.fileName ?? source}` }, injectTo: "head-prepend" }];
      },
    },
  };
}

/** Writes a compressed copy beside each script and style: the host hands it on, smaller than what could be made while somebody waits. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle({ dir = "." }, bundle) {
      for (const name of Object.keys(bundle).filter((each) => /\.(js|css)$/.test(each))) {
        const file = join(dir, name);
        writeFileSync(`${file}.br`, brotliCompressSync(readFileSync(file)));
      }
    },
  };
}

export default defineConfig(({ mode }) => {
  const ledger = loadEnv(mode, ".", "LEDGER_")["LEDGER_URL"] ?? fallback;
  return {
  plugins: [react(), askEarly(), compressed()],
  build: {
    target: "es2022",
    // Everything is a file of its own, so that the content security policy needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        // What the first page needs comes in two files: a browser asks one host of HTTP/1.1 for six at a time, and its data must not wait behind thirty.
        codeSplitting: {
          groups: [
            { name: "libraries", tags: ["$initial"], test: /[\\/]node_modules[\\/]/ },
            { name: "shell", tags: ["$initial"], test: /[\\/]src[\\/](?!.*early[\\/]ask)/ },
          ],
        },
      },
    },
  },
  // The host compares Origin with Host: both stay those of the browser.
  server: { proxy: Object.fromEntries(["/api", "/health", "/openapi"].map((path) => [path, { target: ledger, changeOrigin: false }])) },
  };
});
