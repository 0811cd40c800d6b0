import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Condition, type Conditions, createConditions, TooManyConditions } from "./conditions";

type Formula =
  | { readonly is: "decision"; readonly index: number }
  | { readonly is: "not"; readonly of: Formula }
  | { readonly is: "and" | "or"; readonly left: Formula; readonly right: Formula }
  | { readonly is: "atLeast"; readonly count: number; readonly all: readonly Formula[] };

const decisions = 4;
const { formula } = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record({ is: fc.constant("decision" as const), index: fc.integer({ min: 0, max: decisions - 1 }) }),
    fc.record({ is: fc.constant("not" as const), of: tie("formula") }),
    fc.record({ is: fc.constantFrom("and" as const, "or" as const), left: tie("formula"), right: tie("formula") }),
    fc.record({
      is: fc.constant("atLeast" as const),
      count: fc.integer({ min: 0, max: 3 }),
      all: fc.array(tie("formula"), { maxLength: 4 }),
    }),
  ),
}));

function build(of: Formula, conditions: Conditions): Condition {
  switch (of.is) {
    case "decision":
      return conditions.decision(of.index);
    case "not":
      return conditions.not(build(of.of, conditions));
    case "atLeast":
      return conditions.atLeast(
        of.count,
        of.all.map((part) => build(part, conditions)),
      );
    default:
      return conditions[of.is](build(of.left, conditions), build(of.right, conditions));
  }
}

function holds(of: Formula, answers: number): boolean {
  switch (of.is) {
    case "decision":
      return ((answers >> of.index) & 1) === 1;
    case "not":
      return !holds(of.of, answers);
    case "and":
      return holds(of.left, answers) && holds(of.right, answers);
    case "or":
      return holds(of.left, answers) || holds(of.right, answers);
    case "atLeast":
      return of.all.filter((part) => holds(part, answers)).length >= of.count;
  }
}

const everyAnswer = Array.from({ length: 2 ** decisions }, (_, answers) => answers);

describe("conditions", () => {
  it("are the same number exactly when no answers tell them apart", () => {
    fc.assert(
      fc.property(formula, formula, (one, other) => {
        const conditions = createConditions();
        const agree = everyAnswer.every((answers) => holds(one, answers) === holds(other, answers));
        expect(build(one, conditions) === build(other, conditions)).toBe(agree);
      }),
    );
  });

  it("are `always` or `never` exactly when no answers change them", () => {
    fc.assert(
      fc.property(formula, (one) => {
        const conditions = createConditions();
        const condition = build(one, conditions);
        expect(condition === conditions.always).toBe(everyAnswer.every((answers) => holds(one, answers)));
        expect(condition === conditions.never).toBe(everyAnswer.every((answers) => !holds(one, answers)));
      }),
    );
  });

  it("give up rather than grow beyond their bound", () => {
    const conditions = createConditions(10);
    expect(() =>
      conditions.atLeast(
        5,
        Array.from({ length: 10 }, (_, index) => conditions.decision(index)),
      ),
    ).toThrow(TooManyConditions);
    expect(() => conditions.decision(1_000_000)).toThrow(TooManyConditions);
  });
});
