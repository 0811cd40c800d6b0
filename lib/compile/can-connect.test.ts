import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edgeId, type WorkflowDocument } from "../document/schema";
import { canConnect } from "./can-connect";
import { drawWorkflow } from "./testing/any-workflow";
import { agent, edge, node, router, workflow } from "./testing/build-document";
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
});
