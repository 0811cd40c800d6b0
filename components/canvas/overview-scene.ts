/**
 * A workflow as a picture: every card and edge, gathered by the colours of its state.
 *
 * Built anew when the workflow or its run changes, apart for what moves, what does not, and what is selected of the
 * latter: while cards are dragged or a frame is drawn around them, little is built again. `painter.ts` puts pictures on
 * a canvas.
 */
import { type Box, boxOf, containerHeader, portTop } from "@/lib/client/card-geometry";
import { isContainer } from "@/lib/client/containers";
import { type Curve, curveOf, lookupOf, type Point } from "@/lib/client/edge-geometry";
import { factsOf } from "@/lib/client/node-facts";
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "@/lib/document/schema";
import type { NodeGroup } from "@/lib/nodes/contract";
import { errorPort } from "@/lib/nodes/ports";
import type { EdgeState } from "@/lib/projection/edge-state";
import type { StepStatus } from "@/lib/projection/run-view";
import type { Colours } from "./token-colours";

/** Some cards and edges of a workflow. */
export type Part = { readonly nodes: readonly WorkflowNode[]; readonly edges: readonly WorkflowEdge[] };

/** What moves, the edges that lead from it to what stays, and the rest. */
export type Parts = { readonly still: Part; readonly ties: Part; readonly moving: Part };

export function partsOf(document: WorkflowDocument, moving: ReadonlySet<string>): Parts {
  const movingEnds = ({ source, target }: WorkflowEdge) => Number(moving.has(source)) + Number(moving.has(target));
  const edgesWith = (ends: number) => document.edges.filter((edge) => movingEnds(edge) === ends);
  return {
    still: { nodes: document.nodes.filter(({ id }) => !moving.has(id)), edges: edgesWith(0) },
    ties: { nodes: [], edges: edgesWith(1) },
    moving: { nodes: document.nodes.filter(({ id }) => moving.has(id)), edges: edgesWith(2) },
  };
}

/** Two places further apart than this are not the same, in canvas units. */
const hair = 0.01;

/** How far everything that moves was carried; null where it did not all go the same way. */
export function carriedBy(document: WorkflowDocument, positions: ReadonlyMap<string, Point>): Point | null {
  const nodes = lookupOf(document.nodes);
  let carried: Point | null = null;
  for (const [id, { x, y }] of positions) {
    const home = nodes.get(id)?.position;
    if (home === undefined) continue;
    carried ??= { x: x - home.x, y: y - home.y };
    if (Math.abs(x - home.x - carried.x) > hair || Math.abs(y - home.y - carried.y) > hair) return null;
  }
  return carried;
}

export type Picture = {
  readonly document: WorkflowDocument;
  /** What of it is in this picture. */
  readonly part: Part;
  /** Where nodes are that are not where the document has them. */
  readonly positions: ReadonlyMap<string, Point>;
  readonly selectedNodes: ReadonlySet<string>;
  readonly selectedEdges: ReadonlySet<string>;
  /** Nodes with an error. */
  readonly problems: ReadonlySet<string>;
  /** Null without a run. */
  readonly statusOf: (nodeId: string) => StepStatus | null;
  readonly edgeStateOf: (edgeId: string) => EdgeState | null;
};

export type Look = { readonly fill?: string; readonly stroke?: string; readonly width?: number; readonly dash?: readonly number[] };
export type Gathered<Shape> = Look & { readonly shapes: readonly Shape[] };
export type Label = Point & { readonly text: string; readonly colour: string };

/** In the order in which it is drawn. */
export type Scene = {
  readonly edges: readonly Gathered<Curve>[];
  readonly cards: readonly Gathered<Box>[];
  /** On the cards: the tiles of their kinds, and the frames of those selected. */
  readonly marks: readonly Gathered<Box>[];
  readonly labels: readonly Label[];
};

/** Shapes of one look stand together; looks are drawn in the order in which they were first asked for. */
class Gathering<Shape> {
  private readonly byKey = new Map<string, Look & { readonly shapes: Shape[] }>();

  add(key: string, look: () => Look, ...shapes: readonly Shape[]): void {
    const known = this.byKey.get(key);
    if (known === undefined) this.byKey.set(key, { ...look(), shapes: [...shapes] });
    else known.shapes.push(...shapes);
  }

  all(): readonly Gathered<Shape>[] {
    return [...this.byKey.values()];
  }
}

export function buildScene(picture: Picture, colour: Colours): Scene {
  const cards = new Gathering<Box>();
  const marks = new Gathering<Box>();
  const labels: Label[] = [];
  for (const node of picture.part.nodes) {
    const box = { ...boxOf(node), ...(picture.positions.get(node.id) ?? node.position) };
    const status = picture.statusOf(node.id);
    const { key, look } = cardLook(node, status, picture.problems.has(node.id));
    cards.add(key, () => look(colour), box);
    addTile(marks, node, box, colour);
    if (picture.selectedNodes.has(node.id)) addFrame(marks, box, colour);
    const text = node.title || factsOf(node).definition?.label || "";
    const drop = isContainer(node) ? containerHeader / 2 - portTop : 0;
    labels.push({ x: box.x, y: box.y + drop, text, colour: colour(status === "skipped" ? "ink-soft" : "ink") });
  }
  return { edges: edgesOf(picture, colour), cards: cards.all(), marks: marks.all(), labels };
}

/** Only what is selected of a part, to lie above its picture without it. */
export function buildSelection(picture: Picture, colour: Colours): Scene {
  const marks = new Gathering<Box>();
  for (const node of picture.part.nodes) {
    if (picture.selectedNodes.has(node.id))
      addFrame(marks, { ...boxOf(node), ...(picture.positions.get(node.id) ?? node.position) }, colour);
  }
  const edges = picture.part.edges.filter(({ id }) => picture.selectedEdges.has(id));
  return { edges: edgesOf({ ...picture, part: { nodes: [], edges } }, colour), cards: [], marks: marks.all(), labels: [] };
}

function addFrame(marks: Gathering<Box>, box: Box, colour: Colours): void {
  marks.add("selected", () => ({ stroke: colour("accent"), width: 2.5 }), box);
}

const tile = { x: 12, y: 16, size: 28 };
/** In a container's header. */
const smallTile = { x: 11, y: 6, size: 24 };
const kindTokens: { readonly [Group in NodeGroup]: string } = {
  agents: "k-agent",
  flow: "k-flow",
  people: "k-people",
  data: "k-data",
  world: "k-world",
  notes: "k-note",
};

function addTile(marks: Gathering<Box>, node: WorkflowNode, { x, y }: Point, colour: Colours): void {
  const { definition, isNote } = factsOf(node);
  if (isNote) return;
  const token = kindTokens[definition?.group ?? "data"];
  const { size, ...at } = isContainer(node) ? smallTile : tile;
  const box = { x: x + at.x, y: y + at.y, width: size, height: size };
  marks.add(token, () => ({ fill: mixed(colour(token), "60%", colour("surface")) }), box);
}

type CardLook = { readonly key: string; readonly look: (colour: Colours) => Look };

function cardLook(node: WorkflowNode, status: StepStatus | null, hasProblem: boolean): CardLook {
  // A frame only: what stands in it lies beneath it in the picture.
  if (isContainer(node)) return frameLook(status, hasProblem);
  if (factsOf(node).isNote) return { key: "note", look: (colour) => ({ fill: colour("note"), stroke: colour("note-line"), width: 1 }) };
  if (hasProblem) return { key: "problem", look: (colour) => ({ fill: colour("surface"), stroke: colour("danger"), width: 1.5 }) };
  switch (status) {
    case "running":
    case "waiting":
      return { key: status, look: (colour) => tinted(status, colour) };
    case "failed":
      return { key: status, look: (colour) => tinted("danger", colour) };
    case "succeeded":
      return { key: status, look: (colour) => ({ fill: colour("surface"), stroke: colour("success"), width: 1.5 }) };
    case "skipped":
      return {
        key: status,
        look: (colour) => ({ fill: colour("paper"), stroke: mixed(colour("ink-soft"), "50%", colour("paper")), width: 1, dash: [3, 3] }),
      };
    default:
      return { key: "rest", look: (colour) => ({ fill: colour("surface"), stroke: colour("line-strong"), width: 1 }) };
  }
}

function frameLook(status: StepStatus | null, hasProblem: boolean): CardLook {
  const token = hasProblem || status === "failed" ? "danger" : (frameTokens[status ?? "pending"] ?? "line-strong");
  return { key: `container ${token}`, look: (colour) => ({ stroke: colour(token), width: 1.5 }) };
}

const frameTokens: { readonly [S in StepStatus]?: string } = { running: "running", waiting: "waiting", succeeded: "success" };

function tinted(token: string, colour: Colours): Look {
  return { fill: mixed(colour(token), colour("tint"), colour("surface")), stroke: colour(token), width: 1.5 };
}

/** What was not taken lies under what was. */
const edgeOrder: readonly EdgeLook[] = ["pending", "skipped", "error", "taken", "running", "selected"];
type EdgeLook = EdgeState | "error" | "selected";

function edgesOf(picture: Picture, colour: Colours): readonly Gathered<Curve>[] {
  const edges = new Gathering<Curve>();
  const nodes = lookupOf(picture.document.nodes);
  for (const look of edgeOrder) edges.add(look, () => edgeLook(look, colour));
  for (const edge of picture.part.edges) {
    const curve = curveOf(edge, nodes, picture.positions);
    const look = picture.selectedEdges.has(edge.id) ? "selected" : lookAtRest(edge, picture.edgeStateOf(edge.id) ?? "pending");
    if (curve !== null) edges.add(look, () => edgeLook(look, colour), curve);
  }
  return edges.all();
}

/** The way of a failure keeps its colour, until it is known that nothing went along it. */
function lookAtRest({ sourcePort }: WorkflowEdge, state: EdgeState): EdgeLook {
  return sourcePort === errorPort && state !== "skipped" ? "error" : state;
}

function edgeLook(look: EdgeLook, colour: Colours): Look {
  switch (look) {
    case "selected":
      return { stroke: colour("accent"), width: 2 };
    case "error":
      return { stroke: colour("danger"), width: 1 };
    case "running":
      return { stroke: colour("running"), width: 1.5 };
    case "taken":
      return { stroke: colour("ink"), width: 1 };
    case "skipped":
      return { stroke: mixed(colour("ink-soft"), "72%", colour("paper")), width: 1, dash: [3, 4] };
    default:
      return { stroke: mixed(colour("ink-soft"), "75%", colour("paper")), width: 1 };
  }
}

function mixed(colour: string, share: string, into: string): string {
  return `color-mix(in srgb, ${colour} ${share}, ${into})`;
}
