/**
 * What a node kind is: data the editor, the compiler and the server all read.
 *
 * Pure. A definition never imports its executor, React or an SDK, so the browser can load the
 * whole catalog. Executors implement `NodeExecutor` (execution.ts) in a sibling file that only the server loads.
 */
import type { z } from "zod";
import type { Entry, Usage } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";

/**
 * What a step may do to the flow:
 * task (runs once), choice (takes some of its out-ports), wait (ends when something outside happens),
 * scope (runs its inside as lanes, per item, repeatedly or once), team (calls bound agents by plan, hop or tree),
 * none (drawn, never run: a note).
 */
export type ControlShape =
  | { readonly is: "task" }
  | { readonly is: "choice" }
  | { readonly is: "wait" }
  | { readonly is: "scope"; readonly by: "lanes" | "items" | "repeat" | "once" }
  | { readonly is: "team"; readonly by: "plan" | "hop" | "tree" }
  | { readonly is: "none" };

/** `flow` carries control and data; `binding` grants permission to call and never starts or skips a node. */
export type PortRole = "flow" | "binding";

export type PortSpec = {
  readonly id: string;
  readonly label: string;
  readonly role?: PortRole;
  /** An in-port that takes one edge only. Default: any number. */
  readonly single?: boolean;
  /** Labels are drawn beside the handle only when this is set. */
  readonly named?: boolean;
};

export type NodePorts = { readonly inputs: readonly PortSpec[]; readonly outputs: readonly PortSpec[] };

/** Hue and palette section. */
export type NodeGroup = "agents" | "flow" | "people" | "data" | "world" | "notes";

export type FieldOption = { readonly value: string; readonly label: string; readonly help?: string };

/**
 * One control of the panel. `key` is a top-level field of the config.
 * `template` is text with `{{ }}`; `expression` is one expression; `custom` names a panel part in `panels.client.tsx`.
 */
export type FieldSpec = {
  readonly key: string;
  readonly label: string;
  readonly help?: string;
  readonly placeholder?: string;
  readonly control: "text" | "long_text" | "template" | "expression" | "number" | "choice" | "segments" | "switch" | "json" | "custom";
  readonly options?: readonly FieldOption[];
  readonly min?: number;
  readonly max?: number;
  readonly step?: number;
  readonly unit?: string;
  /** Shown only when the config holds this value under that key. */
  readonly when?: { readonly key: string; readonly is: readonly JsonValue[] };
  /** Folded under "Advanced". */
  readonly advanced?: boolean;
  /** For `custom`: the part's name. */
  readonly part?: string;
};

/** A text of the config in which variables may stand, with where it stands: what validation reads. */
export type ReferencedText = { readonly field: string; readonly is: "template" | "expression"; readonly text: string };

export type ConfigProblem = {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly field?: string;
};

/** A field of the run's input, as the Input node declares it. */
export type InputField = {
  readonly key: string;
  readonly label: string;
  readonly type: "text" | "long_text" | "number" | "choice" | "json" | "file_text";
  readonly required: boolean;
  readonly help?: string;
  readonly options?: readonly string[];
};

export type NodeDefinition<Type extends string = string, Config extends z.ZodType = z.ZodType> = {
  readonly type: Type;
  /** Bumped when `config` changes shape; migrations live beside the definition. */
  readonly version: number;
  readonly label: string;
  /** One sentence for the palette: what it does. */
  readonly summary: string;
  readonly group: NodeGroup;
  /** Name of the glyph, resolved by the canvas. */
  readonly glyph: string;
  /** Further words that find it in the palette. */
  readonly keywords?: readonly string[];
  /** How the engine treats a step of this kind. The engine knows shapes, never kinds. */
  readonly shape: ControlShape;
  /** `model` steps are retried on transient failures by default; `outside` and `none` are not. */
  readonly effect: "none" | "model" | "outside";
  readonly ports: (config: z.output<Config>) => NodePorts;
  readonly config: Config;
  readonly defaults: z.input<Config>;
  readonly fields: readonly FieldSpec[];
  /** The card's second line: what it will do, in a few words. */
  readonly describe: (config: z.output<Config>) => string;
  readonly texts: (config: z.output<Config>) => readonly ReferencedText[];
  /** Problems the schema can't say. */
  readonly check?: (config: z.output<Config>) => readonly ConfigProblem[];
  /** Only the Input kind: the fields a run asks for. */
  readonly inputFields?: (config: z.output<Config>) => readonly InputField[];
  /** Only kinds whose outputs are the run's outputs. */
  readonly isRunOutput?: boolean;
  /** May a node with this config stand without an incoming edge? Absent: never. */
  readonly startsRuns?: (config: z.output<Config>) => boolean;
  /**
   * Only choices: whether a step takes exactly one of its out-ports. Absent: it may take several. The
   * last out-port of a choice is its default, taken when no other is.
   */
  readonly takesOnePort?: (config: z.output<Config>) => boolean;
  /** Only kinds whose model turns others may carry on: how a step sees what came before. */
  readonly contextMode?: (config: z.output<Config>) => ContextMode;
};

/** Identity function that keeps literal types; every definition.ts calls it exactly once. */
export function defineNode<const Type extends string, Config extends z.ZodType>(
  definition: NodeDefinition<Type, Config>,
): NodeDefinition<Type, Config> {
  return definition;
}

/** Classes of failure; only `transient` is retried. */
export type FailureClass = "transient" | "permanent" | "limit" | "cancelled";

export type StepError = {
  readonly code: string;
  readonly class: FailureClass;
  /** Shown to people: what happened and what to do. Never contains secrets or upstream response bodies. */
  readonly message: string;
  /** The provider asked to wait this long, in milliseconds. */
  readonly retryAfterMs?: number;
  /** What came back although the step failed, e.g. the raw text that was not the JSON asked for. */
  readonly raw?: string;
};

/** One value a step received, in edge order. */
export type StepInput = {
  readonly edgeId: string;
  readonly nodeId: string;
  readonly title: string;
  readonly port: string;
  readonly output: JsonValue;
};

/** A change of a declared state variable, applied through its reducer. */
export type StateWrite = { readonly variable: string; readonly value: JsonValue };

/** A file a tool generated, already copied into our own store. */
export type StepFile = { readonly fileId: string; readonly name: string; readonly mime: string; readonly bytes: number };

/** What a step says about its model turns, recorded with its outcome. */
export type ModelReport = {
  readonly provider: string;
  readonly model: string;
  readonly conversationId: string | null;
  /** Entries this step added, its own user message first: what successors may carry. */
  readonly entries: readonly Entry[];
  readonly usage: Usage;
  readonly files: readonly StepFile[];
  /** What was left out of the context and why, in sentences. */
  readonly leftOut: readonly string[];
};

/** Closed: what a step can come to. */
export type StepOutcome =
  | {
      readonly kind: "succeeded";
      readonly ports: readonly string[];
      readonly output: JsonValue;
      /** Why these ports, said so that it reads after a skipped step: "Router chose billing". */
      readonly because?: string;
      readonly writes?: readonly StateWrite[];
      readonly model?: ModelReport;
    }
  | { readonly kind: "failed"; readonly error: StepError; readonly model?: ModelReport }
  | { readonly kind: "waiting"; readonly until: JsonValue }
  | { readonly kind: "spawn"; readonly steps: readonly JsonValue[] };

/** How an agent sees what came before. */
export type ContextMode = "carry" | "continue" | "last" | "fresh";

/** One model step as a node asks for it; the server adds provider, recording, time-outs and streaming. */
export type ModelTurn = {
  /** An existing agent of the provider, instead of model, instructions and tools. */
  readonly agentId?: string;
  readonly provider?: "default" | "mistral" | "openai-compatible";
  readonly api?: "conversations" | "chat";
  readonly model: string;
  readonly instructions: string;
  readonly message: string;
  readonly context: ContextMode;
  readonly tools: readonly ModelTool[];
  readonly parameters: ModelParameters;
  /** Asks for JSON of this schema; the answer is validated and repaired at most twice. */
  readonly outputSchema?: { readonly name: string; readonly schema: JsonObject };
  /** Whether this step's entries join the context that successors carry. A classifier's do not. */
  readonly isAside?: boolean;
};

export type ModelTool =
  | { readonly type: "web_search" | "web_search_premium" | "code_interpreter" | "image_generation" }
  | { readonly type: "document_library"; readonly libraryIds: readonly string[] };

export type ModelParameters = {
  readonly temperature?: number;
  readonly topP?: number;
  readonly maxTokens?: number;
  readonly randomSeed?: number;
  readonly stop?: readonly string[];
  readonly presencePenalty?: number;
  readonly frequencyPenalty?: number;
  readonly reasoningEffort?: "none" | "high";
};
