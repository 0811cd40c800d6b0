import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { checkoutDir } from "../shared/checkout.mjs";
import { errorCodesByFile } from "./error-codes";
import { codesBySection, isSameCode, readErrorPage, sections } from "./error-page";
import { readProductSources } from "./source-texts";

const rows = readErrorPage(readFileSync(path.join(checkoutDir, "docs/errors.md"), "utf8"));
const given = codesBySection(readProductSources());

describe.each(sections.map(({ heading }) => ({ heading })))("docs/errors.md, $heading", ({ heading }) => {
  const codes = [...(given.get(heading) ?? [])];
  const shown = rows.get(heading) ?? [];

  it("explains every code that the source can give there", () => {
    expect(codes).not.toEqual([]);
    expect(codes.filter((code) => !shown.some((row) => isSameCode(code, row.code)))).toEqual([]);
  });

  it("explains no code that nothing gives, and each once", () => {
    expect(shown.filter((row) => !codes.some((code) => isSameCode(code, row.code))).map(({ code }) => code)).toEqual([]);
    expect(new Set(shown.map(({ code }) => code)).size).toBe(shown.length);
  });

  it("says of each what it means and what to do", () => {
    for (const { meaning, mend } of shown) for (const cell of [meaning, mend]) expect(cell).toMatch(/^\S.*[.]\*?$/);
  });
});

describe("reading codes in the source", () => {
  const codesOf = (text: string) => errorCodesByFile([{ file: "a.ts", text }]).get("a.ts");

  it.each([
    ["a property", `const error = { code: "gone" };`, ["gone"]],
    ["either side of a choice", `const error = { code: isLate ? "late" : "gone" };`, ["gone", "late"]],
    ["an argument", `function failed(text: string, code: string) {} failed("x", "gone");`, ["gone"]],
    ["an argument of an arrow function", `const report = (code: string) => code; report("gone");`, ["gone"]],
    ["an argument of a constructor", `class Fault { constructor(code: string) {} } new Fault("gone");`, ["gone"]],
    ["a name within a case", `function f(code: string) {} switch (why) { case "late": f(why); }`, ["late"]],
    ["a code that is put together", `const error = { code: \`http_\${status}\` };`, ["http_…"]],
    ["a closed set", `type SomeErrorCode = "gone" | "late";`, ["gone", "late"]],
  ])("finds %s", (_, text, codes) => {
    expect(codesOf(text)).toEqual(codes);
  });

  it("takes no other text for one", () => {
    expect(codesOf(`const a = { title: "gone" }; f("late");`)).toEqual([]);
  });
});
