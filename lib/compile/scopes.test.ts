import { describe, expect, it } from "vitest";
import type { WorkflowNode } from "../document/schema";
import { limits } from "../shared/limits";
import { compileDocument } from "./compile";
import type { Plan, PlanNode } from "./plan";
import { agent, inside, node, parallel, router, summarised, workflow } from "./testing/build-document";
import { validateDocument } from "./validate";

const problems = (...given: Parameters<typeof workflow>) => summarised(validateDocument(workflow(...given)));
const sentences = (...given: Parameters<typeof workflow>) => validateDocument(workflow(...given)).map(({ message }) => message);

function planOf(...given: Parameters<typeof workflow>): Plan {
  const plan = compileDocument(workflow(...given));
  if (!plan.ok) throw new Error(plan.error.map(({ message }) => message).join("\n"));
  return plan.value;
}

function planNode(plan: Plan, id: string): PlanNode {
  const found = plan.nodes.find((each) => each.id === id);
  if (found === undefined) throw new Error(`The plan has no ${id}.`);
  return found;
}

/** Input, then a container of that kind around these nodes, then Output. */
function around(container: WorkflowNode, nodes: readonly WorkflowNode[], arrows: readonly string[] = []): Parameters<typeof workflow> {
  const { id } = container;
  return [
    [node("input"), container, ...inside(id, nodes), node("output")],
    [`input>${id}`, `${id}>output`, ...arrows],
  ];
}

describe("a container", () => {
  it("needs nothing connected inside: its first nodes receive what it does", () => {
    expect(problems(...around(node("loop"), [agent("writer"), agent("critic", "{{ received }}")], ["writer>critic"]))).toEqual([]);
  });

  it("has to hold something that starts, in each of its lanes", () => {
    expect(problems(...around(node("loop"), [node("note")]))).toEqual(["error empty_body loop"]);
    expect(sentences(...around(node("loop"), []))).toEqual(["Loop: there is nothing in it. Put at least one node in."]);
    const team = parallel("team", ["a", "b"]);
    const [nodes, arrows] = around(team, []);
    expect(sentences([...nodes, ...inside("team", [agent("x")], "a")], arrows)).toEqual([
      "Team: there is nothing in its lane Lane b. Put at least one node in, or remove the lane.",
    ]);
    const called = around(node("loop"), [agent("a"), agent("b")], ["a.handoffs>b", "b.handoffs>a"]);
    expect(problems(...called)).toContain("error empty_body loop");
  });

  it("holds no Input and no Output", () => {
    const [nodes, arrows] = around(node("loop"), [agent("writer"), node("input", "more"), node("output", "end")], ["writer>end"]);
    expect(problems(nodes, arrows)).toEqual(["error only_on_canvas more", "error only_on_canvas end"]);
  });

  it("is one of a kind that can hold nodes, and is there", () => {
    const [nodes, arrows] = around(node("loop"), [agent("writer")]);
    expect(problems([...nodes, ...inside("output", [agent("x", "Hi")])], arrows)).toEqual(["error not_a_container x"]);
    expect(problems([...nodes, ...inside("ghost", [agent("x", "Hi")])], arrows)).toEqual(["error unknown_container x"]);
    const unknown = [node("input"), node("teleport"), ...inside("teleport", [agent("x", "{{ warp }}")]), node("output")];
    expect(problems(unknown, ["input>teleport", "teleport>output"])).toEqual(["error unknown_kind teleport"]);
  });

  it("never stands in itself, and validation says so instead of going round", () => {
    const [a, b] = [node("loop", "a"), node("loop", "b")];
    const found = problems([...inside("b", [a]), ...inside("a", [b]), agent("x", "Hi"), node("output")], ["x>output"]);
    expect(found).toContain("error container_cycle a");
    expect(found).toContain("error container_cycle b");
  });

  it("has the lanes its nodes stand in", () => {
    const [nodes, arrows] = around(parallel("team", ["a"]), []);
    const filled = [...nodes, ...inside("team", [agent("ok")], "a")];
    expect(problems(filled, arrows)).toEqual([]);
    expect(sentences([...filled, ...inside("team", [agent("x")], "z")], arrows)).toEqual([
      "X: Team has no lane `z`. Move it into another lane, or delete it.",
    ]);
    expect(sentences([...filled, ...inside("team", [agent("x")])], arrows)).toEqual([
      "X: it stands in no lane of Team. Move it into one, or delete it.",
    ]);
    const [looped, loopArrows] = around(node("loop"), [agent("writer")]);
    expect(problems([...looped, ...inside("loop", [agent("x")], "z")], loopArrows)).toEqual(["error unknown_lane x"]);
  });

  it("may be nested up to the limit, and one level more is refused, once", () => {
    const nest = (depth: number) => {
      const loops = Array.from({ length: depth }, (_, level) => {
        const loop = node("loop", `l${level}`);
        return level === 0 ? loop : { ...loop, parent: `l${level - 1}` };
      });
      const innermost = inside(`l${depth - 1}`, [agent("writer")]);
      return problems([node("input"), ...loops, ...innermost, node("output")], ["input>l0", "l0>output"]);
    };
    const { value: most } = limits.containerDepth;
    expect(nest(most)).toEqual([]);
    expect(nest(most + 1)).toEqual(["error too_deep writer"]);
    expect(nest(most + 2)).toEqual([`error too_deep l${most + 1}`]);
  });

  it("does not count the circles of its inside as those of the canvas", () => {
    const [nodes, arrows] = around(node("loop"), [agent("a"), agent("b")], ["a>b", "b>a"]);
    expect(problems(nodes, arrows)).toEqual(["error cycle a"]);
  });
});

describe("an edge", () => {
  const nodes = [
    node("input"),
    parallel("team", ["a", "b"]),
    ...inside("team", [agent("left")], "a"),
    ...inside("team", [agent("right")], "b"),
    node("output"),
  ];
  const arrows = ["input>team", "team>output"];

  it.each([
    ["left>output", "Output: no edge leaves a container. What leaves Team is its output: start the edge at Team."],
    ["input>left", "Left: no edge enters a container. Connect Input to Team: the first steps inside receive what it receives."],
    [
      "left>right",
      "Right: no edge leads from one lane to another, because lanes run side by side. Put both into one lane, or connect Right behind Team.",
    ],
    ["team>left", "Left: it stands in Team and receives from it without an edge. Delete the edge."],
    ["left>team", "Left: what the last steps in Team come to is its output, without an edge. Delete the edge."],
  ])("crosses no border: %s", (arrow, message) => {
    const [found] = validateDocument(workflow(nodes, [...arrows, arrow]));
    expect(found).toMatchObject({ code: "crosses_border", severity: "error", message });
  });
});

describe("a node that is called", () => {
  const team = [node("input"), node("manager", "lead"), agent("coder"), agent("tester"), node("output")];
  const arrows = ["input>lead", "lead>output", "lead.workers>coder", "lead.workers>tester"];

  it("needs no input and no successor, and may call back", () => {
    expect(problems(team, [...arrows, "coder.handoffs>tester", "tester.handoffs>coder"])).toEqual([]);
  });

  it("has no successor: its result goes back", () => {
    expect(problems(team, [...arrows, "coder>output"])).toEqual(["error called_with_successor coder"]);
    expect(sentences(team, [...arrows, "coder>output"])[0]).toBe(
      "Coder: nothing can follow it, because its result goes back to who called it (Lead). Let the edge start there, or connect something to Coder's input so that it also runs in the flow.",
    );
  });

  it("may run in the flow as well", () => {
    expect(problems(team, [...arrows, "input>coder", "coder>output"])).toEqual([]);
  });

  it("is an agent, a team or a container", () => {
    const nodes = [
      ...team,
      node("loop"),
      ...inside("loop", [agent("x")]),
      node("merge", "mix"),
      node("on_event"),
      ...inside("on_event", [agent("y")]),
    ];
    const flow = [...arrows, "input>mix", "mix>output"];
    expect(problems(nodes, [...flow, "lead.workers>loop"])).toEqual([]);
    expect(problems(nodes, [...flow, "lead.workers>mix"])).toContain("error not_callable mix");
    expect(problems(nodes, [...flow, "lead.workers>on_event"])).toContain("error not_callable on_event");
    expect(sentences(nodes, [...flow, "coder.handoffs>loop"])).toContain("Loop: Coder can't call it. Handoff takes agents and teams.");
    expect(problems(team, [...arrows, "lead.workers>lead"])).toEqual(["error self_edge lead"]);
  });

  it("may be anything that comes back with an output where a model calls it as a function", () => {
    const nodes = [node("input"), agent("writer"), node("code"), node("http", "api", { url: "https://example.com" }), node("output")];
    const flow = ["input>writer", "writer>output", "writer.tools>code", "writer.tools>api"];
    expect(problems(nodes, flow)).toEqual([]);
    expect(problems([...nodes, node("output", "end")], [...flow, "writer.tools>end"])).toContain("error not_callable end");
    const existing = nodes.map((each) => (each.id === "writer" ? { ...each, config: { ...each.config, agentId: "ag_1" } } : each));
    expect(problems(existing, flow)).toEqual(["warning tools_not_offered writer.agentId"]);
    expect(sentences(existing, flow)[0]).toContain("functions of the same name at Mistral: code and api.");
    const parameter = { key: "city", label: "", type: "text" as const, required: true };
    const twice = { ...node("code"), settings: { tool: { description: "", parameters: [parameter, parameter] } } };
    const offered = nodes.map((each) => (each.id === "code" ? twice : each));
    expect(problems(offered, flow)).toEqual(["error duplicate_field code.parameters.1.key"]);
    const changing = (askFirst?: boolean) =>
      nodes.map((each) =>
        each.id === "api"
          ? {
              ...node("http", "api", { url: "https://example.com", method: "POST" }),
              settings: { tool: { description: "", parameters: [], askFirst } },
            }
          : each,
      );
    expect(problems(changing(), flow)).toEqual(["warning asks_nobody api.askFirst"]);
    for (const isSaid of [true, false]) expect(problems(changing(isSaid), flow)).toEqual([]);
    expect(problems(changing(), ["input>api", "api>writer", "writer>output", "writer.tools>code"])).toEqual([]);
    const compiled = compileDocument(
      workflow(
        nodes.map((each) =>
          each.id === "code" ? { ...twice, settings: { tool: { description: "Rain", parameters: [parameter] } } } : each,
        ),
        flow,
      ),
    );
    expect(compiled.ok && compiled.value.nodes.find(({ id }) => id === "code")).toMatchObject({
      isCalled: true,
      tool: { description: "Rain" },
    });
  });

  it("warns when nobody who runs can call it, and needs somebody who does", () => {
    const apart = [...team, agent("a"), agent("b")];
    expect(problems(apart, [...arrows, "a.handoffs>b", "b.handoffs>a"])).toEqual([
      "warning unreachable_node a",
      "warning unreachable_node b",
    ]);
    expect(problems([agent("a"), agent("b")], ["a.handoffs>b", "b.handoffs>a"])).toContain("error nothing_starts");
  });

  it("is there where a port needs one", () => {
    expect(sentences([node("input"), node("manager", "lead"), node("output")], ["input>lead", "lead>output"])).toEqual([
      "Lead: nothing is connected to Workers. Draw an edge from there to each node it may call.",
    ]);
  });
});

describe("an error port", () => {
  const handling = { ...agent("writer"), settings: { errorPort: true } };
  const nodes = (text: string) => [node("input"), handling, agent("excuse"), node("merge"), agent("reader", text), node("output")];
  const arrows = ["input>writer", "writer>merge", "writer.error>excuse", "excuse>merge", "merge>reader", "reader>output"];

  it("is a way on, taken instead of the others", () => {
    expect(problems(nodes("{{ received }}"), arrows)).toEqual([]);
    expect(problems(nodes("{{ nodes.excuse.output }}"), arrows)).toEqual(["warning may_be_skipped reader.message"]);
    expect(problems(nodes("{{ nodes.writer.output }}"), arrows)).toEqual([]);
  });

  it("warns when it leads nowhere, and is not there unless it was asked for", () => {
    const open = [node("input"), handling, node("output")];
    expect(problems(open, ["input>writer", "writer>output"])).toEqual(["warning open_error_port writer"]);
    const off = [node("input"), agent("writer"), node("output")];
    expect(sentences(off, ["input>writer", "writer>output", "writer.error>output"])).toEqual([
      "Writer: it has no way out called `error`. Turn its error port on, or delete the edge.",
    ]);
  });

  it("does not become the default of a choice", () => {
    const route = { ...router("route", ["left"]), settings: { errorPort: true } };
    const reader = agent("reader", "{{ nodes.b.output }}");
    const parts = [node("input"), route, agent("a"), agent("b"), reader, node("merge"), node("output")];
    const ways = [
      "input>route",
      "route.left>a",
      "route.otherwise>b",
      "route.error>b",
      "b>reader",
      "a>merge",
      "reader>merge",
      "merge>output",
    ];
    expect(problems(parts, ways)).toEqual([]);
    expect(
      problems(
        parts,
        ways.filter((way) => way !== "route.otherwise>b"),
      ),
    ).toEqual(["warning open_branch route"]);
  });
});

describe("the plan", () => {
  //   input ─► team ┬ a: left ─► sum   ─► output
  //                 └ b: lead ┄► helper
  const nodes = [
    node("output"),
    ...inside("team", [agent("sum"), agent("left")], "a"),
    ...inside("team", [agent("helper"), node("manager", "lead")], "b"),
    parallel("team", ["a", "b"]),
    node("input"),
  ];
  const plan = planOf(nodes, ["input>team", "team>output", "left>sum", "lead.workers>helper"]);

  it("has the nodes of every scope, and apart from them those the flow of the canvas decides", () => {
    expect(plan.nodes).toHaveLength(7);
    expect(plan.root).toEqual(["input", "team", "output"]);
    expect(plan.outputNodes).toEqual(["output"]);
    expect(plan.edges.map(({ id }) => id)).toEqual(["input.out>team.in", "team.out>output.in", "left.out>sum.in"]);
  });

  it("says what stands in each lane, in order, and with what it ends", () => {
    expect(planNode(plan, "team").bodies).toEqual([
      { id: "a", title: "Lane a", nodes: ["left", "sum"], exits: ["sum"] },
      { id: "b", title: "Lane b", nodes: ["lead"], exits: ["lead"] },
    ]);
    const loop = planOf(...around(node("loop"), [agent("x"), agent("y")]));
    expect(planNode(loop, "loop").bodies).toEqual([{ id: "body", title: "Loop", nodes: ["x", "y"], exits: ["x", "y"] }]);
  });

  it("says who may call whom, and who is only called", () => {
    expect(planNode(plan, "lead").bindings).toEqual({ workers: ["helper"] });
    expect(planNode(plan, "helper")).toMatchObject({ isCalled: true, inEdges: [], outEdges: [] });
    expect(planNode(plan, "lead")).not.toHaveProperty("isCalled");
  });

  it("says which failures are handled and what is tried instead", () => {
    const settings = { errorPort: true, fallbackModel: "mistral-small-latest" };
    const writer = { ...agent("writer"), settings };
    const handled = planOf(
      [node("input"), writer, agent("excuse"), node("output")],
      ["input>writer", "writer>output", "writer.error>excuse", "excuse>output"],
    );
    expect(planNode(handled, "writer")).toMatchObject({ handlesErrors: true, fallback: { model: "mistral-small-latest" } });
    const open = planOf(
      [node("input"), { ...node("loop"), settings }, ...inside("loop", [agent("x")]), node("output")],
      ["input>loop", "loop>output"],
    );
    expect(planNode(open, "loop")).not.toHaveProperty("handlesErrors");
    expect(planNode(open, "loop")).not.toHaveProperty("fallback");
  });

  it("ends a body where nothing follows a success, whatever handles its failure", () => {
    const writer = { ...agent("writer"), settings: { errorPort: true } };
    const handled = planOf(...around(node("map"), [writer, agent("excuse")], ["writer.error>excuse"]));
    expect(planNode(handled, "map").bodies?.[0]?.exits).toEqual(["writer", "excuse"]);
  });

  it("of a workflow without any of this has no field of it", () => {
    const plain = planOf([node("input"), agent("writer"), node("output")], ["input>writer", "writer>output"]);
    expect(Object.keys(plain)).toEqual(["planVersion", "nodes", "edges", "inputFields", "outputNodes", "state"]);
    expect(Object.keys(planNode(plain, "writer"))).toEqual([
      "id",
      "type",
      "title",
      "shape",
      "config",
      "join",
      "inEdges",
      "outEdges",
      "maxAttempts",
      "timeouts",
    ]);
  });
});
