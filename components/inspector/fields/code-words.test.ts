import { describe, expect, it } from "vitest";
import { codeWords } from "./code-words";

const wordsOf = (text: string) => codeWords(text).map(({ start, end, is }) => [is, text.slice(start, end)]);

describe("words of code", () => {
  it("are keywords, strings, numbers and comments", () => {
    expect(wordsOf('const a = "b" + 1.5; // one')).toEqual([
      ["keyword", "const"],
      ["string", '"b"'],
      ["number", "1.5"],
      ["comment", "// one"],
    ]);
  });

  it("count by what begins first", () => {
    expect(wordsOf("// return `1`")).toEqual([["comment", "// return `1`"]]);
    expect(wordsOf("'// no comment'")).toEqual([["string", "'// no comment'"]]);
    expect(wordsOf('"a \\" b" 2')).toEqual([
      ["string", '"a \\" b"'],
      ["number", "2"],
    ]);
  });

  it("are no keywords as properties or parts of names", () => {
    expect(wordsOf("item.default + newest + a1")).toEqual([]);
  });

  it("end with the text when they are not closed, and at the line's end in single quotes", () => {
    expect(wordsOf("/* open\nreturn")).toEqual([["comment", "/* open\nreturn"]]);
    expect(wordsOf("'open\nreturn")).toEqual([
      ["string", "'open"],
      ["keyword", "return"],
    ]);
  });
});
