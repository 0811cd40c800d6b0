import "server-only";
import type { StepOutcome } from "../contract";
import type { NodeExecutor } from "../execution";
import type { transformNode } from "./definition";

export const executeTransform: NodeExecutor<typeof transformNode> = async ({ config }, { render, evaluate }): Promise<StepOutcome> => {
  const result = config.mode === "template" ? render(config.template) : evaluate(config.expression);
  if (!result.ok) return { kind: "failed", error: result.error };
  if (result.value === undefined) {
    const message = "The expression has no value: what it reads is not there. Give a default with `??`.";
    return { kind: "failed", error: { code: "no_value", class: "permanent", message } };
  }
  return { kind: "succeeded", ports: ["out"], output: result.value };
};
