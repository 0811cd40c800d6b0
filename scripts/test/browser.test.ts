import { expect, it } from "vitest";
import { findSystemBrowser } from "./browser.mjs";

/** Starts with --version, like a browser. */
const browser = process.execPath;

it("takes the browser that is asked for, and another one where that does not start", () => {
  expect(findSystemBrowser(browser, ["/nowhere/other"])).toBe(browser);
  expect(findSystemBrowser("/nowhere/chromium", [browser])).toBe(browser);
  expect(findSystemBrowser(undefined, ["/nowhere/other", browser])).toBe(browser);
  expect(findSystemBrowser("/nowhere/chromium", ["/nowhere/other"])).toBeNull();
});
