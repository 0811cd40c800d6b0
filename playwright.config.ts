import { defineConfig } from "@playwright/test";
import { findSystemBrowser } from "./scripts/test/browser.mjs";

const systemBrowser = findSystemBrowser();

/** End-to-end tests drive the built product, which e2e/fixtures/global-setup.ts starts as `npm start` does. */
export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results",
  globalSetup: "./e2e/fixtures/global-setup.ts",
  workers: 2,
  fullyParallel: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  forbidOnly: true,
  use: {
    // Set by the global setup, before the workers load this file.
    baseURL: process.env.WINDROSE_E2E_URL,
    viewport: { width: 1440, height: 900 },
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    launchOptions: {
      ...(systemBrowser ? { executablePath: systemBrowser } : {}),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-quic",
        "--no-first-run",
      ],
    },
  },
});
