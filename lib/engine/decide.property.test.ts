import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Plan, PlanJoin } from "../compile/plan";
import type { RunEventBody } from "./events";
import { planOf, TestRun } from "./testing/plan";

type Drawn = {
  readonly plan: Plan;
  /** Ports each node takes when it succeeds. */
  readonly taken: Readonly<Record<string, readonly string[]>>;
};

/** Random acyclic plans: nodes n0…, edges forward through ports p and q, joins of every policy. */
const drawnWith = (cancelRest: boolean): fc.Arbitrary<Drawn> =>
  fc
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
        const wait = next(3);
        const needed = 1 + next(2);
        const isCancelling = next(2) === 0 && cancelRest;
        if (wait === 0) joins[`n${index}`] = { wait: "count", count: needed, cancelRest: isCancelling };
        taken[`n${index}`] = [["p", "q"], ["p"], ["q"], []][next(4)] ?? [];
      }
      return { plan: planOf(arrows, { joins }), taken };
    });

const timing = fc.record({
  choices: fc.array(fc.nat(), { minLength: 120, maxLength: 120 }),
  stepsAtOnce: fc.integer({ min: 1, max: 9 }),
});

/** The same rules said naively: the edges each node that runs receives, given the order in which steps completed. */
function reference({ plan, taken }: Drawn, completed: readonly string[]): ReadonlyMap<string, readonly string[]> {
  const received = new Map<string, readonly string[]>();
  for (const node of plan.nodes) {
    const incoming = plan.edges.filter((edge) => edge.target === node.id);
    const arrived = incoming.filter((edge) => completed.includes(edge.source) && (taken[edge.source] ?? []).includes(edge.sourcePort));
    const inTime = [...arrived].sort((a, b) => completed.indexOf(a.source) - completed.indexOf(b.source));
    const needed = node.join.wait === "all" ? arrived.length : node.join.count;
    const first = inTime.slice(0, needed);
    if (incoming.length === 0 || (first.length > 0 && first.length === needed)) {
      received.set(
        node.id,
        incoming.filter((edge) => first.includes(edge)).map((edge) => edge.id),
      );
    }
  }
  return received;
}

/** Steps in flight complete in a random order, now and then after a crash, until the run is over. */
function play(random: Drawn, { choices, stepsAtOnce }: { readonly choices: readonly number[]; readonly stepsAtOnce: number }) {
  const run = new TestRun(random.plan, stepsAtOnce);
  const completed: string[] = [];
  for (let round = 0; run.end() === null; round += 1) {
    expect(round).toBeLessThan(choices.length);
    const choice = choices[round] ?? 0;
    if (choice % 5 === 0) run.crash();
    // Looking again at a state in which nothing happened must be harmless.
    if (choice % 7 === 0) run.record({ type: "run_recovered", at: 0, epoch: 3, interrupted: [] });
    const running = run.running();
    expect(running.length).toBeLessThanOrEqual(stepsAtOnce);
    const path = running[choice % Math.max(1, running.length)];
    if (path === undefined) throw new Error("The run goes on, yet nothing is in flight.");
    completed.push(path);
    run.succeed(path, random.taken[path] ?? []);
  }
  return { run, completed };
}

function pathsOf(journal: readonly RunEventBody[], type: "step_started" | "step_skipped" | "step_cancelled"): readonly string[] {
  return journal.flatMap((event) => (event.type === type ? [event.path] : []));
}

function expectSoundJournal(journal: readonly RunEventBody[], plan: Plan): void {
  expect(journal.filter((event) => event.type === "run_finished")).toHaveLength(1);
  expect(journal.at(-1)?.type).toBe("run_finished");
  const ends = journal.flatMap((event) =>
    event.type === "step_succeeded" || event.type === "step_skipped" || event.type === "step_cancelled" ? [event.path] : [],
  );
  expect([...ends].sort()).toEqual(plan.nodes.map((node) => node.id).sort());
  for (const [at, event] of journal.entries()) {
    if (event.type !== "step_started") continue;
    const isEnded = journal
      .slice(0, at)
      .some((before) => (before.type === "step_succeeded" || before.type === "step_cancelled") && before.path === event.path);
    expect(isEnded).toBe(false);
  }
}

describe("any plan, any timing, a crash at any event", () => {
  it("ends once, decides every node once, and gives each step what the reference gives it", () => {
    fc.assert(
      fc.property(drawnWith(false), timing, (random, played) => {
        const { run, completed } = play(random, played);
        expect(run.end()?.status).toBe("succeeded");
        expectSoundJournal(run.journal, random.plan);
        const received = new Map(
          run.journal.flatMap((event) => (event.type === "step_started" ? [[event.path, event.from] as const] : [])),
        );
        expect(new Map([...received].sort())).toEqual(new Map([...reference(random, completed)].sort()));
        expect(new Set(completed)).toEqual(new Set(received.keys()));
      }),
      { numRuns: 500 },
    );
  });

  it("ends the same when joins cancel the rest, and cancels only what leads nowhere but into such a join", () => {
    fc.assert(
      fc.property(drawnWith(true), timing, (random, played) => {
        const { run } = play(random, played);
        expect(run.end()?.status).toBe("succeeded");
        expectSoundJournal(run.journal, random.plan);
        const started = new Set(pathsOf(run.journal, "step_started"));
        const joins = random.plan.nodes.filter((node) => node.join.wait === "count" && node.join.cancelRest && started.has(node.id));
        for (const path of pathsOf(run.journal, "step_cancelled")) {
          expect(joins.some((join) => leadsOnlyInto(random.plan, path, join.id))).toBe(true);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("says the same again from its journal alone", () => {
    fc.assert(
      fc.property(drawnWith(true), timing, (random, played) => {
        const { run } = play(random, played);
        const before = run.state;
        run.crash();
        expect(run.state).toEqual(before);
      }),
      { numRuns: 200 },
    );
  });
});

/** Whether every way on from a node arrives at this join. */
function leadsOnlyInto(plan: Plan, path: string, joinId: string): boolean {
  if (path === joinId) return true;
  const onward = plan.edges.filter((edge) => edge.source === path);
  return onward.length > 0 && onward.every((edge) => leadsOnlyInto(plan, edge.target, joinId));
}
