import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgeId, type WorkflowDocument } from "../document/schema";
import { canConnect } from "./can-connect";
import { drawWorkflow } from "./testing/any-workflow";
import { agent, edge, inside, node, router, workflow } from "./testing/build-document";
import { validateDocument } from "./validate";

/** Enough numbers for up to `most` nodes. */
function anyWorkflow(options: { readonly earlyJoins: boolean; readonly most: number }): fc.Arbitrary<WorkflowDocument> {
  const number = fc.nat({ max: 9_999 });
  return fc.array(number, { minLength: 4, maxLength: 4 * options.most }).map((numbers) => drawWorkflow(numbers, options));
}

//  input ─► a ─► b     c     route     output
const document = workflow(
  [node("input"), agent("a"), agent("b"), agent("c"), router("route", ["left"]), node("output"), node("note")],
  ["input>a", "a>b", "c>route"],
);

describe("canConnect", () => {
  it.each(["b>output", "a>output", "b>c", "route.left>b", "input>b", "route.otherwise>output"])("allows %s", (arrow) => {
    expect(canConnect(document, edge(arrow))).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ["b>a", "cycle", "An edge from B to A would make a cycle: use a Loop to repeat steps."],
    ["route.left>c", "cycle", "An edge from Route to C would make a cycle: use a Loop to repeat steps."],
    ["a>a", "self_edge", "A: an edge from a node to itself would make a cycle: use a Loop to repeat it."],
    ["a>b", "duplicate_edge", "B is connected to A here already."],
    [
      "a>route",
      "too_many_inputs",
      "Route: it takes one input. Put a Merge (the branch that ran) or a Collect (all of them) in front of it.",
    ],
    ["output>a", "unknown_port", "Output: it has no way out called `out`. Nothing can follow an Output. Delete the edge."],
    ["a>input", "unknown_port", "Input: it has no way in called `in`. Nothing can lead to an Input. Delete the edge."],
    ["a>note", "unknown_port", "Note: it has no way in called `in`. Nothing can lead to a note. Delete the edge."],
    ["route>a", "unknown_port", "Route: it has no way out called `out`. Delete the edge, or start it at left and Otherwise."],
    ["a>ghost", "unknown_node", "A: an edge leads to a node `ghost` that is not there. Delete the edge."],
  ])("refuses %s", (arrow, code, message) => {
    expect(canConnect(document, edge(arrow))).toMatchObject({ ok: false, error: { code, message, severity: "error" } });
  });

  it("allows exactly the edges that validation then has nothing against", () => {
    const ends = fc.record({ source: fc.nat(), sourcePort: fc.constantFrom("out", "left", "otherwise"), target: fc.nat() });
    fc.assert(
      fc.property(anyWorkflow({ earlyJoins: false, most: 7 }), ends, (drawn, { source, sourcePort, target }) => {
        const at = (place: number) => drawn.nodes[place % drawn.nodes.length]?.id ?? "input";
        const wanted = { source: at(source), sourcePort, target: at(target), targetPort: "in" };
        const after = { ...drawn, edges: [...drawn.edges, { id: edgeId(wanted), ...wanted }] };
        const errors = validateDocument(after).filter(({ severity }) => severity === "error");
        expect(canConnect(drawn, wanted).ok).toBe(errors.length === 0);
      }),
    );
  });

  //   input ─► lead ─► front ─► output      lead ┄► coder ┄► tester
  const team = workflow(
    [
      node("input"),
      node("manager", "lead"),
      agent("front"),
      agent("coder"),
      agent("tester"),
      agent("loose", "Hi"),
      node("loop"),
      ...inside("loop", [agent("inner")]),
      node("merge"),
      node("output"),
    ],
    ["input>lead", "lead>front", "front>output", "lead.workers>coder", "coder.handoffs>tester", "loose>merge"],
  );

  it.each(["tester.handoffs>coder", "lead.workers>front", "lead.workers>loop", "front.handoffs>lead", "input>coder"])(
    "lets nodes call each other, in circles too, and the flow run what is called: %s",
    (arrow) => {
      expect(canConnect(team, edge(arrow))).toEqual({ ok: true, value: undefined });
    },
  );

  it.each([
    ["lead.workers>merge", "not_callable", "Merge: Lead can't call it. Workers takes agents, teams and containers."],
    ["front.handoffs>loop", "not_callable", "Loop: Front can't call it. Handoff takes agents and teams."],
    ["front.handoffs>front", "self_edge", "Front: a node can't hand work to itself. Connect another one."],
    [
      "front>inner",
      "crosses_border",
      "Inner: no edge enters a container. Connect Front to Loop: the first steps inside receive what it receives.",
    ],
    [
      "front.handoffs>inner",
      "crosses_border",
      "Inner: Front calls only nodes that stand where it stands. Put both into one container, or both onto the canvas.",
    ],
    [
      "coder>output",
      "called_with_successor",
      "Coder: nothing can follow it, because its result goes back to who called it (Lead). Let the edge start there, or connect something to Coder's input so that it also runs in the flow.",
    ],
    [
      "front.handoffs>loose",
      "called_with_successor",
      "Loose: nothing can follow it, because its result goes back to who called it (Front). Let the edge start there, or connect something to Loose's input so that it also runs in the flow.",
    ],
  ])("refuses %s", (arrow, code, message) => {
    expect(canConnect(team, edge(arrow))).toMatchObject({ ok: false, error: { code, message, severity: "error" } });
  });
});
