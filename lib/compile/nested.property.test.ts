import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { exportDocument } from "../document/export-document";
import { parseDocument } from "../document/parse-document";
import { edgeId, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "../document/schema";
import { canConnect } from "./can-connect";
import { compileDocument } from "./compile";
import { readFlow } from "./flow";
import type { Plan } from "./plan";
import { readDocument } from "./read-document";
import { leadsToLookup, readableNames } from "./readable-names";
import { drawNested } from "./testing/any-workflow";
import { agent, inside, node, parallel, router, workflow } from "./testing/build-document";
import { validateDocument } from "./validate";

const numbers = fc.array(fc.nat({ max: 9_999 }), { minLength: 24, maxLength: 60 });
const anyNested = numbers.map((drawn) => drawNested(drawn, { earlyJoins: false, depth: 3 }));

const ids = ["a", "b", "c", "d", "e", "f"] as const;
const kinds = [
  "agent",
  "agent",
  "agent",
  "agent",
  "loop",
  "map",
  "parallel",
  "manager",
  "router",
  "merge",
  "note",
  "input",
  "output",
  "on_event",
  "teleport",
];
const anyText = fc.constantFrom(
  "Hi",
  "Hi",
  "Hi",
  "Hi",
  "",
  "{{ nodes.a.output }}",
  "{{ item }}",
  "{{ task }} {{ nodes.d.output }}",
  "{{ nodes.b.output ?? 1 }}",
);

function anyKind(type: string, id: string, text: string): WorkflowNode {
  if (type === "agent") return agent(id, text);
  if (type === "parallel") return parallel(id, ["left", "right"]);
  if (type === "router") return router(id, ["left"]);
  if (type === "loop") return node("loop", id, { until: text.startsWith("{{ nodes") ? text.replaceAll(/[{}]/g, "") : "" });
  return type === "map" ? node(type, id, { items: "received" }) : node(type, id);
}

const anyNode = fc
  .record({
    id: fc.constantFrom(...ids),
    type: fc.constantFrom(...kinds),
    text: anyText,
    parent: fc.constantFrom(undefined, undefined, undefined, ...ids, "ghost"),
    lane: fc.constantFrom(undefined, undefined, "left", "right", "none"),
    errorPort: fc.boolean(),
  })
  .map(({ id, type, text, parent, lane, errorPort }): WorkflowNode => {
    const each = { ...anyKind(type, id, text), settings: { errorPort } };
    return parent === undefined ? each : (inside(parent, [each], lane)[0] ?? each);
  });

const anyEdge = fc
  .tuple(fc.constantFrom(...ids), fc.constantFrom("out", "out", "left", "error", "handoffs", "workers"), fc.constantFrom(...ids))
  .map(([source, sourcePort, target]): WorkflowEdge => {
    const ends = { source, sourcePort, target, targetPort: "in" };
    return { id: edgeId(ends), ...ends };
  });

/** Anything that could stand in a document, sense or not: containers that are not there, circles of containers, edges across borders. */
const anyMess: fc.Arbitrary<WorkflowDocument> = fc
  .record({
    nodes: fc.uniqueArray(anyNode, { selector: ({ id }) => id, minLength: 1, maxLength: 6 }),
    edges: fc.uniqueArray(anyEdge, { selector: ({ id }) => id, maxLength: 8 }),
  })
  .map(({ nodes, edges }) => ({ ...workflow(nodes), edges }));

const lanesOf = (type: string): readonly (string | undefined)[] => (type === "parallel" ? ["left", "right"] : [undefined]);
const isContainer = ({ type }: WorkflowNode) => ["loop", "map", "parallel", "on_event"].includes(type);

/** Of a mess, what a person could have drawn: containers that are some and hold something, and edges that the canvas takes. */
const anyDrawn = anyMess.map((mess) => {
  const holds = new Map(mess.nodes.filter(isContainer).map(({ id, type }) => [id, lanesOf(type)]));
  const nodes = mess.nodes.map(({ parent = "", lane, ...each }): WorkflowNode => {
    const lanes = holds.get(parent);
    if (lanes === undefined || parent >= each.id || each.type === "input" || each.type === "output") return each;
    return inside(parent, [each], lanes.includes(lane) ? lane : lanes[0])[0] ?? each;
  });
  const content = [...holds].flatMap(([id, lanes]) => lanes.flatMap((lane) => inside(id, [agent(`in_${id}_${lane ?? "body"}`)], lane)));
  let drawn: WorkflowDocument = { ...mess, nodes: [...nodes, ...content], edges: [] };
  for (const edge of mess.edges) if (canConnect(drawn, edge).ok) drawn = { ...drawn, edges: [...drawn.edges, edge] };
  return drawn;
});

/** What every plan holds, however the workflow was drawn. */
function expectSound(plan: Plan, document: WorkflowDocument): void {
  const place = new Map(plan.nodes.map(({ id }, index) => [id, index]));
  const bodies = plan.nodes.flatMap((each) => each.bodies ?? []);
  const called = plan.nodes.filter((each) => each.isCalled === true).map(({ id }) => id);
  const root = plan.root ?? plan.nodes.map(({ id }) => id);

  expect([...place.keys()].sort()).toEqual(
    document.nodes
      .filter(({ type }) => type !== "note")
      .map(({ id }) => id)
      .sort(),
  );
  // Everything that runs belongs to exactly one list.
  expect([...root, ...bodies.flatMap(({ nodes }) => nodes), ...called].sort()).toEqual([...place.keys()].sort());
  const listOf = new Map([root, ...bodies.map(({ nodes }) => nodes)].flatMap((list) => list.map((id) => [id, list] as const)));
  for (const { source, target } of plan.edges) {
    expect(place.get(source)).toBeLessThan(place.get(target) ?? -1);
    expect(listOf.get(source)).toBe(listOf.get(target));
  }
  for (const list of [root, ...bodies.map(({ nodes }) => nodes)]) {
    expect(list).toEqual([...list].sort((a, b) => (place.get(a) ?? 0) - (place.get(b) ?? 0)));
    expect(list.length).toBeGreaterThan(0);
  }
  for (const { nodes, exits } of bodies) {
    expect(exits.length).toBeGreaterThan(0);
    for (const exit of exits) expect(nodes).toContain(exit);
  }
  for (const each of plan.nodes) for (const id of Object.values(each.bindings ?? {}).flat()) expect(place.has(id)).toBe(true);
  for (const id of plan.outputNodes) expect(root).toContain(id);
}

describe("a nested workflow", () => {
  it("that is sound has a plan whose scopes are each in order", () => {
    fc.assert(
      fc.property(anyNested, (document) => {
        const plan = compileDocument(document);
        if (!plan.ok) throw new Error(plan.error.map(({ message }) => message).join("\n"));
        expectSound(plan.value, document);
        expect(parseDocument(exportDocument(document))).toEqual({ ok: true, value: document });
      }),
    );
  });

  it("takes exactly the edges that validation then has nothing against", () => {
    const ends = fc.record({ source: fc.nat(), sourcePort: fc.constantFrom("out", "left", "otherwise", "handoffs"), target: fc.nat() });
    fc.assert(
      fc.property(anyNested, ends, (document, { source, sourcePort, target }) => {
        const at = (place: number) => document.nodes[place % document.nodes.length]?.id ?? "input";
        const wanted = { source: at(source), sourcePort, target: at(target), targetPort: "in" };
        const after = { ...document, edges: [...document.edges, { id: edgeId(wanted), ...wanted }] };
        // A node that is called from now on may be the last one of its scope that started by itself.
        const errors = validateDocument(after).filter(({ severity, code }) => severity === "error" && code !== "empty_body");
        expect(canConnect(document, wanted).ok, JSON.stringify(errors)).toBe(errors.length === 0);
      }),
    );
  });

  it("says the same of what leads where with and without an order", () => {
    fc.assert(
      fc.property(anyNested, (document) => {
        const reading = readDocument(document);
        if (reading.order === null) throw new Error("It has no cycle.");
        const [flow, leadsTo] = [readFlow(reading, reading.order), leadsToLookup(reading)];
        for (const { id } of document.nodes) {
          for (const { id: reader } of document.nodes) expect(flow.leadsTo(id, reader)).toBe(leadsTo(id, reader));
        }
      }),
      { numRuns: 50 },
    );
  });
});

describe("any document, sense or not", () => {
  it("is judged without a fault, and what has a plan has a sound one", () => {
    fc.assert(
      fc.property(fc.oneof(anyMess, anyDrawn), anyEdge, (document, ends) => {
        const diagnostics = validateDocument(document);
        canConnect(document, ends);
        for (const { id } of document.nodes) readableNames(document, id);
        const plan = compileDocument(document);
        expect(plan.ok).toBe(!diagnostics.some(({ severity }) => severity === "error"));
        if (plan.ok) expectSound(plan.value, document);
        // What is refused on import is refused here too.
        if (!parseDocument(document).ok) expect(plan.ok).toBe(false);
      }),
      { numRuns: 500 },
    );
  });
});
