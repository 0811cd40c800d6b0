/**
 * Takes the pictures of the docs from the running product: start the app, then
 * `node scripts/pictures.mjs http://127.0.0.1:3000`.
 */
import path from "node:path";
import { chromium } from "@playwright/test";
import { checkoutDir } from "./shared/checkout.mjs";
import { findSystemBrowser } from "./test/browser.mjs";

const url = process.argv[2] ?? "http://127.0.0.1:3000";
const browser = await chromium.launch({ executablePath: findSystemBrowser() ?? undefined, args: ["--no-sandbox", "--disable-gpu"] });
const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, colorScheme: "light" });
await page.goto(`${url}/templates`);
await page.getByRole("button", { name: "Use this: Research team" }).click();
await page.getByTestId("run").click();
await page.getByTestId("start-run").click();
await page.getByTestId("node-market").getByText("running").waitFor();
await page.getByTestId("node-market").click({ position: { x: 120, y: 20 } });
await page.getByRole("heading", { name: "Findings" }).first().waitFor();
await page.screenshot({ path: path.join(checkoutDir, "docs/pictures/editor-run.png") });
await browser.close();
