/**
 * A step's surroundings for tests of executors: real templates and expressions, a scripted model.
 *
 * Only tests import it.
 */
import { evaluateExpression } from "../expression/expression";
import { renderTemplate } from "../expression/template";
import { noUsage } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import type { ModelReport, ModelTurn, StepError, StepInput } from "./contract";
import type { ModelAnswer, StepContext } from "./execution";

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
  return ok({ text, json, report: emptyReport });
}

/** Every turn that was asked for is in `turns`. */
export function stepContext(parts: {
  readonly title?: string;
  readonly attempt?: number;
  readonly scope?: JsonObject;
  readonly model?: (turn: ModelTurn) => Answered;
}): StepContext & { readonly turns: readonly ModelTurn[] } {
  const scope = { input: {}, nodes: {}, state: {}, ...parts.scope };
  const turns: ModelTurn[] = [];
  return {
    runId: "run",
    path: "step",
    title: parts.title ?? "Step",
    attempt: parts.attempt ?? 1,
    idempotencyKey: "run/step",
    signal: new AbortController().signal,
    scope,
    render: (template) => asStepError(renderTemplate(template, scope)),
    evaluate: (expression) => asStepError(evaluateExpression(expression, scope)),
    callModel: async (turn) => {
      turns.push(turn);
      if (parts.model === undefined) throw new Error("This step was not expected to call a model.");
      return parts.model(turn);
    },
    turns,
  };
}

function asStepError<Value>(result: Result<Value, { readonly code: string; readonly message: string }>): Result<Value, StepError> {
  return result.ok ? result : err({ code: result.error.code, class: "permanent", message: result.error.message });
}

/** Inputs in edge order, from nodes called as given. */
export function received(outputs: { readonly [title: string]: JsonValue }): readonly StepInput[] {
  return Object.entries(outputs).map(([title, output]) => {
    const nodeId = title.toLowerCase();
    return { edgeId: `${nodeId}.out>step.in`, nodeId, title, port: "in", output };
  });
}
