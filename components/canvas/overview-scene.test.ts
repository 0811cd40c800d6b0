import { describe, expect, it } from "vitest";
import { documentOf } from "@/lib/document/testing";
import { buildScene, buildSelection, carriedBy, type Picture, partsOf } from "./overview-scene";

const document = documentOf(["a", "b", "c"], ["a>b", "b>c"]);
const nothing: ReadonlySet<string> = new Set();
const picture: Picture = {
  document,
  part: partsOf(document, nothing).still,
  positions: new Map(),
  selectedNodes: nothing,
  selectedEdges: nothing,
  problems: nothing,
  statusOf: () => null,
  edgeStateOf: () => null,
};
const colour = (token: string) => token;
const homeOf = (id: string) => document.nodes.find((node) => node.id === id)?.position ?? { x: 0, y: 0 };
const movedBy = (id: string, x: number, y: number) => [id, { x: homeOf(id).x + x, y: homeOf(id).y + y }] as const;

describe("a workflow as a picture", () => {
  it("is parted into what stays, what moves, and the edges between them, each drawn once", () => {
    const { still, ties, moving } = partsOf(document, new Set(["b", "c"]));
    expect(still.nodes.map(({ id }) => id)).toEqual(["a"]);
    expect(moving.nodes.map(({ id }) => id)).toEqual(["b", "c"]);
    expect([still, ties, moving].map(({ edges }) => edges.map(({ source, target }) => `${source}>${target}`))).toEqual([
      [],
      ["a>b"],
      ["b>c"],
    ]);
  });

  it("is carried as a whole only where everything that moves went the same way", () => {
    expect(carriedBy(document, new Map([movedBy("a", 12.5, -4), movedBy("b", 12.5, -4)]))).toEqual({ x: 12.5, y: -4 });
    expect(carriedBy(document, new Map([movedBy("a", 12.5, -4), movedBy("b", 12.5, 4)]))).toBeNull();
    expect(carriedBy(document, new Map())).toBeNull();
  });

  it("shows a selection above a picture that knows nothing of it", () => {
    const selectedNodes = new Set(["b"]);
    const selectedEdges = new Set([document.edges[0]?.id ?? ""]);
    const { marks, edges, cards, labels } = buildSelection({ ...picture, selectedNodes, selectedEdges }, colour);
    expect(marks).toEqual([{ stroke: "accent", width: 2.5, shapes: [expect.objectContaining(homeOf("b"))] }]);
    expect(edges.filter(({ shapes }) => shapes.length > 0)).toEqual([expect.objectContaining({ stroke: "accent" })]);
    expect([cards, labels]).toEqual([[], []]);
    expect(buildScene(picture, colour).marks.some(({ stroke }) => stroke === "accent")).toBe(false);
  });
});
