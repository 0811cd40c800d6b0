import "server-only";
import { ok } from "../../shared/result";
import type { StepOutcome } from "../contract";
import type { NodeExecutor, StepContext } from "../execution";
import { receivedValue } from "../received";
import type { delayNode } from "./definition";
import { delayMs, readTime, withinLongestWait } from "./wake-time";

type Step = Parameters<NodeExecutor<typeof delayNode>>[0];

/** Turn 0 waits, unless the time is over already; turn 1 passes on what was received. */
export const executeDelay: NodeExecutor<typeof delayNode> = async (step, context): Promise<StepOutcome> => {
  if (step.turn > 0) return passOn(step);
  const now = Date.now();
  const wanted = wakeTime(step, context, now);
  const at = wanted.ok ? withinLongestWait(wanted.value, now, context.limit("longestWaitMs")) : wanted;
  if (!at.ok) return { kind: "failed", error: at.error };
  return at.value <= now ? passOn(step) : { kind: "waiting", until: { for: "time", at: at.value } };
};

function wakeTime({ config }: Step, { evaluate }: StepContext, now: number): ReturnType<typeof readTime> {
  if (config.mode === "for") return ok(now + delayMs(config.amount, config.unit));
  const value = evaluate(config.until);
  return value.ok ? readTime(value.value) : value;
}

function passOn({ inputs }: Step): StepOutcome {
  return { kind: "succeeded", ports: ["out"], output: receivedValue(inputs) };
}
