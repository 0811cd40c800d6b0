import { expect, it } from "vitest";
import { oneOf, queryOf, textOf } from "./search-params";

it("takes the first of repeated values, and nothing for one that is missing", () => {
  expect([textOf([" a ", "b"]), textOf(undefined), textOf([])]).toEqual(["a", "", ""]);
});

it("ignores a value nobody offered", () => {
  expect([oneOf(["name", "edited"], "edited"), oneOf(["name", "edited"], "__proto__")]).toEqual(["edited", undefined]);
});

it("keeps filters that are set, applies changes and drops what is empty", () => {
  expect(queryOf({ status: "failed", search: "a b", trigger: undefined }, { status: "" })).toBe("?search=a+b");
  expect(queryOf({ status: undefined })).toBe("");
});
