import "server-only";

/**
 * Runs one attempt of one step: gives its executor what it received and turns whatever comes back,
 * a thrown bug included, into an outcome.
 */
import type { PlanNode } from "../compile/plan";
import type { StateVariable } from "../document/schema";
import type { StateConflict } from "../engine/state-values";
import { evaluateExpression } from "../expression/expression";
import type { ExpressionError } from "../expression/expression-error";
import { renderTemplate } from "../expression/template";
import { functionsOf } from "../nodes/bound-functions";
import { definitionOf } from "../nodes/catalog";
import type { StepError, StepOutcome } from "../nodes/contract";
import type { BoundNode, HttpAnswer, HttpRequest, McpServer, NodeExecutor, StartedRun, StepContext, StepTurn } from "../nodes/execution";
import { nodeExecutors } from "../nodes/executors.server";
import type { TurnDelta } from "../providers/contract";
import { type Entry, noUsage } from "../shared/conversation";
import { type JsonObject, type JsonValue, utf8Bytes } from "../shared/json";
import { err, type Result } from "../shared/result";
import { batchGiven, readBatchRun, startBatchRun } from "./batch-runs";
import { BudgetReached, type CallFunds } from "./call-funding";
import { type Background, type CallRecord, callModel } from "./call-model";
import { startChildRun } from "./child-runs";
import { env, limitInForce } from "./env";
import { type GuardRules, guardedFetch } from "./guarded-fetch";
import { httpExchange } from "./http-exchange";
import { log } from "./log";
import { callMcpTool } from "./mcp";
import { type CodeLimits, runCode } from "./sandbox/run-code";

export type StepTask = {
  readonly runId: string;
  readonly path: string;
  readonly node: PlanNode;
  readonly attempt: number;
  /** Nothing of this turn can have been done already. */
  readonly isFirstTry: boolean;
  readonly turn: Omit<StepTurn<unknown>, "config">;
  /** What used its attempts up: the fallback's fields stand in place of its own. Null until then. */
  readonly fallbackFor: StepError | null;
  readonly scope: JsonObject;
  /** Two steps behind this one contradict each other in the state. */
  readonly conflict: StateConflict | null;
  readonly stateVariables: readonly StateVariable[];
  /** What the run was started with, where it is a batch of this step. */
  readonly batch: JsonValue | null;
  readonly nodeOf: (nodeId: string) => PlanNode | undefined;
  readonly background: () => Background;
  /** Fulfilled once the start of this turn stands in the journal, or its signal is aborted. Nothing leaves the process before. */
  readonly cleared: Promise<void>;
  readonly signal: AbortSignal;
  readonly onDelta: (delta: TurnDelta) => void;
  readonly funds: CallFunds;
  /** Hurries a run that this step started. */
  readonly wakeRun: (runId: string) => Promise<void>;
};

/** `unfunded`: nothing of the turn was sent, as the budget of the run does not allow its first call. */
export type TurnOutcome = StepOutcome | ({ readonly kind: "unfunded" } & BudgetReached["short"]);

export type StepResult = { readonly outcome: TurnOutcome; readonly record: CallRecord };

/** Never throws: a bug in an executor fails its step and nothing else. */
export async function executeStep(task: StepTask): Promise<StepResult> {
  const record: CallRecord = { exchanges: [], files: [], rendered: null, model: null, usage: noUsage };
  try {
    return { outcome: withinSize(await runExecutor(task, record)), record };
  } catch (error) {
    if (error instanceof BudgetReached) return { outcome: { kind: "unfunded", ...error.short }, record };
    log().error({ err: error, runId: task.runId, path: task.path, attempt: task.attempt }, "an executor threw");
    return { outcome: failed("internal", "This step hit a fault in Windrose itself. Its log says more; try again."), record };
  }
}

async function runExecutor(task: StepTask, record: CallRecord): Promise<StepOutcome> {
  if (task.node.pinned !== undefined) return pinnedOutcome(task.node.type, task.node.pinned);
  if (task.conflict !== null) return stateConflict(task.conflict);
  const { node, path, runId, attempt, scope, signal } = task;
  const definition = definitionOf(node.type);
  if (definition === undefined) return failed("unknown_kind", `This release does not know the kind “${node.type}”. Update Windrose.`);
  const config = definition.config.safeParse(task.fallbackFor !== null ? { ...node.config, ...node.fallback } : node.config);
  if (!config.success) return failed("invalid_config", "The settings of this step can't be read any more. Open it and set it up again.");
  const idempotencyKey = `${runId}/${path}`;
  const context: StepContext = {
    runId,
    path,
    nodeId: node.id,
    title: node.title,
    attempt,
    fallbackFor: task.fallbackFor,
    idempotencyKey,
    signal,
    scope,
    limit: limitInForce,
    stateVariables: task.stateVariables,
    render: (template, other = scope) => permanent(renderTemplate(template, other)),
    evaluate: (expression, other = scope) => permanent(evaluateExpression(expression, other)),
    bodies: (node.bodies ?? []).map(({ id, title }) => ({ id, title })),
    boundTo: (port) => (node.bindings?.[port] ?? []).flatMap((nodeId) => boundNode(task.nodeOf(nodeId))),
    callModel: (turn) => callModel(turn, { ...task, idempotencyKey, record }),
    batch: task.batch,
    ...outsidePorts(task, record),
    ...otherRuns(task),
  };
  // The catalog's mapped type pairs every definition with its executor; the config was just parsed by that definition.
  const execute = nodeExecutors[definition.type as keyof typeof nodeExecutors] as NodeExecutor<typeof definition>;
  return execute({ ...task.turn, config: config.data }, context);
}

/** As if it had worked, without asking anybody. What an agent gives is said in the conversation, too. */
function pinnedOutcome(type: string, { output, port }: NonNullable<PlanNode["pinned"]>): StepOutcome {
  const outcome = { kind: "succeeded", ports: port === null ? [] : [port], output, isPinned: true } as const;
  if (definitionOf(type)?.effect !== "model") return outcome;
  const content = typeof output === "string" ? output : JSON.stringify(output);
  const entries: Entry[] = [{ type: "message.output", role: "assistant", content }];
  const model = { provider: "pinned", model: "pinned", conversationId: null, entries, usage: noUsage, files: [], leftOut: [] };
  return { ...outcome, model };
}

/** What a step reaches besides models, each behind its own guard. */
function outsidePorts(
  { runId, path, cleared, signal }: StepTask,
  record: CallRecord,
): Pick<StepContext, "callHttp" | "callMcp" | "runCode"> {
  const onExchange = (request: HttpRequest, answer: HttpAnswer | null, startedAt: number) => {
    record.exchanges.push(httpExchange(request, answer, startedAt));
  };
  return {
    callHttp: async (request) => {
      await cleared;
      const startedAt = Date.now();
      const answer = await guardedFetch(request, { ...guardRulesInForce(), signal });
      onExchange(request, answer.ok ? answer.value : null, startedAt);
      return answer;
    },
    callMcp: async (server, call) => {
      await cleared;
      return callMcpTool(withIdempotencyKey(server, `${runId}/${path}`), call, { rules: { ...guardRulesInForce(), signal }, onExchange });
    },
    runCode: async (job) => {
      const { result, log: written } = await runCode(job, codeLimitsInForce(), signal);
      if (written !== "") record.rendered = { log: written };
      return result;
    },
  };
}

/** Runs that a step starts and waits for. */
function otherRuns(task: StepTask): Pick<StepContext, "startRun" | "startBatch" | "readBatch"> {
  const { runId, path, node, scope, cleared, signal, wakeRun } = task;
  const step = { runId, path };
  const begun = async (start: () => Promise<Result<StartedRun, StepError>>): Promise<Result<StartedRun, StepError>> => {
    await cleared;
    if (signal.aborted) return err({ code: "cancelled", class: "cancelled", message: "The step was cancelled." });
    const started = await start();
    if (started.ok) await wakeRun(started.value.runId);
    return started;
  };
  return {
    startRun: (request) => begun(() => startChildRun(step, request)),
    startBatch: ({ title, input }) =>
      begun(() => startBatchRun(step, { nodeId: node.id, title, given: batchGiven(input, scope, task.background().entries) })),
    readBatch: () => readBatchRun(step),
  };
}

/** The author's own key stands. */
function withIdempotencyKey(server: McpServer, key: string): McpServer {
  const isGiven = server.headers.some(({ name }) => name.toLowerCase() === "idempotency-key");
  return isGiven ? server : { ...server, headers: [...server.headers, { name: "Idempotency-Key", value: key }] };
}

export function guardRulesInForce(): Omit<GuardRules, "signal"> {
  return {
    allowedHosts: env().WINDROSE_ALLOWED_HOSTS,
    connectMs: limitInForce("httpConnectMs"),
    bodyBytes: limitInForce("httpBodyBytes"),
    redirects: limitInForce("httpRedirects"),
  };
}

function codeLimitsInForce(): CodeLimits {
  return {
    calculationMs: limitInForce("codeCalculationMs"),
    totalMs: limitInForce("codeTotalMs"),
    memoryBytes: limitInForce("codeMemoryBytes"),
    outputBytes: limitInForce("codeOutputBytes"),
    logBytes: limitInForce("codeLogBytes"),
    atOnce: limitInForce("codeAtOnce"),
  };
}

function boundNode(node: PlanNode | undefined): readonly BoundNode[] {
  if (node === undefined) return [];
  const definition = definitionOf(node.type);
  const config = definition?.config.safeParse(node.config);
  const isRead = config?.success === true;
  const purpose = isRead ? (definition?.purpose?.(config.data) ?? "") : "";
  const { id: nodeId, type, title, tool: signature } = node;
  const functions = functionsOf({ nodeId, title, purpose, offered: isRead ? definition?.functions?.(config.data) : undefined, signature });
  return [{ nodeId, type, title, purpose, config: node.config, functions }];
}

function permanent<T>(result: Result<T, ExpressionError>): Result<T, StepError> {
  return result.ok ? result : { ok: false, error: { code: result.error.code, class: "permanent", message: result.error.message } };
}

function withinSize(outcome: StepOutcome): StepOutcome {
  if (outcome.kind !== "succeeded") return outcome;
  const text = JSON.stringify(outcome.output);
  if (text === undefined) return failed("no_output", "This step came to no value. That is a fault in Windrose.");
  const bytes = utf8Bytes(text);
  const limit = limitInForce("stepOutputBytes");
  if (bytes <= limit) return outcome;
  const message = `The output has ${bytes} bytes; at most ${limit} are kept. Ask for less, or split the work over several steps.`;
  return { kind: "failed", error: { code: "step_output_too_large", class: "limit", message } };
}

function stateConflict({ variable, paths: [first, second] }: StateConflict): StepOutcome {
  const message = `${first} and ${second} wrote different values into “${variable}” side by side, and its rule allows only one. Let one of them write it, or choose another rule for the variable.`;
  return failed("state_conflict", message);
}

function failed(code: string, message: string): StepOutcome {
  return { kind: "failed", error: { code, class: "permanent", message } };
}
