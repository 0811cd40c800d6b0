import { describe, expect, it } from "vitest";
import { labelOfKey, sheetOf } from "./records";

describe("a value read as a table", () => {
  it("shows a list of alike records by column, beside the facts around it", () => {
    const verdict = {
      scores: [
        { perspective: "Bold", risk: 2 },
        { perspective: "Balanced", risk: 4 },
      ],
      recommendation: "Wait.",
      sources: ["a", "b"],
    };
    expect(sheetOf(verdict)).toEqual([
      {
        is: "table",
        name: "scores",
        table: {
          columns: [
            { key: "perspective", isNumber: false },
            { key: "risk", isNumber: true },
          ],
          rows: [
            ["Bold", 2],
            ["Balanced", 4],
          ],
        },
      },
      { is: "fact", name: "recommendation", value: "Wait." },
      { is: "other", name: "sources", value: ["a", "b"] },
    ]);
  });

  it("leaves a cell empty where a record lacks it", () => {
    expect(sheetOf([{ a: 1, b: 2 }, { a: 3 }])).toMatchObject([
      {
        name: null,
        table: {
          rows: [
            [1, 2],
            [3, undefined],
          ],
        },
      },
    ]);
  });

  it.each([
    ["records with something in them", [{ a: 1, b: { c: 2 } }]],
    ["a list of texts", ["a", "b"]],
    ["records among others", [{ a: 1, b: 2 }, "c"]],
    ["an empty list", []],
    ["facts alone", { a: 1, b: "c" }],
    ["records of one member", [{ a: 1 }, { a: 2 }]],
  ])("is not made of %s", (_, value) => {
    expect(sheetOf(value)).toBeNull();
  });

  it("names a key as people write it", () => {
    expect(["way_back", "wayBack", "risk", "x-y"].map(labelOfKey)).toEqual(["Way back", "Way Back", "Risk", "X y"]);
  });
});
