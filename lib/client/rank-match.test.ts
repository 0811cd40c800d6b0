import { describe, expect, it } from "vitest";
import { rankMatch } from "./rank-match";

function ranked(query: string, names: readonly string[], keywords: { readonly [name: string]: readonly string[] } = {}): readonly string[] {
  return names
    .map((name) => ({ name, rank: rankMatch(query, name, keywords[name]) }))
    .filter(({ rank }) => rank > 0)
    .sort((a, b) => b.rank - a.rank)
    .map(({ name }) => name);
}

describe("what a picker puts first", () => {
  it("is the name that is meant, then names that begin so, then those with such a word", () => {
    expect(ranked("market", ["Manager", "Stock market", "Supermarket", "Market analyst", "Market"])).toEqual([
      "Market",
      "Market analyst",
      "Stock market",
      "Supermarket",
    ]);
  });

  it("takes the words of a query in any order", () => {
    expect(ranked("analyst mar", ["Manager", "Market analyst"])).toEqual(["Market analyst"]);
  });

  it("finds by a keyword after what is called so", () => {
    expect(ranked("team", ["Handoffs", "Team lead"], { Handoffs: ["team", "delegate"] })).toEqual(["Team lead", "Handoffs"]);
  });

  it("finds by letters of the name in their order, from its beginning, and by no others", () => {
    expect(ranked("mkan", ["Market analyst", "Markdown"])).toEqual(["Market analyst"]);
    expect(rankMatch("zzz", "Market analyst", ["sales"])).toBe(0);
  });

  it("pays no heed to case and accents", () => {
    expect(rankMatch("RESUME", "Résumé")).toBe(1);
  });
});
