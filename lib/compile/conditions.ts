/**
 * Conditions over yes-or-no decisions, kept so that equal conditions are the same number (binary
 * decision diagrams).
 *
 * Pure: knows nothing of workflows. Asks like "is there a way for this to hold and that not?" are
 * answered exactly, not by trying every combination.
 */

export type Condition = number;

export type Conditions = {
  readonly never: Condition;
  readonly always: Condition;
  /** The condition that decision `index` is yes. Small indexes are looked at first. */
  readonly decision: (index: number) => Condition;
  readonly not: (a: Condition) => Condition;
  readonly and: (a: Condition, b: Condition) => Condition;
  readonly or: (a: Condition, b: Condition) => Condition;
  /** At least `count` of them hold. */
  readonly atLeast: (count: number, all: readonly Condition[]) => Condition;
};

/** Thrown when a diagram outgrows its bound; callers catch it and say less. */
export class TooManyConditions extends Error {}

type Choice = { readonly decision: number; readonly no: Condition; readonly yes: Condition };

const never = 0;
const always = 1;

/** Operations nest as deep as there are decisions. */
const mostDecisions = 2_000;

/** @param most conditions kept before `TooManyConditions`. */
export function createConditions(most = 100_000): Conditions {
  const end: Choice = { decision: Number.POSITIVE_INFINITY, no: never, yes: never };
  const choices: Choice[] = [end, end];
  const idOf = new Map<string, Condition>();
  const resultOf = new Map<string, Condition>();
  const choiceAt = (id: Condition): Choice => choices[id] ?? end;

  const make = (decision: number, no: Condition, yes: Condition): Condition => {
    if (no === yes) return no;
    const key = `${decision}:${no}:${yes}`;
    const existing = idOf.get(key);
    if (existing !== undefined) return existing;
    if (choices.length >= most) throw new TooManyConditions();
    idOf.set(key, choices.push({ decision, no, yes }) - 1);
    return choices.length - 1;
  };

  /** If `a` then `b` else `c`: every operation is one of these. */
  const choose = (a: Condition, b: Condition, c: Condition): Condition => {
    if (a === always || b === c) return b;
    if (a === never) return c;
    if (b === always && c === never) return a;
    const key = `${a}:${b}:${c}`;
    const existing = resultOf.get(key);
    if (existing !== undefined) return existing;
    const decision = Math.min(choiceAt(a).decision, choiceAt(b).decision, choiceAt(c).decision);
    const side = (id: Condition, answer: "no" | "yes") => (choiceAt(id).decision === decision ? choiceAt(id)[answer] : id);
    const no = choose(side(a, "no"), side(b, "no"), side(c, "no"));
    const yes = choose(side(a, "yes"), side(b, "yes"), side(c, "yes"));
    const result = make(decision, no, yes);
    resultOf.set(key, result);
    return result;
  };

  const and = (a: Condition, b: Condition) => choose(a, b, never);
  const or = (a: Condition, b: Condition) => choose(a, always, b);
  return {
    never,
    always,
    decision: (index) => {
      if (index >= mostDecisions) throw new TooManyConditions();
      return make(index, never, always);
    },
    not: (a) => choose(a, never, always),
    and,
    or,
    atLeast: (count, all) => {
      // `reached[n]`: at least n of those seen so far hold.
      const reached: Condition[] = Array.from({ length: count + 1 }, (_, number) => (number === 0 ? always : never));
      for (const condition of all) {
        for (let number = count; number >= 1; number -= 1) {
          reached[number] = or(reached[number] ?? never, and(condition, reached[number - 1] ?? never));
        }
      }
      return reached[count] ?? never;
    },
  };
}
