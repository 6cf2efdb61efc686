import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The frontend server puts a fresh nonce where __NONCE__ stands, in every answer.
export default defineConfig({
  plugins: [react()],
  worker: { format: "es" },
  html: { cspNonce: "__NONCE__" },
  build: {
    target: "es2022",
    assetsDir: "assets",
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
    rolldownOptions: {
      input: { index: "index.html", "proof-page": "src/proof/page.ts" },
      output: {
        // The gateway's page names this one, which therefore keeps its name.
        entryFileNames: (chunk) => (chunk.name === "proof-page" ? "assets/proof-page.js" : "assets/[name]-[hash].js"),
      },
    },
  },
  server: {
    proxy: { "/v1": "http://localhost:8080", "/web/v1": "http://localhost:8080" },
  },
});
