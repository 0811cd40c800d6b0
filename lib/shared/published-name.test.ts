import { describe, expect, it } from "vitest";
import { limits } from "./limits";
import { publishedNameProblem, suggestedPublishedName } from "./published-name";

const most = limits.publishedNameLength.value;

describe("the name of a published workflow", () => {
  it.each(["a", "7", "research-team", "v2-of-it", "x".repeat(most)])("may be %s", (name) => {
    expect(publishedNameProblem(name)).toBeNull();
  });

  it.each([
    ["", "Give it a name, for example research-team."],
    ["x".repeat(most + 1), `The name has ${most + 1} characters; the limit is ${most}. Shorten it.`],
    ["Research", "Use small letters: research."],
    ["research team", "Use letters a to z, digits and hyphens; a space can't stand in a name."],
    ["équipe", "Use letters a to z, digits and hyphens; “é” can't stand in a name."],
    ["team🙂", "Use letters a to z, digits and hyphens; “🙂” can't stand in a name."],
    ["../etc", "Use letters a to z, digits and hyphens; “.” can't stand in a name."],
    ["-team", "Begin and end the name with a letter or a digit, not with a hyphen."],
    ["team-", "Begin and end the name with a letter or a digit, not with a hyphen."],
    ["a--b", "Put a letter or a digit between two hyphens."],
  ])("may not be %j, and a sentence says why", (name, sentence) => {
    expect(publishedNameProblem(name)).toBe(sentence);
  });

  it.each([
    ["Research team", "research-team"],
    ["  Équipe de recherche (2)  ", "equipe-de-recherche-2"],
    ["研究", ""],
    [`${"word ".repeat(40)}`, `${"word-".repeat(12).slice(0, most)}`.replace(/-+$/, "")],
  ])("is suggested from the title %j", (title, name) => {
    expect(suggestedPublishedName(title)).toBe(name);
    if (name !== "") expect(publishedNameProblem(name)).toBeNull();
  });
});
