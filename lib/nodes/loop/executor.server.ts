import "server-only";
import { isTrue } from "../../expression/values";
import type { JsonValue } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { StepError, StepOutcome } from "../contract";
import type { ChildResult, NodeExecutor, StepContext } from "../execution";
import type { loopNode } from "./definition";

type Step = Parameters<NodeExecutor<typeof loopNode>>[0];

/** One iteration a turn: the turn after it looks at the condition and ends or goes on. */
export const executeLoop: NodeExecutor<typeof loopNode> = async (step, context): Promise<StepOutcome> => {
  const { config, children } = step;
  const last = children.at(-1);
  if (last === undefined) {
    const limit = context.limit("loopIterations");
    return config.most > limit ? failed(tooMany(config.most, limit)) : startIteration(null, step, context);
  }

  const isDone = isConditionMet(step, last, context);
  if (!isDone.ok) return failed(isDone.error);
  if (isDone.value) return finish(step, last, context, `done after ${iterationsOf(children.length)}`);
  if (children.length < config.most) return startIteration(last, step, context);
  if (config.until.trim() === "") return finish(step, last, context);
  if (config.onCap === "fail") return failed(neverHeld(config.most));
  return finish(step, last, context, `stopped after ${iterationsOf(children.length)}`);
};

/** The first receives what the Loop received; every other what the one before it came to. */
function startIteration(last: ChildResult | null, { children }: Step, { bodies }: StepContext): StepOutcome {
  const iteration = children.length + 1;
  const body = bodies[0]?.id ?? "body";
  const title = `Iteration ${iteration}`;
  const previous = last?.output ?? null;
  return {
    kind: "spawned",
    children: [{ title, runs: { body }, values: { iteration, previous }, ...(last !== null && { input: previous }), carry: "so_far" }],
    policy: { atOnce: 1, onFailure: "stop" },
  };
}

function isConditionMet({ config }: Step, last: ChildResult, { evaluate }: StepContext): Result<boolean, StepError> {
  if (config.until.trim() === "") return ok(false);
  const held = evaluate(config.until, last.scope);
  if (held.ok) return ok(isTrue(held.value));
  return err({ ...held.error, message: `Until: ${held.error.message}` });
}

function finish({ config }: Step, last: ChildResult, { evaluate }: StepContext, because?: string): StepOutcome {
  const output: Result<JsonValue | undefined, StepError> =
    config.output.trim() === "" ? ok(last.output) : evaluate(config.output, last.scope);
  if (!output.ok) return failed({ ...output.error, message: `Goes on with: ${output.error.message}` });
  if (output.value === undefined) {
    const message = `\`${config.output.trim()}\` has no value after the last iteration: what it reads is not there. Give a default with \`??\`.`;
    return failed({ code: "no_value", class: "permanent", message });
  }
  return { kind: "succeeded", ports: ["out"], output: output.value, ...(because !== undefined && { because }) };
}

function failed(error: StepError): StepOutcome {
  return { kind: "failed", error };
}

function tooMany(most: number, limit: number): StepError {
  const message = `It may repeat ${most} times, but this Windrose allows ${limit}. Set a lower number, or have the limit raised.`;
  return { code: "limit_loop_iterations", class: "limit", message };
}

function neverHeld(most: number): StepError {
  const message = `The condition did not hold after ${iterationsOf(most)}. Allow more, ask for less, or let it go on with the last one.`;
  return { code: "loop_not_done", class: "limit", message };
}

function iterationsOf(count: number): string {
  return count === 1 ? "1 iteration" : `${count} iterations`;
}
