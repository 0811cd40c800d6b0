/**
 * A step's surroundings for tests of executors: real templates and expressions, a scripted model.
 *
 * Only tests import it.
 */
import type { StateVariable, ToolSignature } from "../document/schema";
import { evaluateExpression } from "../expression/expression";
import { renderTemplate } from "../expression/template";
import { noUsage } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";
import { type LimitName, limits } from "../shared/limits";
import { err, ok, type Result } from "../shared/result";
import { functionsOf } from "./bound-functions";
import type { ModelReport, ModelTurn, Resumption, StepError, StepInput } from "./contract";
import type {
  BoundNode,
  ChildResult,
  CodeJob,
  HttpAnswer,
  HttpRequest,
  McpCall,
  McpServer,
  ModelAnswer,
  StepContext,
  StepTurn,
} from "./execution";

type Answered = Result<ModelAnswer, { readonly error: StepError; readonly report?: ModelReport }>;

export const emptyReport: ModelReport = {
  provider: "mistral",
  model: "mistral-small-latest",
  conversationId: null,
  entries: [],
  usage: noUsage,
  files: [],
  leftOut: [],
};

export function answered(text: string, json?: JsonValue): Answered {
  return ok({ text, json, calls: [], report: emptyReport });
}

/** Every turn that was asked for is in `turns`. */
export function stepContext(parts: {
  readonly title?: string;
  readonly nodeId?: string;
  readonly attempt?: number;
  readonly fallbackFor?: StepError;
  readonly scope?: JsonObject;
  readonly limits?: Partial<Record<LimitName, number>>;
  readonly variables?: readonly StateVariable[];
  readonly bodies?: StepContext["bodies"];
  /** By binding port. */
  readonly bound?: { readonly [port: string]: readonly BoundNode[] };
  readonly model?: (turn: ModelTurn) => Answered;
  readonly http?: (request: HttpRequest) => Result<HttpAnswer, StepError>;
  readonly mcp?: (server: McpServer, call: McpCall) => Result<JsonValue, StepError>;
  readonly code?: (job: CodeJob) => Result<JsonValue, StepError>;
  readonly startRun?: StepContext["startRun"];
  readonly path?: string;
  readonly batch?: JsonValue;
  readonly startBatch?: StepContext["startBatch"];
  readonly readBatch?: StepContext["readBatch"];
}): StepContext & { readonly turns: readonly ModelTurn[] } {
  const scope = { input: {}, nodes: {}, state: {}, ...parts.scope };
  const turns: ModelTurn[] = [];
  return {
    runId: "run",
    path: parts.path ?? parts.nodeId ?? "step",
    nodeId: parts.nodeId ?? "step",
    title: parts.title ?? "Step",
    attempt: parts.attempt ?? 1,
    fallbackFor: parts.fallbackFor ?? null,
    idempotencyKey: "run/step",
    signal: new AbortController().signal,
    scope,
    limit: (name) => parts.limits?.[name] ?? limits[name].value,
    stateVariables: parts.variables ?? [],
    bodies: parts.bodies ?? [],
    boundTo: (port) => parts.bound?.[port] ?? [],
    render: (template, values) => asStepError(renderTemplate(template, values ?? scope)),
    evaluate: (expression, values) => asStepError(evaluateExpression(expression, values ?? scope)),
    callModel: async (turn) => {
      turns.push(turn);
      if (parts.model === undefined) throw new Error("This step was not expected to call a model.");
      return parts.model(turn);
    },
    callHttp: async (request) => {
      if (parts.http === undefined) throw new Error("This step was not expected to call a service.");
      return parts.http(request);
    },
    callMcp: async (server, call) => {
      if (parts.mcp === undefined) throw new Error("This step was not expected to call an MCP server.");
      return parts.mcp(server, call);
    },
    runCode: async (job) => {
      if (parts.code === undefined) throw new Error("This step was not expected to run code.");
      return parts.code(job);
    },
    startRun: async (request) => {
      if (parts.startRun === undefined) throw new Error("This step was not expected to start a run.");
      return parts.startRun(request);
    },
    batch: parts.batch ?? null,
    startBatch: async (batch) => {
      if (parts.startBatch === undefined) throw new Error("This step was not expected to start a batch.");
      return parts.startBatch(batch);
    },
    readBatch: async () => {
      if (parts.readBatch === undefined) throw new Error("This step was not expected to read a batch.");
      return parts.readBatch();
    },
    turns,
  };
}

function asStepError<Value>(result: Result<Value, { readonly code: string; readonly message: string }>): Result<Value, StepError> {
  return result.ok ? result : err({ code: result.error.code, class: "permanent", message: result.error.message });
}

/** The first turn of a step. */
export function firstTurn<Config>(config: Config, inputs: readonly StepInput[] = []): StepTurn<Config> {
  return { config, inputs, turn: 0, resumed: null, children: [], memory: null };
}

/** The turn after all children have ended. */
export function turnAfter<Config>(
  step: StepTurn<Config>,
  children: readonly ChildResult[],
  memory: JsonValue | undefined = null,
): StepTurn<Config> {
  return { ...step, turn: step.turn + 1, resumed: { by: "children" }, children, memory };
}

/** A child that ended; without an error it succeeded. */
export function ended(index: number, child: Partial<ChildResult> = {}): ChildResult {
  const status = child.error ? "failed" : "succeeded";
  return { index, title: `Child ${index}`, status, output: null, error: null, values: {}, scope: {}, ports: ["out"], ...child };
}

export function boundNode(nodeId: string, parts: Partial<BoundNode> = {}, signature?: ToolSignature): BoundNode {
  const facts = { nodeId, title: nodeId, purpose: "", ...parts };
  return { type: "agent", config: {}, functions: functionsOf({ ...facts, offered: undefined, signature }), ...facts };
}

/** The turn after its wait is over: its time has come, or a person decided. */
export function turnResumed<Config>(step: StepTurn<Config>, resumed: Resumption, memory: JsonValue | undefined = null): StepTurn<Config> {
  return { ...step, turn: step.turn + 1, resumed, memory };
}

/** Inputs in edge order, from nodes called as given. */
export function received(outputs: { readonly [title: string]: JsonValue }): readonly StepInput[] {
  return Object.entries(outputs).map(([title, output]) => {
    const nodeId = title.toLowerCase();
    return { edgeId: `${nodeId}.out>step.in`, nodeId, title, port: "in", output };
  });
}
