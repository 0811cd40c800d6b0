import { describe, expect, it } from "vitest";
import type { JsonObject } from "../shared/json";
import { receivedText, receivedValue } from "./received";
import { received } from "./testing";

describe("what a step received", () => {
  it("is a single text as it is", () => {
    expect(receivedText(received({ Market: "42 %" }))).toBe("42 %");
  });

  it("is several texts under their titles, in edge order", () => {
    expect(receivedText(received({ Technology: "fast", Market: "large" }))).toBe("Technology:\nfast\n\nMarket:\nlarge");
  });

  it.each([
    [{ topic: "AI" }, "AI"],
    [{ topic: "AI", count: 3 }, "topic: AI\ncount: 3"],
    [{ items: [1] }, '{\n  "items": [\n    1\n  ]\n}'],
    [[], "[]"],
    [{}, "{}"],
    [null, "null"],
    [0, "0"],
    [["one", " two "], "1. one\n2. two"],
    [["# One\ntext", "# Two"], "# One\ntext\n\n---\n\n# Two"],
    [[1, 2], "[\n  1,\n  2\n]"],
  ])("reads %j as a person would write it", (output, text) => {
    expect(receivedText(received({ Request: output }))).toBe(text);
  });

  it("is one value as it is, several as a list, nothing as null", () => {
    expect(receivedValue(received({ A: { a: 1 } }))).toEqual({ a: 1 });
    expect(receivedValue(received({ A: 1, B: [2] }))).toEqual([1, [2]]);
    expect(receivedValue([])).toBeNull();
    expect(receivedText([])).toBe("");
  });

  it("is results of lanes or items as numbered sections under their names", () => {
    const results: readonly JsonObject[] = [
      { index: 0, name: "Market size", status: "succeeded", output: { value: "42", unit: "bn" } },
      { index: 1, name: "https://example.org/a", status: "failed", error: { code: "x", message: "It is gone." } },
    ];
    expect(receivedText(received({ Team: results }))).toBe(
      "## 1. Market size\n\nvalue: 42\nunit: bn\n\n## 2. https://example.org/a\n\nThere is no result: It is gone.",
    );
  });

  it("is a list of other objects as it is, although they look a little like results", () => {
    const rows = [{ index: 0, name: "Ada", status: "new" }];
    expect(receivedText(received({ Table: rows }))).toBe(JSON.stringify(rows, null, 2));
  });
});
