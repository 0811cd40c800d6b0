import { expect, it } from "vitest";
import { findSystemBrowser, noBrowserMessage } from "./browser.mjs";

/** Starts with --version, like a browser. */
const browser = process.execPath;

it("takes the browser that is asked for, and another one where that does not start", () => {
  expect(findSystemBrowser(browser, ["/nowhere/other"])).toBe(browser);
  expect(findSystemBrowser("/nowhere/chromium", [browser])).toBe(browser);
  expect(findSystemBrowser(undefined, ["/nowhere/other", browser])).toBe(browser);
  expect(findSystemBrowser("/nowhere/chromium", ["/nowhere/other"])).toBeNull();
});

it("says what to do where no browser could be had, and asks for root only of whoever is not root", () => {
  expect(noBrowserMessage(true)).toMatch(/"apt-get install chromium".*CHROMIUM_PATH=/);
  expect(noBrowserMessage(false)).toMatch(/"sudo apt-get install chromium".*CHROMIUM_PATH=/);
});
