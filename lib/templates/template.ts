/**
 * What a template is, and the few words templates are written with.
 *
 * Pure. A template is an ordinary document: whoever uses it owns a copy. Configs are written out in
 * full here, because this room does not know the kinds.
 */
import { edgeId, emptyDocument, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "../document/schema";
import type { JsonObject } from "../shared/json";

export type TemplateCategory =
  | "In sequence"
  | "In parallel"
  | "Choosing a path"
  | "Teams"
  | "State"
  | "Over and over"
  | "Events"
  | "When something fails"
  | "With people"
  | "With tools";

export type Template = {
  readonly id: string;
  readonly name: string;
  /** One sentence: what it shows and when to use it. */
  readonly summary: string;
  readonly category: TemplateCategory;
  readonly document: WorkflowDocument;
};

type Place = { readonly column: number; readonly row: number };
type Card = Place & { readonly id: string; readonly title: string };

/** Cards are 240 wide and at most 88 high, so these leave 72 and 40 between them. */
const columnWidth = 312;
const rowHeight = 128;

/** Of a container: its first card stands this far from its left and top, its lanes this far apart. */
const containerGutter = 36;
const containerTop = 52;
const laneHeight = 104;
/** From the top of its last card to its lower edge. */
const containerEnd = 104;

export function templateDocument(
  parts: Pick<WorkflowDocument, "name" | "description" | "sampleInput"> & {
    readonly nodes: readonly WorkflowNode[];
    readonly edges: readonly WorkflowEdge[];
    readonly state?: WorkflowDocument["state"];
  },
): WorkflowDocument {
  return { ...emptyDocument(parts.name), ...parts, nodes: [...parts.nodes], edges: [...parts.edges] };
}

export function card(type: string, { id, title, column, row }: Card, config: JsonObject = {}): WorkflowNode {
  const position = { x: column * columnWidth, y: row * rowHeight };
  return { id, type, typeVersion: 1, title, position, config: { ...config } };
}

/** A container around so many columns of cards in so many lanes. Its middle lies on its row, its cards in the columns of the grid. */
export function containerCard(
  type: string,
  { columns = 1, lanes = 1, ...place }: Card & { readonly columns?: number; readonly lanes?: number },
  config: JsonObject,
): WorkflowNode {
  const outside = card(type, place, config);
  const below = (lanes - 1) * laneHeight;
  return {
    ...outside,
    position: { x: outside.position.x - containerGutter, y: outside.position.y - containerTop - below / 2 },
    size: { width: columns * columnWidth, height: containerTop + below + containerEnd },
  };
}

/** A node inside a container: its column counts from the container's left, its row is the number of its lane. */
export function inside(container: string, node: WorkflowNode, lane?: string): WorkflowNode {
  const { x, y } = node.position;
  const position = { x: x + containerGutter, y: (y / rowHeight) * laneHeight + containerTop };
  return { ...node, position, parent: container, ...(lane !== undefined && { lane }) };
}

type AgentParts = {
  readonly model: "mistral-medium-latest" | "mistral-large-latest" | "mistral-small-latest";
  readonly instructions: string;
  readonly message: string;
  readonly context?: "carry" | "fresh";
  readonly tools?: readonly ("web_search" | "code_interpreter" | "image_generation")[];
  readonly temperature?: number;
  /** What it is good at, for whoever may hand work to it. */
  readonly description?: string;
  /** Asks for JSON of this shape instead of text. */
  readonly schema?: { readonly name: string; readonly of: JsonObject };
  readonly stateOutput?: "none" | "convention";
};

export function agentCard(place: Card, { context = "carry", tools = [], schema, ...parts }: AgentParts): WorkflowNode {
  return card("agent", place, {
    provider: "default",
    api: "conversations",
    agentId: "",
    description: "",
    handoffBy: "tool",
    stateOutput: "none",
    ...parts,
    context,
    tools: tools.map((type) => ({ type })),
    output: schema === undefined ? "text" : "json",
    schemaName: schema?.name ?? "",
    schema: schema?.of ?? null,
  });
}

export function noteCard({ id, ...place }: Place & { readonly id: string }, text: string): WorkflowNode {
  return card("note", { id, title: "Note", ...place }, { text });
}

/** "collector>cleaner" is an edge from the only way out to the only way in; "classifier.data>data" names the way out. */
export function edge(arrow: `${string}>${string}`): WorkflowEdge {
  const [from = "", target = ""] = arrow.split(">");
  const [source = "", sourcePort = "out"] = from.split(".");
  const ends = { source, sourcePort, target, targetPort: "in" };
  return { id: edgeId(ends), ...ends };
}

/** A text written over several lines: without the indentation of the code and the first and last line break. */
export function prose(text: string): string {
  const lines = text.replace(/^\n/, "").trimEnd().split("\n");
  const indents = lines.filter((line) => line.trim() !== "").map((line) => line.length - line.trimStart().length);
  const indent = Math.min(...indents);
  return lines.map((line) => line.slice(indent)).join("\n");
}
