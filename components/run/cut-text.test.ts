import { describe, expect, it } from "vitest";
import { cutText } from "./cut-text";

describe("cutText", () => {
  it("leaves what is a little too long whole", () => {
    expect(cutText("a".repeat(110), 100)).toEqual({ text: "a".repeat(110), hidden: 0 });
  });

  it("cuts at the end of a line and counts what is left out", () => {
    const text = `${"a".repeat(90)}\n${"b".repeat(200)}`;
    expect(cutText(text, 100)).toEqual({ text: "a".repeat(90), hidden: 201 });
  });

  it("never cuts a character in two", () => {
    expect(cutText("🧭".repeat(100), 51).text).toBe("🧭".repeat(25));
  });
});
