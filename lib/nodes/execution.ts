/**
 * What an executor is given and returns: the acting half of a node kind.
 *
 * Server only in use, types only in content. Executors reach models through `callModel` and values
 * through `render` and `evaluate`; they never see a provider, the database or a run's other steps.
 */
import type { z } from "zod";
import type { StateVariable } from "../document/schema";
import type { Entry } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";
import type { LimitName } from "../shared/limits";
import type { Result } from "../shared/result";
import type {
  EmittedEvent,
  FunctionTool,
  InputField,
  ModelCall,
  ModelReport,
  ModelTurn,
  NodeDefinition,
  Resumption,
  StateWrite,
  StepError,
  StepInput,
  StepOutcome,
} from "./contract";

export type ModelAnswer = {
  readonly text: string;
  readonly json: JsonValue | undefined;
  /** Functions the model wants called before it goes on; empty when it has answered. */
  readonly calls: readonly ModelCall[];
  readonly report: ModelReport;
};

/** A call to a service outside. */
export type HttpRequest = {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly { readonly name: string; readonly value: string }[];
  readonly body: string | null;
  /** For the whole call, redirects included. */
  readonly timeoutMs: number;
};

/** Names of headers are in lower case. */
export type HttpAnswer = { readonly status: number; readonly headers: { readonly [name: string]: string }; readonly body: string };

/** A server of tools, reached over HTTP. */
export type McpServer = Pick<HttpRequest, "url" | "headers" | "timeoutMs">;
export type McpCall = { readonly tool: string; readonly arguments: JsonObject };

/** `source` is the body of a function; it finds `values` as globals. */
export type CodeJob = { readonly source: string; readonly values: JsonObject };

export type StepContext = {
  readonly runId: string;
  /** `research`, `loop[3].critic`: the step's key in its run. */
  readonly path: string;
  /** The last part of the path without its numbers: which node this is a step of. */
  readonly nodeId: string;
  readonly title: string;
  /** 1 on the first try. */
  readonly attempt: number;
  /** What used its attempts up; null until its fallback is asked. */
  readonly fallbackFor: StepError | null;
  /** Stable across attempts of the same step; pass it to APIs that deduplicate. */
  readonly idempotencyKey: string;
  /** Aborts on cancel, time-out of the step or loss of ownership. */
  readonly signal: AbortSignal;
  /** Values templates and expressions see: `input`, `nodes`, `state`. */
  readonly scope: JsonObject;
  /** A limit as it is in force here; operators may set it. */
  readonly limit: (name: LimitName) => number;
  /** The workflow's declared state variables. */
  readonly stateVariables: readonly StateVariable[];
  /** With `scope`, against those values instead: a child's, for example. */
  readonly render: (template: string, scope?: JsonObject) => Result<string, StepError>;
  readonly evaluate: (expression: string, scope?: JsonObject) => Result<JsonValue | undefined, StepError>;
  /** The bodies of a container, by id, in order. */
  readonly bodies: readonly { readonly id: string; readonly title: string }[];
  /** Nodes that a binding port of this one is wired to, in edge order. */
  readonly boundTo: (port: string) => readonly BoundNode[];
  readonly callModel: (turn: ModelTurn) => Promise<Result<ModelAnswer, { readonly error: StepError; readonly report?: ModelReport }>>;
  /** Any status is an answer; an address that may not be called is a failure. */
  readonly callHttp: (request: HttpRequest) => Promise<Result<HttpAnswer, StepError>>;
  /** Calls a tool of an MCP server. */
  readonly callMcp: (server: McpServer, call: McpCall) => Promise<Result<JsonValue, StepError>>;
  /** Runs JavaScript that reaches nothing but its values. */
  readonly runCode: (job: CodeJob) => Promise<Result<JsonValue, StepError>>;
  /** Starts a run of another workflow of the workspace. Asked again by the same step, it gives the same run. */
  readonly startRun: (request: { readonly workflowId: string; readonly input: JsonObject }) => Promise<Result<StartedRun, StepError>>;
  /** Of the step that a run was started for as a batch: what it was started with. Null for every other step. */
  readonly batch: JsonValue | null;
  /**
   * Starts a run of the same version that does this node's work on a part of what it has to do, and nothing else of the
   * workflow. Asked again by the same step, it gives the same run.
   */
  readonly startBatch: (batch: { readonly title: string; readonly input: JsonValue }) => Promise<Result<StartedRun, StepError>>;
  /** What that run came to, once it is over. */
  readonly readBatch: () => Promise<Result<BatchResult, StepError>>;
};

export type StartedRun = { readonly runId: string };

/** All that a batch leaves to the run that waits for it. */
export type BatchResult = {
  readonly output: JsonValue;
  readonly writes: readonly StateWrite[];
  readonly emits: readonly EmittedEvent[];
  /** What was said in it, in the order in which a step after it carries it. */
  readonly entries: readonly Entry[];
};

export type BoundNode = {
  readonly nodeId: string;
  readonly type: string;
  readonly title: string;
  /** What it is good at; empty when it does not say. */
  readonly purpose: string;
  readonly config: JsonObject;
  /** What a model may call it by. */
  readonly functions: readonly BoundFunction[];
};

/** A function of a bound node, ready to be offered. */
export type BoundFunction = {
  readonly tool: FunctionTool;
  /** What the node receives for these arguments, or what to tell the model that called it wrongly. */
  readonly read: (given: JsonValue) => Result<JsonValue, string>;
  /** A person has to allow each call first. */
  readonly asksFirst: boolean;
  /** How long they have, after which it is refused; null: as long as it takes. */
  readonly decideHours: number | null;
  /** The arguments as a person sees and may change them: the fields, what stands in them, and back again. */
  readonly form: {
    readonly fields: readonly InputField[];
    readonly values: (given: JsonObject) => JsonObject;
    readonly given: (values: JsonObject) => JsonValue;
  };
};

/** What a child of the step came to. */
export type ChildResult = {
  /** Its number among the step's children, from 0. */
  readonly index: number;
  readonly title: string;
  readonly status: "succeeded" | "failed" | "cancelled";
  /** Of a node: its output. Of a body: the output of the exit that ran, or `{<node>: output}` when several did. Null unless it succeeded. */
  readonly output: JsonValue;
  readonly error: StepError | null;
  readonly values: JsonObject;
  /** What templates at the child's end see: everything the step's own scope has, its values, and the outputs inside. */
  readonly scope: JsonObject;
  /** The out-ports its node took; empty for a body. */
  readonly ports: readonly string[];
};

/** A step is executed once for each of its turns; most have one. */
export type StepTurn<Config> = {
  readonly config: Config;
  readonly inputs: readonly StepInput[];
  /** 0 at first; one more each time the step is resumed. */
  readonly turn: number;
  /** What it was resumed by; null in turn 0. */
  readonly resumed: Resumption | null;
  /** Every child that has ended so far, by number. */
  readonly children: readonly ChildResult[];
  /** What the turn before left. */
  readonly memory: JsonValue;
};

/** Called again with the same turn when an attempt failed or was interrupted. */
export type NodeExecutor<D extends NodeDefinition> = (step: StepTurn<z.output<D["config"]>>, context: StepContext) => Promise<StepOutcome>;
