import "server-only";
import type { StepOutcome } from "../contract";
import type { NodeExecutor } from "../execution";
import { readAnswer } from "./answer";
import type { httpNode } from "./definition";
import { requestOf } from "./request";

/** One call. Whether it is made again after a failure is the node's settings' to say. */
export const executeHttp: NodeExecutor<typeof httpNode> = async ({ config }, context): Promise<StepOutcome> => {
  const request = requestOf(config, context);
  if (!request.ok) return { kind: "failed", error: request.error };
  const answer = await context.callHttp(request.value);
  const output = answer.ok ? readAnswer(answer.value, config.expect, Date.now()) : answer;
  if (!output.ok) return { kind: "failed", error: output.error };
  return { kind: "succeeded", ports: ["out"], output: output.value };
};
