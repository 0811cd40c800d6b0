import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan, PlanJoin } from "../compile/plan";
import { planOf, TestRun } from "./testing/plan";

type Drawn = {
  readonly plan: Plan;
  /** Ports each node takes when it succeeds. */
  readonly taken: Readonly<Record<string, readonly string[]>>;
};

/** Random acyclic plans: nodes n0…, edges forward through ports p and q, joins of every policy. */
const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    count: fc.integer({ min: 2, max: 9 }),
    seeds: fc.array(fc.nat(), { minLength: 200, maxLength: 200 }),
  })
  .map(({ count, seeds }) => {
    let at = 0;
    const next = (below: number): number => (seeds[at++ % seeds.length] ?? 0) % below;
    const arrows: string[] = [];
    for (let target = 1; target < count; target += 1) {
      for (let source = 0; source < target; source += 1) {
        if (source === target - 1 || next(3) === 0) arrows.push(`n${source}.${next(2) === 0 ? "p" : "q"}>n${target}`);
      }
    }
    const joins: Record<string, PlanJoin> = {};
    const taken: Record<string, readonly string[]> = {};
    for (let index = 0; index < count; index += 1) {
      if (next(3) === 0) joins[`n${index}`] = { wait: "count", count: 1 + next(2), cancelRest: false };
      taken[`n${index}`] = [["p", "q"], ["p"], ["q"], ["p", "q"]][next(4)] ?? [];
    }
    return { plan: planOf(arrows, joins), taken };
  });

/** The same rules said naively: which nodes run, given the order in which steps completed. */
function reference({ plan, taken }: Drawn, completed: readonly string[]): ReadonlySet<string> {
  const ran = new Set(completed);
  const expected = new Set<string>();
  for (const node of plan.nodes) {
    const arrived = plan.edges.filter(
      (edge) => edge.target === node.id && ran.has(edge.source) && (taken[edge.source] ?? []).includes(edge.sourcePort),
    ).length;
    const total = plan.edges.filter((edge) => edge.target === node.id).length;
    const needed = node.join.wait === "all" ? 1 : node.join.count;
    if (total === 0 || arrived >= needed) expected.add(node.id);
  }
  return expected;
}

describe("any plan, any timing, a crash at any event", () => {
  it("ends once, runs exactly what the reference runs, and completes nothing twice", () => {
    fc.assert(
      fc.property(drawn, fc.array(fc.nat(), { minLength: 60, maxLength: 60 }), (random, choices) => {
        const run = new TestRun(random.plan);
        const completed: string[] = [];
        for (let round = 0; run.end() === null; round += 1) {
          expect(round).toBeLessThan(choices.length);
          const choice = choices[round] ?? 0;
          if (choice % 5 === 0 && run.running().length > 0) run.crash();
          const running = run.running();
          const path = running[choice % Math.max(1, running.length)];
          expect(path).toBeDefined();
          if (path === undefined) return;
          completed.push(path);
          run.succeed(path, random.taken[path] ?? []);
        }
        expect(run.end()?.status).toBe("succeeded");
        expect(new Set(completed).size).toBe(completed.length);
        expect(new Set(completed)).toEqual(reference(random, completed));
        expect(run.journal.filter((event) => event.type === "run_finished")).toHaveLength(1);
      }),
      { numRuns: 500 },
    );
  });
});
