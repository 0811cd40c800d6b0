import fc from "fast-check";
import { expect, it } from "vitest";
import { changedNodes } from "../compile/changed-nodes";
import type { Plan, PlanBody, PlanJoin } from "../compile/plan";
import { placeOfStep, stepPath } from "../shared/step-path";
import type { RunEventBody } from "./events";
import { indexPlan } from "./plan-index";
import { reusedJournal } from "./replay";
import type { RunState } from "./run-state";
import { planOf, TestRun } from "./testing/plan";

type Drawn = {
  readonly plan: Plan;
  /** Ports each node takes when it succeeds. */
  readonly taken: Readonly<Record<string, readonly string[]>>;
  readonly failing: ReadonlySet<string>;
  readonly stopping: ReadonlySet<string>;
};

/** Random graphs of routers, joins, failures, error ports and containers, containers in containers among them. */
const drawn: fc.Arbitrary<Drawn> = fc.array(fc.nat(), { minLength: 300, maxLength: 300 }).map((seeds) => {
  let at = 0;
  const next = (below: number): number => (seeds[at++ % seeds.length] ?? 0) % below;
  const arrows: string[] = [];
  const joins: Record<string, PlanJoin> = {};
  const bodies: Record<string, PlanBody[]> = {};
  const taken: Record<string, readonly string[]> = {};
  const handling: string[] = [];
  const failing = new Set<string>();
  const stopping = new Set<string>();

  const drawScope = (prefix: string, depth: number): readonly string[] => {
    const count = 1 + next(depth === 0 ? 6 : 3);
    const ids = Array.from({ length: count }, (_, place) => `${prefix}${place}`);
    for (const [place, id] of ids.entries()) {
      for (const [earlier, source] of ids.slice(0, place).entries()) {
        const port = ["p", "q", "error"][next(3)] ?? "p";
        if (earlier === place - 1 || next(3) === 0) arrows.push(`${source}.${port}>${id}`);
      }
      taken[id] = [["p", "q"], ["p"], ["q"], []][next(4)] ?? [];
      if (next(3) === 0) joins[id] = { wait: "count", count: 1 + next(2), cancelRest: false };
      if (next(3) === 0) handling.push(id);
      if (depth < 2 && next(3) === 0) {
        bodies[id] = ["l", "r"].slice(next(2)).map((lane) => {
          const nodes = drawScope(`${id}_${lane}`, depth + 1);
          return { id: lane, title: lane, nodes, exits: nodes.slice(-1) };
        });
        if (next(2) === 0) stopping.add(id);
      } else if (next(6) === 0) failing.add(id);
    }
    return ids;
  };
  const alone = drawScope("n", 0);
  return { plan: planOf(arrows, { joins, bodies, handling, alone }), taken, failing, stopping };
});

const timing = fc.record({
  choices: fc.array(fc.nat(), { minLength: 400, maxLength: 400 }),
  stepsAtOnce: fc.integer({ min: 1, max: 6 }),
  framesAtOnce: fc.integer({ min: 1, max: 3 }),
});

type Timing = { readonly choices: readonly number[]; readonly stepsAtOnce: number; readonly framesAtOnce: number };

/** What is in flight settles in a random order, now and then after a crash, until the run is over. */
function play({ plan, taken, failing, stopping }: Drawn, { choices, stepsAtOnce, framesAtOnce }: Timing, begun?: TestRun): TestRun {
  const run = begun ?? new TestRun(plan, stepsAtOnce);
  for (let round = 0; run.end() === null; round += 1) {
    expect(round).toBeLessThan(choices.length);
    const choice = choices[round] ?? 0;
    if (choice % 5 === 0) run.crash();
    const running = run.running();
    expect(running.length).toBeLessThanOrEqual(stepsAtOnce);
    const path = running[choice % Math.max(1, running.length)];
    if (path === undefined) throw new Error("The run goes on, yet nothing is in flight.");
    const { nodeId } = placeOfStep(path);
    const node = run.index.nodes.get(nodeId);
    const isOpening = node?.bodies !== undefined && run.state.steps.get(path)?.turn === 0;
    if (isOpening) {
      const children = (node.bodies ?? []).map(({ id }) => ({ body: id }));
      run.spawn(path, children, { atOnce: framesAtOnce, onFailure: stopping.has(nodeId) ? "stop" : "settle" });
    } else if (failing.has(nodeId)) run.fail(path, node?.handlesErrors === true);
    else run.succeed(path, taken[nodeId] ?? []);
  }
  return run;
}

type Ended = { readonly path: string; readonly ports: readonly string[] };

/** The rules of joins said naively, for one scope: the edges each node that runs receives, given the order in which steps ended. */
function received(plan: Plan, nodes: readonly string[], ended: readonly Ended[]): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const id of nodes) {
    const node = plan.nodes.find((other) => other.id === id);
    const incoming = plan.edges.filter((edge) => edge.target === id);
    const place = (source: string) => ended.findIndex(({ path }) => placeOfStep(path).nodeId === source);
    const arrived = incoming.filter(({ source, sourcePort }) => ended[place(source)]?.ports.includes(sourcePort));
    const inTime = [...arrived].sort((a, b) => place(a.source) - place(b.source));
    const needed = node?.join.wait === "count" ? node.join.count : arrived.length;
    const first = inTime.slice(0, needed);
    if (incoming.length > 0 && (first.length === 0 || first.length < needed)) continue;
    found.set(
      id,
      incoming.filter((edge) => first.includes(edge)).map((edge) => edge.id),
    );
  }
  return found;
}

/** Whether something failed in a scope that nothing handled, from the failures of leaves alone. */
function hasFailed({ plan, stopping, failing }: Drawn, nodes: readonly string[], frame: string, journal: readonly RunEventBody[]): boolean {
  const begun = new Set(journal.flatMap((event) => (event.type === "step_failed" ? [event.path] : [])));
  return nodes.some((id) => {
    const node = plan.nodes.find((other) => other.id === id);
    const path = stepPath(frame, id);
    if (node?.handlesErrors === true) return false;
    if (node?.bodies === undefined) return failing.has(id) && begun.has(path);
    return (
      stopping.has(id) &&
      node.bodies.some((body, number) => hasFailed(drawnOf(plan, stopping, failing), body.nodes, `${path}[${number}]`, journal))
    );
  });
}

const drawnOf = (plan: Plan, stopping: ReadonlySet<string>, failing: ReadonlySet<string>): Drawn => ({
  plan,
  taken: {},
  failing,
  stopping,
});

function endedIn(journal: readonly RunEventBody[], frame: string): readonly Ended[] {
  return journal.flatMap((event): readonly Ended[] => {
    if (event.type === "step_succeeded" && placeOfStep(event.path).frame === frame) return [event];
    if (event.type === "step_failed" && event.handled && placeOfStep(event.path).frame === frame)
      return [{ path: event.path, ports: ["error"] }];
    return [];
  });
}

function expectToAgree(random: Drawn, journal: readonly RunEventBody[], state: RunState): void {
  const end = journal.at(-1);
  const root = random.plan.root ?? [];
  expect(end).toMatchObject({ type: "run_finished", status: hasFailed(random, root, "", journal) ? "failed" : "succeeded" });
  for (const frame of state.frames.values()) {
    const isWhole = frame.path === "" ? end?.type === "run_finished" && end.status === "succeeded" : frame.phase === "succeeded";
    if (!isWhole) continue;
    const started = journal.flatMap((event) =>
      event.type === "step_started" && placeOfStep(event.path).frame === frame.path ? [[event.nodeId, event.from] as const] : [],
    );
    expect(new Map([...new Map(started)].sort())).toEqual(
      new Map([...received(random.plan, frame.nodes, endedIn(journal, frame.path))].sort()),
    );
  }
}

it("agrees with a naive reference on every scope and on how the run ends, under any timing and with a crash at any event", () => {
  fc.assert(
    fc.property(drawn, timing, (random, played) => {
      const { journal, state } = play(random, played);
      expectToAgree(random, journal, state);
      const ends = journal.flatMap((event) => (event.type === "step_succeeded" || event.type === "step_skipped" ? [event.path] : []));
      expect(new Set(ends).size).toBe(ends.length);
      expect(journal.filter((event) => event.type === "run_finished")).toHaveLength(1);
    }),
    { numRuns: 400 },
  );
});

it("begins a rerun with a record that stands: what it kept is not run again, and it ends", () => {
  fc.assert(
    fc.property(drawn, timing, fc.nat(), (random, played, pick) => {
      const first = play(random, played);
      const numbered = first.journal.map((event, at) => ({ ...event, seq: at + 1 }));
      const steps = numbered.flatMap((event) => (event.type === "step_started" ? [event.path] : []));
      const path = steps[pick % steps.length] ?? "";
      const again = first.again(numbered, { is: "from", path });
      const kept = again.journal.flatMap((event) => (event.type === "step_succeeded" && event.reused ? [event.path] : []));
      const anew = again.journal.flatMap((event) => (event.type === "step_started" && !event.reused ? [event.path] : []));
      expect(kept).not.toContain(path);
      expect(kept.filter((other) => anew.includes(other))).toEqual([]);
      expect(again.end() !== null || again.running().length > 0).toBe(true);
    }),
    { numRuns: 300 },
  );
});

type Edit = { readonly is: "config" | "cut" | "remove"; readonly pick: number };
const edit: fc.Arbitrary<Edit> = fc.record({ is: fc.constantFrom("config", "cut", "remove"), pick: fc.nat() });

/** Another plan: a node set up otherwise, an edge less, or a node of the graph itself less. */
function edited(plan: Plan, { is, pick }: Edit): Plan {
  if (is === "config") {
    const id = plan.nodes[pick % plan.nodes.length]?.id;
    return { ...plan, nodes: plan.nodes.map((node) => (node.id === id ? { ...node, config: { changed: true } } : node)) };
  }
  const root = plan.root ?? [];
  const removed = is === "remove" && root.length > 1 ? root[pick % root.length] : undefined;
  const cut = plan.edges[pick % Math.max(1, plan.edges.length)]?.id;
  const isGone = (edge: Plan["edges"][number]) =>
    removed === undefined ? edge.id === cut : edge.source === removed || edge.target === removed;
  const edges = plan.edges.filter((edge) => !isGone(edge));
  const left = new Set(edges.map(({ id }) => id));
  const nodes = plan.nodes.filter(({ id }) => id !== removed);
  const reached = (ids: readonly string[]) => ids.filter((id) => left.has(id));
  return {
    ...plan,
    edges,
    root: root.filter((id) => id !== removed),
    nodes: nodes.map((node) => ({ ...node, inEdges: reached(node.inEdges), outEdges: reached(node.outEdges) })),
  };
}

/** A node with all that stands in it, said without what follows it. */
function written(plan: Plan, id: string): unknown {
  const node = plan.nodes.find((other) => other.id === id);
  const inside = (node?.bodies ?? []).flatMap(({ nodes }) => nodes.map((each) => written(plan, each)));
  return [node, plan.edges.filter(({ target }) => target === id), inside].map((part) =>
    JSON.stringify(part, (key, value) => (key === "outEdges" ? undefined : value)),
  );
}

it("takes over to an edited plan exactly what neither the edit nor anything behind it touched, and comes to what the edited plan comes to", () => {
  fc.assert(
    fc.property(drawn, timing, timing, edit, (random, played, replayed, change) => {
      const first = play(random, played);
      const numbered = first.journal.map((event, at) => ({ ...event, seq: at + 1 }));
      const plan = edited(random.plan, change);
      const reused = reusedJournal(indexPlan(random.plan), numbered, { is: "resume" }, changedNodes(random.plan, plan));
      const again = play({ ...random, plan }, replayed, new TestRun(plan, replayed.stepsAtOnce, 1_000, reused));
      expectToAgree({ ...random, plan }, again.journal, again.state);

      const isTouched = (id: string): boolean =>
        JSON.stringify(written(random.plan, id)) !== JSON.stringify(written(plan, id)) ||
        plan.edges.some(({ source, target }) => target === id && isTouched(source));
      const succeeded = (journal: readonly RunEventBody[]) =>
        journal.flatMap((event) => (event.type === "step_succeeded" && placeOfStep(event.path).frame === "" ? [event.path] : []));
      expect(succeeded(reused).sort()).toEqual(
        succeeded(first.journal)
          .filter((path) => !isTouched(path))
          .sort(),
      );
    }),
    { numRuns: 300 },
  );
});
