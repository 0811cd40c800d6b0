import { describe, expect, it } from "vitest";
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
  ])("reads %j as a person would write it", (output, text) => {
    expect(receivedText(received({ Request: output }))).toBe(text);
  });

  it("is one value as it is, several as a list, nothing as null", () => {
    expect(receivedValue(received({ A: { a: 1 } }))).toEqual({ a: 1 });
    expect(receivedValue(received({ A: 1, B: [2] }))).toEqual([1, [2]]);
    expect(receivedValue([])).toBeNull();
    expect(receivedText([])).toBe("");
  });
});
