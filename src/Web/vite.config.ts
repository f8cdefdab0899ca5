import react from "@vitejs/plugin-react";
import { defineConfig, loadEnv } from "vite";

/** `npm run dev` speaks to a ledger that runs at LEDGER_URL; a build is served by the host itself. */
const fallback = "http://127.0.0.1:5080";

export default defineConfig(({ mode }) => {
  const ledger = loadEnv(mode, ".", "LEDGER_")["LEDGER_URL"] ?? fallback;
  return {
  plugins: [react()],
  build: {
    target: "es2022",
    // Everything is a file of its own, so that the content security policy needs no exception.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 900,
  },
  // The host compares Origin with Host: both stay those of the browser.
  server: { proxy: Object.fromEntries(["/api", "/health", "/openapi"].map((path) => [path, { target: ledger, changeOrigin: false }])) },
  };
});
