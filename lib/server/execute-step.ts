import "server-only";

/**
 * Runs one attempt of one step: gives its executor what it received and turns whatever comes back,
 * a thrown bug included, into an outcome.
 */
import type { PlanNode } from "../compile/plan";
import { evaluateExpression } from "../expression/expression";
import type { ExpressionError } from "../expression/expression-error";
import { renderTemplate } from "../expression/template";
import { definitionOf } from "../nodes/catalog";
import type { StepError, StepInput, StepOutcome } from "../nodes/contract";
import type { NodeExecutor, StepContext } from "../nodes/execution";
import { nodeExecutors } from "../nodes/executors.server";
import type { TurnDelta } from "../providers/contract";
import { noUsage } from "../shared/conversation";
import { type JsonObject, utf8Bytes } from "../shared/json";
import type { Result } from "../shared/result";
import { type Background, type CallRecord, callModel } from "./call-model";
import { limitInForce } from "./env";
import { log } from "./log";

export type StepTask = {
  readonly runId: string;
  readonly node: PlanNode;
  readonly attempt: number;
  readonly inputs: readonly StepInput[];
  readonly scope: JsonObject;
  readonly background: () => Background;
  readonly signal: AbortSignal;
  readonly onDelta: (delta: TurnDelta) => void;
};

export type StepResult = { readonly outcome: StepOutcome; readonly record: CallRecord };

/** Never throws: a bug in an executor fails its step and nothing else. */
export async function executeStep(task: StepTask): Promise<StepResult> {
  const record: CallRecord = { exchanges: [], files: [], rendered: null, model: null, usage: noUsage };
  try {
    return { outcome: withinSize(await runExecutor(task, record)), record };
  } catch (error) {
    log().error({ err: error, runId: task.runId, path: task.node.id, attempt: task.attempt }, "an executor threw");
    return { outcome: failed("internal", "This step hit a fault in Windrose itself. Its log says more; try again."), record };
  }
}

async function runExecutor(task: StepTask, record: CallRecord): Promise<StepOutcome> {
  const { node, runId, attempt, scope, signal } = task;
  const definition = definitionOf(node.type);
  if (definition === undefined) return failed("unknown_kind", `This release does not know the kind “${node.type}”. Update Windrose.`);
  const config = definition.config.safeParse(node.config);
  if (!config.success) return failed("invalid_config", "The settings of this step can't be read any more. Open it and set it up again.");
  const idempotencyKey = `${runId}/${node.id}`;
  const context: StepContext = {
    runId,
    path: node.id,
    title: node.title,
    attempt,
    idempotencyKey,
    signal,
    scope,
    render: (template) => permanent(renderTemplate(template, scope)),
    evaluate: (expression) => permanent(evaluateExpression(expression, scope)),
    callModel: (turn) => callModel(turn, { ...task, idempotencyKey, record }),
  };
  // The catalog's mapped type pairs every definition with its executor; the config was just parsed by that definition.
  const execute = nodeExecutors[definition.type as keyof typeof nodeExecutors] as NodeExecutor<typeof definition>;
  return execute({ config: config.data, inputs: task.inputs }, context);
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

function failed(code: string, message: string): StepOutcome {
  return { kind: "failed", error: { code, class: "permanent", message } };
}
