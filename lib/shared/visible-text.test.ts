import { expect, it } from "vitest";
import { visibleText } from "./visible-text";

it.each([
  ["\u202Egnp.exe", "[U+202E]gnp.exe"],
  ["\u001B[31mred\u001B]52;c;eA==\u0007", "[U+001B][31mred[U+001B]]52;c;eA==[U+0007]"],
  ["\u009B31m", "[U+009B]31m"],
  ["app\u200Bro\uFEFFve\u2066d", "app[U+200B]ro[U+FEFF]ve[U+2066]d"],
  ["over\rwritten", "over\rwritten"],
])("shows what can't be seen in %j", (text, shown) => {
  expect(visibleText(text)).toBe(shown);
});

it("leaves letters, emoji, tabs and lines of every script as they are", () => {
  for (const text of ["Grüße,\n\tMira", "مرحبا", "नमस्ते", "👩‍🚀 family 👨‍👩‍👧", "می‌خواهم"]) expect(visibleText(text)).toBe(text);
});
