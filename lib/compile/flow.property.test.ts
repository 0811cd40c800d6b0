import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../document/schema";
import { readFlow } from "./flow";
import { readDocument } from "./read-document";
import { drawWorkflow } from "./testing/any-workflow";

/** Enough numbers for up to `most` nodes. */
function anyWorkflow(options: { readonly earlyJoins: boolean; readonly most: number }): fc.Arbitrary<WorkflowDocument> {
  const number = fc.nat({ max: 9_999 });
  return fc.array(number, { minLength: 4, maxLength: 4 * options.most }).map((numbers) => drawWorkflow(numbers, options));
}

/** By node id: the ports that a choice takes. */
type Choices = ReadonlyMap<string, readonly string[]>;

/** For each node that ran: the nodes that were decided when it started. */
type History = ReadonlyMap<string, ReadonlySet<string>>;

/** A run as the semantics tell it, one node at a time; `pick` says which of the nodes that could settle does so next. */
function simulate({ nodes, edges }: WorkflowDocument, choices: Choices, pick: (among: number) => number): History {
  const settled = new Map<string, "ran" | "skipped">();
  const decidedAtStart = new Map<string, ReadonlySet<string>>();
  const state = (edge: WorkflowDocument["edges"][number]): "open" | "taken" | "skipped" => {
    const source = settled.get(edge.source);
    if (source === undefined) return "open";
    const ports = choices.get(edge.source);
    return source === "ran" && (ports === undefined || ports.includes(edge.sourcePort)) ? "taken" : "skipped";
  };
  /** What the node would do now: start, skip, or wait. */
  const fate = (node: WorkflowDocument["nodes"][number]): "ran" | "skipped" | null => {
    const into = edges.filter((edge) => edge.target === node.id);
    if (into.length === 0) return "ran";
    const [taken, open] = [into.filter((edge) => state(edge) === "taken").length, into.filter((edge) => state(edge) === "open").length];
    const join = node.settings?.join ?? { wait: "all" };
    const needed = join.wait === "count" ? join.count : 1;
    if (join.wait === "all" && open > 0) return null;
    if (taken >= needed) return "ran";
    return taken + open < needed ? "skipped" : null;
  };
  for (;;) {
    for (const node of nodes) {
      // Everything that is ready starts at once.
      if (!settled.has(node.id) && !decidedAtStart.has(node.id) && fate(node) === "ran")
        decidedAtStart.set(node.id, new Set(settled.keys()));
    }
    const open = nodes.filter((node) => !settled.has(node.id) && (decidedAtStart.has(node.id) || fate(node) === "skipped"));
    const next = open[pick(open.length) % Math.max(1, open.length)];
    if (next === undefined) return decidedAtStart;
    settled.set(next.id, decidedAtStart.has(next.id) ? "ran" : "skipped");
  }
}

/** Every way the choices of a workflow can go. */
function everyChoice(document: WorkflowDocument): readonly Choices[] {
  const options = { first: [["left"], ["right"], ["otherwise"]], every: [["left"], ["right"], ["left", "right"], ["otherwise"]] };
  return document.nodes
    .filter((node) => node.type === "router")
    .reduce<readonly Choices[]>(
      (all, { id, config }) =>
        all.flatMap((choices) =>
          (config.take === "first" ? options.first : options.every).map((ports) => new Map([...choices, [id, ports]])),
        ),
      [new Map()],
    );
}

function read(document: WorkflowDocument) {
  const reading = readDocument(document);
  if (reading.order === null) throw new Error("The workflow has a cycle.");
  return readFlow(reading, reading.order);
}

describe("what is said of a workflow before it runs", () => {
  it("agrees with every run about which nodes can run and which may be skipped", () => {
    fc.assert(
      fc.property(anyWorkflow({ earlyJoins: true, most: 5 }), (document) => {
        const flow = read(document);
        const runs = everyChoice(document).map((choices) => simulate(document, choices, () => 0));
        for (const { id } of document.nodes) {
          expect(flow.canRun(id)).toBe(runs.some((ran) => ran.has(id)));
          for (const { id: reader } of document.nodes) {
            expect(flow.mayBeSkipped(id, reader), `${id} when ${reader} runs`).toBe(runs.some((ran) => ran.has(reader) && !ran.has(id)));
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("never calls a node decided that some run had left open", () => {
    fc.assert(
      fc.property(anyWorkflow({ earlyJoins: true, most: 5 }), fc.array(fc.nat(), { minLength: 1, maxLength: 20 }), (document, picks) => {
        const flow = read(document);
        for (const choices of everyChoice(document)) {
          let step = 0;
          const history = simulate(document, choices, () => picks[step++ % picks.length] ?? 0);
          for (const [reader, decided] of history) {
            for (const { id } of document.nodes) if (flow.isDecidedBefore(id, reader)) expect(decided).toContain(id);
          }
        }
      }),
      { numRuns: 100 },
    );
  });

  it("calls everything before a node decided where every join waits for all", () => {
    fc.assert(
      fc.property(anyWorkflow({ earlyJoins: false, most: 7 }), (document) => {
        const flow = read(document);
        for (const { id } of document.nodes) {
          for (const { id: reader } of document.nodes) expect(flow.isDecidedBefore(id, reader)).toBe(flow.leadsTo(id, reader));
        }
      }),
      { numRuns: 100 },
    );
  });
});
