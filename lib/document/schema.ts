/**
 * The saved workflow: one readable, versioned JSON document.
 *
 * Pure: knows nodes and edges by name, nothing about what a node kind means. `parseDocument` reads
 * what a person imports; the editor, the server and the compiler share these types.
 */
import { z } from "zod";
import { Budget } from "../shared/budget";
import { JsonValueSchema } from "../shared/json";
import { limits } from "../shared/limits";

export const documentFormat = "windrose.workflow";
export const documentFormatVersion = 1;

/** Node ids are what templates name (`{{nodes.market.output}}`), so they are words, not random strings. */
export const nodeIdPattern = /^[a-z][a-z0-9_]{0,47}$/;
export const NodeId = z.string().regex(nodeIdPattern, "use lower-case letters, digits and _, starting with a letter (at most 48)");

const Position = z.strictObject({ x: z.number().min(-1e6).max(1e6), y: z.number().min(-1e6).max(1e6) });

/** How many of a node's incoming edges it waits for. Absent means `all`: every edge decided, at least one taken. */
export const JoinPolicy = z.discriminatedUnion("wait", [
  z.strictObject({ wait: z.literal("all") }),
  z.strictObject({ wait: z.literal("any"), cancelRest: z.boolean().optional() }),
  z.strictObject({ wait: z.literal("count"), count: z.number().int().min(1).max(5_000), cancelRest: z.boolean().optional() }),
]);
export type JoinPolicy = z.infer<typeof JoinPolicy>;

/** A field that somebody fills in: of a form, or of a call. Keys are what templates name: `{{ input.topic }}`. */
export const FormField = z.strictObject({
  key: NodeId.refine((key) => key !== "constructor" && key !== "prototype", "is a word expressions can't read; choose another"),
  label: z.string().max(120).default(""),
  type: z.enum(["text", "long_text", "number", "choice", "json", "file_text"]).default("text"),
  required: z.boolean().default(true),
  help: z.string().max(500).optional(),
  options: z.array(z.string().min(1).max(200)).max(100).optional(),
});

/** The least and the most that a person can be given to decide, in hours. */
export const decideHours = { min: 0.01, max: limits.longestWaitMs.hard / 3_600_000 } as const;
export const DecideHours = z.number().min(decideHours.min).max(decideHours.max);

/** How a node is offered to a model that may call it as a function. */
export const ToolSignature = z.strictObject({
  /** When to call it and what it gives back; empty: what the node says of itself. */
  description: z.string().max(1_000).default(""),
  /** What the model fills in; none: one text. */
  parameters: z.array(FormField).max(30).default([]),
  /** A person has to allow each call first; absent: nobody said. */
  askFirst: z.boolean().optional(),
  /** With `askFirst`: after so many hours without a decision the call is refused. Absent: it waits as long as it takes. */
  decideHours: DecideHours.optional(),
});
export type ToolSignature = z.infer<typeof ToolSignature>;

/** Attempts and time-outs of one node; absent values take the defaults of `limits`. Times in milliseconds. */
export const NodeSettings = z.strictObject({
  join: JoinPolicy.optional(),
  maxAttempts: z.number().int().min(1).max(limits.modelAttempts.hard).optional(),
  firstByteMs: z.number().int().min(100).max(limits.modelFirstByteMs.hard).optional(),
  idleMs: z.number().int().min(100).max(limits.modelIdleMs.hard).optional(),
  totalMs: z.number().int().min(100).max(limits.modelTotalMs.hard).optional(),
  /** Gives the node an `error` port: when it is wired, a failure that is final leaves there instead of ending the run. */
  errorPort: z.boolean().optional(),
  /** Another model, asked after the last attempt with the first one failed. */
  fallbackModel: z.string().trim().max(200).optional(),
  /** Gives the node a `fallback` port: whoever it leads to answers in its place. Comes before `fallbackModel`. */
  fallbackAgent: z.boolean().optional(),
  /** Where it is wired to an agent's tools. */
  tool: ToolSignature.optional(),
  /** Given out in place of working, in runs of the draft by hand. No other run has it. */
  pinned: z.strictObject({ output: JsonValueSchema }).optional(),
});
export type NodeSettings = z.infer<typeof NodeSettings>;

export const WorkflowNode = z.strictObject({
  id: NodeId,
  type: z.string().min(1).max(48),
  /** Version of the kind's config when it was written; migrations live beside the definition. */
  typeVersion: z.number().int().min(1).default(1),
  title: z.string().max(120),
  /** Relative to the container when the node stands in one. */
  position: Position,
  /** The container it stands in. */
  parent: NodeId.optional(),
  /** Which of the container's lanes, for one that has lanes. */
  lane: z.string().min(1).max(64).optional(),
  /** Of a container, in pixels. */
  size: z.strictObject({ width: z.number().min(80).max(20_000), height: z.number().min(40).max(20_000) }).optional(),
  config: z.record(z.string(), JsonValueSchema),
  settings: NodeSettings.optional(),
});
export type WorkflowNode = z.infer<typeof WorkflowNode>;

export const WorkflowEdge = z.strictObject({
  id: z.string().min(1).max(160),
  source: NodeId,
  sourcePort: z.string().min(1).max(64),
  target: NodeId,
  targetPort: z.string().min(1).max(64),
});
export type WorkflowEdge = z.infer<typeof WorkflowEdge>;

/** How two writes of one state variable combine. `conflict` fails the join that meets two different values. */
export const Reducer = z.enum(["replace", "append", "add", "merge", "conflict"]);
export type Reducer = z.infer<typeof Reducer>;

export const StateVariable = z.strictObject({
  name: NodeId,
  type: z.enum(["text", "number", "boolean", "list", "object"]),
  initial: JsonValueSchema,
  reducer: Reducer.default("replace"),
});
export type StateVariable = z.infer<typeof StateVariable>;

export const WorkflowDocument = z.strictObject({
  format: z.literal(documentFormat),
  formatVersion: z.literal(documentFormatVersion),
  name: z.string().trim().min(1, "give the workflow a name").max(120),
  description: z.string().max(2_000).default(""),
  nodes: z.array(WorkflowNode).max(limits.workflowNodes.hard),
  edges: z.array(WorkflowEdge).max(limits.workflowEdges.hard),
  state: z.array(StateVariable).max(200).default([]),
  /** Sample values for the Input node's fields, by key: what Run offers when nothing was typed yet. */
  sampleInput: z.record(z.string(), JsonValueSchema).default({}),
  /** What one run may spend. */
  budget: Budget.optional(),
});
export type WorkflowDocument = z.infer<typeof WorkflowDocument>;

export function emptyDocument(name: string): WorkflowDocument {
  return {
    format: documentFormat,
    formatVersion: documentFormatVersion,
    name,
    description: "",
    nodes: [],
    edges: [],
    state: [],
    sampleInput: {},
  };
}

/** The one spelling of an edge's id: equal ends give equal ids, so the same edge can't be drawn twice. */
export function edgeId(ends: Omit<WorkflowEdge, "id">): string {
  return `${ends.source}.${ends.sourcePort}>${ends.target}.${ends.targetPort}`;
}
