import path from "node:path";
import { defineConfig } from "vitest/config";

/**
 * Two projects: `pure` needs nothing; `server` talks to a real PostgreSQL that scripts/test.mjs (or
 * the global setup, when run by hand) started.
 */
export default defineConfig({
  resolve: {
    alias: {
      "@": path.resolve(import.meta.dirname),
      "server-only": path.resolve(import.meta.dirname, "scripts/vitest/server-only.ts"),
    },
  },
  test: {
    projects: [
      {
        extends: true,
        test: {
          name: "pure",
          include: ["lib/**/*.test.ts", "components/**/*.test.ts"],
          exclude: ["lib/**/*.server.test.ts", "**/node_modules/**"],
        },
      },
      {
        extends: true,
        test: {
          name: "server",
          include: ["lib/**/*.server.test.ts", "app/**/*.server.test.ts", "scripts/**/*.test.ts"],
          globalSetup: ["scripts/vitest/database.ts"],
          testTimeout: 30_000,
          // The server's modules are loaded in a hook, which takes its time on a busy machine.
          hookTimeout: 60_000,
        },
      },
    ],
  },
});
