import { describe, expect, it } from "vitest";
import { lastLineOf, withLivePiece } from "./live-text";

const piece = (offset: number, text: string, attempt = 1) => ({ path: "a", attempt, offset, text });

describe("withLivePiece", () => {
  it("puts pieces together by offset, whatever comes twice", () => {
    const first = withLivePiece(undefined, piece(0, "Hello"));
    const second = withLivePiece(first ?? undefined, piece(5, " world"));
    expect(second?.text).toBe("Hello world");
    expect(withLivePiece(second ?? undefined, piece(5, " world"))?.text).toBe("Hello world");
    expect(withLivePiece(second ?? undefined, piece(0, "Hello world, again"))?.text).toBe("Hello world, again");
  });

  it("says when something before the piece is missing", () => {
    expect(withLivePiece(undefined, piece(3, "lo"))).toBeNull();
    expect(withLivePiece({ attempt: 1, text: "He" }, piece(3, "lo"))).toBeNull();
  });

  it("begins anew with a later attempt and ignores an earlier one", () => {
    const current = { attempt: 2, text: "Second" };
    expect(withLivePiece(current, piece(0, "Third", 3))).toEqual({ attempt: 3, text: "Third" });
    expect(withLivePiece(current, piece(0, "First", 1))).toBe(current);
  });

  it("counts offsets as the text's own length, also outside the basic plane", () => {
    const first = withLivePiece(undefined, piece(0, "🧭 a"));
    expect(withLivePiece(first ?? undefined, piece("🧭 a".length, "b"))?.text).toBe("🧭 ab");
  });
});

describe("lastLineOf", () => {
  it("is the last line that says something, without Markdown's signs", () => {
    expect(lastLineOf("# Title\n\n- **Cells** fell\n\n")).toBe("Cells fell");
  });

  it("is the end of a long line, from a word on", () => {
    const line = lastLineOf(`${"word ".repeat(40)}so the premium has`);
    expect(line.length).toBeLessThanOrEqual(46);
    expect(line.endsWith("so the premium has")).toBe(true);
    expect(line.startsWith("word")).toBe(true);
  });

  it("is empty when nothing was said", () => {
    expect(lastLineOf(" \n\n")).toBe("");
  });
});
