/**
 * What a node kind is: data the editor, the compiler and the server all read.
 *
 * Pure. A definition never imports its executor, React or an SDK, so the browser can load the
 * whole catalog. Executors implement `NodeExecutor` (execution.ts) in a sibling file that only the server loads.
 */
import type { z } from "zod";
import type { Entry, Usage } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";
import type { CalledAs } from "../shared/step-path";

/**
 * What a step may do to the flow:
 * task (runs once), choice (takes some of its out-ports), wait (ends when something outside happens),
 * scope (runs its inside as lanes, per item, repeatedly or per event), team (calls bound agents by plan, hop or tree),
 * none (drawn, never run: a note).
 */
export type ControlShape =
  | { readonly is: "task" }
  | { readonly is: "choice" }
  | { readonly is: "wait" }
  | { readonly is: "scope"; readonly by: "lanes" | "items" | "repeat" | "events" }
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
  /** Only binding ports: the shapes it may lead to, of those that can be called at all (agents, teams, containers). Absent: all of these. */
  readonly accepts?: readonly ControlShape["is"][];
  /** Only binding ports: a model calls what it leads to as a function, so any kind that comes back with an output may stand there. */
  readonly offersFunctions?: true;
  /** With `offersFunctions`: the model knows only functions that it has from elsewhere, and calls what is wired here by their names. */
  readonly knowsOwnFunctions?: boolean;
  /** Only binding ports: names that templates of what it calls may read, beside those that every step has. */
  readonly values?: readonly string[];
  /** Only binding ports: the node can't do its work unless something is wired here. */
  readonly isNeeded?: boolean;
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
export type ReferencedText = {
  readonly field: string;
  /** A program is JavaScript: of what it reads, only the nodes it names are known. */
  readonly is: "template" | "expression" | "program";
  readonly text: string;
  /** Only containers: it is read at the end of a body, so it may name the container's values and the nodes inside. */
  readonly isReadInside?: boolean;
};

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
  /** Computed in no time and with no effect: its step begins and ends in one write of the journal. */
  readonly isInstant?: true;
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
  /** Only containers. */
  readonly container?: {
    /** Its lanes, each with a body of its own; absent: it has one body. */
    readonly lanes?: (config: z.output<Config>) => readonly { readonly id: string; readonly title: string }[];
    /** Names that templates inside may read beside those outside. */
    readonly values: readonly string[];
  };
  /** Declared state variables that its steps change; `any` where only an answer says which. */
  readonly writesState?: (config: z.output<Config>) => readonly string[] | "any";
  /** Another agent may answer in its place after its last attempt: its executor asks who its `fallback` port leads to. */
  readonly hasFallbackAgent?: true;
  /** Functions it offers to a model it is bound to; absent: one, with the parameters its settings declare. */
  readonly functions?: (config: z.output<Config>) => readonly OfferedFunction[];
  /** Whether it changes something outside, so that a person should allow it where a model decides to call it. */
  readonly changesOutside?: (config: z.output<Config>) => boolean;
  /** What it is good at, for whoever hands work to it; absent or empty: its title has to do. */
  readonly purpose?: (config: z.output<Config>) => string;
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
  /** A digest of what the conversation began with and can't change: who was asked, with which instructions and tools. */
  readonly speaker?: string;
  /** Entries this step added, its own user message first: what successors may carry. */
  readonly entries: readonly Entry[];
  /** Entries of calls that stay aside (`isAside`), before the others: recorded, and carried by nobody. */
  readonly aside?: readonly Entry[];
  readonly usage: Usage;
  readonly files: readonly StepFile[];
  /** What was left out of the context and why, in sentences. */
  readonly leftOut: readonly string[];
};

/**
 * A part of a step's work that the engine runs as steps of its own: a body of a container, or a node
 * it is bound to. Children of one step are numbered from 0 on, across all its turns.
 */
export type SpawnedChild = {
  /** What people call it: "Lane 2: Markets", "Iteration 3", the subtask. */
  readonly title: string;
  /** A body of this container, or a node: one that is bound to this one, or this one itself (a tree). */
  readonly runs: { readonly body: string } | { readonly node: string; readonly as: CalledAs };
  /** Names that templates inside read beside `input`, `nodes` and `state`: item, index, iteration, previous, task, event. */
  readonly values: JsonObject;
  /** What its first steps receive; absent: what this step received. */
  readonly input?: JsonValue;
  /** Numbers of children of this step that have to succeed first; their outputs are received after `input`. */
  readonly after?: readonly number[];
  /**
   * What its agents carry of the conversation: what lies behind this step; that and what this step and its
   * earlier children said; or nothing.
   */
  readonly carry: "behind" | "so_far" | "nothing";
  /** How many parts it stands for where `atLeast` counts them; absent: one. */
  readonly parts?: number;
};

/** How children are run together. */
export type SpawnPolicy = {
  readonly atOnce: number;
  /** `stop`: the first failure cancels the others and fails the step. `settle`: the step is resumed with what each came to. */
  readonly onFailure: "stop" | "settle";
  /** With `settle`: the step fails as soon as fewer than these can still succeed. */
  readonly atLeast?: number;
};

/** What a step waits for. `at` is epoch milliseconds: when it goes on by itself; null for never. */
export type WaitUntil =
  | { readonly for: "time"; readonly at: number }
  /** A person: `ask` is what they are shown. Their answer names the event that began this wait, so it fits no other. */
  | { readonly for: "decision"; readonly ask: JsonObject; readonly at: number | null }
  /** Another run that this step started. */
  | { readonly for: "run"; readonly runId: string; readonly at: number | null };

/** Why a step goes on: its children have ended, its time has come, a person decided, or the other run ended. */
export type Resumption =
  | { readonly by: "children" }
  | { readonly by: "time" }
  | { readonly by: "decision"; readonly person: string; readonly decision: JsonObject }
  | { readonly by: "run"; readonly status: "succeeded" | "failed" | "cancelled"; readonly output: JsonValue; readonly message?: string };

/** A named event with data, for every handler that listens for it. */
export type EmittedEvent = { readonly name: string; readonly data: JsonValue };

/** Closed: what a turn of a step can come to. The last two are followed by another turn of the same step. */
export type StepOutcome =
  | {
      readonly kind: "succeeded";
      readonly ports: readonly string[];
      readonly output: JsonValue;
      /** Why these ports, said so that it reads after a skipped step: "Router chose billing". */
      readonly because?: string;
      readonly writes?: readonly StateWrite[];
      readonly emits?: readonly EmittedEvent[];
      readonly model?: ModelReport;
      /** Nothing was worked out: its author pinned this output. */
      readonly isPinned?: true;
      /** Of the parts it stands for, how many did not succeed, and what the first of them failed with. */
      readonly lost?: { readonly parts: number; readonly error: StepError };
    }
  | { readonly kind: "failed"; readonly error: StepError; readonly model?: ModelReport }
  | { readonly kind: "waiting"; readonly until: WaitUntil; readonly memory?: JsonValue; readonly model?: ModelReport }
  | {
      readonly kind: "spawned";
      readonly children: readonly SpawnedChild[];
      readonly policy: SpawnPolicy;
      /** Given back in the next turn: what this turn found out and was paid for. */
      readonly memory?: JsonValue;
      readonly because?: string;
      readonly model?: ModelReport;
    }
  /**
   * Every event of that name runs one more child until the run is idle, or the time or event it listens until has come.
   * Then the step is resumed.
   */
  | {
      readonly kind: "listening";
      readonly event: string;
      readonly child: Omit<SpawnedChild, "values" | "after" | "input">;
      readonly policy: SpawnPolicy;
      /** Epoch milliseconds; without it and `untilEvent`: until nothing else is going on. */
      readonly until: number | null;
      /** The name of an event, from this run or from outside. */
      readonly untilEvent?: string;
      /** Handlers that name the same one handle their events by turns, each with all that the others said before. */
      readonly conversation?: string;
    };

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
  /** Goes on after an earlier call of the same turn of the step: what that call's report holds. */
  readonly after?: Pick<ModelReport, "conversationId" | "speaker" | "entries">;
  /** Goes on with all that the step said in its turns before. */
  readonly isNextTurn?: boolean;
  /** Answers to the calls of the answer before, sent ahead of the message; an empty message is then left out. */
  readonly functionResults?: readonly FunctionAnswer[];
};

/** What a function that the model called came to, as a text. `id` is the call's. */
export type FunctionAnswer = { readonly id: string; readonly result: string };

/** A function that the model wants called. Arguments that are no JSON stay the text they came as. */
export type ModelCall = { readonly id: string; readonly name: string; readonly arguments: JsonValue };

export type ModelTool =
  | { readonly type: "web_search" | "web_search_premium" | "code_interpreter" | "image_generation" }
  | { readonly type: "document_library"; readonly libraryIds: readonly string[] }
  | FunctionTool;

/**
 * A function that a node offers. `name` is what follows the node's id in the function's name, empty for its only one;
 * `input` is what the node receives when it is called with these arguments.
 */
export type OfferedFunction = {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
  readonly input: (given: JsonObject) => JsonValue;
  /** A person has to allow each call first. */
  readonly asksFirst?: boolean;
  /** How long they have, after which it is refused; absent: as long as it takes. */
  readonly decideHours?: number | undefined;
};

/** A function that whoever asks runs itself. `name` is at most 64 letters, digits, `_` and `-`; `parameters` is a JSON schema. */
export type FunctionTool = {
  readonly type: "function";
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonObject;
};

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
