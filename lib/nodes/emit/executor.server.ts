import "server-only";
import type { z } from "zod";
import type { JsonValue } from "../../shared/json";
import { ok, type Result } from "../../shared/result";
import type { StepError, StepInput } from "../contract";
import type { NodeExecutor, StepContext } from "../execution";
import { receivedValue } from "../received";
import type { emitNode } from "./definition";

type Config = z.output<(typeof emitNode)["config"]>;

/** The event leaves with the step's outcome, so it is emitted exactly when the step succeeded. */
export const executeEmit: NodeExecutor<typeof emitNode> = async ({ config, inputs }, context) => {
  const data = dataOf(config, inputs, context);
  if (!data.ok) return { kind: "failed", error: data.error };
  if (data.value === undefined) {
    const message = "The event's data has no value: what it reads is not there. Give a default with `??`.";
    return { kind: "failed", error: { code: "no_value", class: "permanent", message } };
  }
  return { kind: "succeeded", ports: ["out"], output: data.value, emits: [{ name: config.name, data: data.value }] };
};

function dataOf(
  { mode, template, expression }: Config,
  inputs: readonly StepInput[],
  { render, evaluate }: StepContext,
): Result<JsonValue | undefined, StepError> {
  if ((mode === "template" ? template : expression).trim() === "") return ok(receivedValue(inputs));
  return mode === "template" ? render(template) : evaluate(expression);
}
