import ElkApi from "elkjs/lib/elk.bundled.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyCommands } from "../../document/apply-command";
import type { WorkflowDocument, WorkflowNode } from "../../document/schema";
import { documentOf, edgeOf, nodeOf, standingIn } from "../../document/testing";
import { boxOf, containerHeader, laneHeight, overlaps } from "../card-geometry";

import { mutableCopy } from "./layout-graph";
import { type LayOut, tidyDocument } from "./tidy-document";

const elk = new ElkApi();

/** The engine itself, without the worker it lives in elsewhere. */
const layOut: LayOut = async (graph) => {
  const laidOut = await elk.layout(mutableCopy(graph));
  return new Map((laidOut.children ?? []).map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
};

const tidied = async (document: WorkflowDocument) => applyCommands(document, (await tidyDocument(document, layOut)).commands);

const laneIds = ["one", "two", "three"];

function containerOf(id: string, type: string): WorkflowNode {
  const lanes = { lanes: laneIds.map((lane) => ({ id: lane, title: lane })) };
  return { ...nodeOf(id, type === "parallel" ? lanes : {}), type };
}

/** Nodes of every size anywhere, in containers up to three deep, with edges that make no circle. */
const documents = fc
  .array(
    fc.record({
      type: fc.constantFrom("agent", "agent", "router", "loop", "map", "parallel", "note"),
      inside: fc.option(fc.nat(20)),
      lane: fc.constantFrom(...laneIds),
      x: fc.integer({ min: -500, max: 2_000 }),
      y: fc.integer({ min: -500, max: 2_000 }),
      before: fc.array(fc.nat(20), { maxLength: 3 }),
    }),
    { minLength: 1, maxLength: 18 },
  )
  .map((parts) => {
    // One card at least: notes are only placed beside cards.
    const nodes: WorkflowNode[] = [];
    const depth = new Map<string, number>();
    for (const [index, part] of parts.entries()) {
      const around = nodes.filter(({ type, id }) => ["loop", "map", "parallel"].includes(type) && (depth.get(id) ?? 0) < 2);
      const parent = part.inside === null ? undefined : around[part.inside % Math.max(1, around.length)];
      const base = { ...containerOf(`n${index}`, index === 0 ? "agent" : part.type), position: { x: part.x, y: part.y } };
      const node = parent === undefined ? base : standingIn(parent.id, base, parent.type === "parallel" ? part.lane : undefined);
      depth.set(node.id, parent === undefined ? 0 : (depth.get(parent.id) ?? 0) + 1);
      nodes.push(node);
    }
    const edges = parts.flatMap(({ before }, index) =>
      before.flatMap((number) => {
        const [source, target] = [nodes[number % Math.max(1, index)], nodes[index]];
        const isDrawn = source !== undefined && target !== undefined && source !== target && source.parent === target.parent;
        return isDrawn && source.type !== "note" && target.type !== "note" ? [edgeOf(`${source.id}>${target.id}`)] : [];
      }),
    );
    return { ...documentOf(nodes), edges };
  });

const isRouter = (node: WorkflowNode) => node.type === "router";

describe("tidying up a document with containers", () => {
  it("lets no two siblings overlap, keeps every child inside its container, and lets edges lead to the right", {
    timeout: 60_000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const { nodes, edges } = await tidied(document);
        const byId = new Map(nodes.map((node) => [node.id, node]));
        for (const node of nodes) {
          const container = byId.get(node.parent ?? "");
          if (container !== undefined) expect(isInside(node, container)).toBe(true);
          const siblings = nodes.filter((other) => other.id > node.id && other.parent === node.parent);
          for (const sibling of siblings) expect(overlaps(boxOf(node), boxOf(sibling))).toBe(false);
        }
        for (const { source, target } of edges) {
          const [from, to] = [byId.get(source), byId.get(target)];
          // A router leads on by ports of its own, so this edge is at a port that does not exist.
          if (from === undefined || to === undefined || isRouter(from)) continue;
          expect(boxOf(from).x + boxOf(from).width).toBeLessThan(boxOf(to).x);
        }
      }),
      { numRuns: 60 },
    );
  });

  it("puts the cards of a lane into its row", async () => {
    const { nodes } = await tidied(
      documentOf(
        [
          containerOf("team", "parallel"),
          { ...standingIn("team", nodeOf("b"), "two"), position: { x: 900, y: 10 } },
          { ...standingIn("team", nodeOf("a"), "two"), position: { x: 10, y: 300 } },
          standingIn("team", nodeOf("c"), "three"),
        ],
        ["b>a"],
      ),
    );
    const rowOf = (id: string) => Math.floor(((nodes.find((node) => node.id === id)?.position.y ?? 0) - containerHeader) / laneHeight);
    expect(["a", "b", "c"].map(rowOf)).toEqual([1, 1, 2]);
  });

  it("leaves every container as large as it is the second time", { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(documents, async (document) => {
        const once = await tidied(document);
        const sizes = (await tidyDocument(once, layOut)).commands.filter(({ type }) => type === "resize_nodes");
        expect(sizes).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });
});

function isInside(node: WorkflowNode, container: WorkflowNode): boolean {
  const { x, y, width, height } = boxOf(node);
  const outer = boxOf(container);
  return x >= 0 && y >= containerHeader && x + width <= outer.width && y + height <= outer.height;
}
