import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// The frontend server puts a fresh nonce where __NONCE__ stands, in every answer.
export default defineConfig({
  plugins: [react()],
  html: { cspNonce: "__NONCE__" },
  build: {
    target: "es2022",
    assetsDir: "assets",
    assetsInlineLimit: 0,
    sourcemap: false,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1200,
  },
  server: {
    proxy: { "/v1": "http://localhost:8080", "/web/v1": "http://localhost:8080" },
  },
});
