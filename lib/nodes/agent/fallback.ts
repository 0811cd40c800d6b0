/**
 * Another agent answers in place of one whose attempts are used up.
 *
 * Pure. It is a child step, asked what the first was asked, with its own instructions, model and tools.
 */
import { z } from "zod";
import type { JsonObject } from "../../shared/json";
import type { StepError, StepOutcome } from "../contract";
import type { BoundNode } from "../execution";

/** The value that carries those who were asked before to the next. */
const fallbacksValue = "fallbacks";

export type FallingBack = {
  readonly from: { readonly nodeId: string; readonly title: string };
  readonly to: BoundNode;
  /** What the first was asked; undefined where that could not be worked out. */
  readonly request: string | undefined;
  readonly failure: StepError;
  readonly scope: JsonObject;
};

/** Nobody is asked twice: where the way back leads in a circle, the failure stands. */
export function fallBack({ from, to, request, failure, scope }: FallingBack): StepOutcome {
  const before = z.array(z.string()).safeParse(scope[fallbacksValue]);
  const asked = [...(before.success ? before.data : []), from.nodeId];
  if (asked.includes(to.nodeId)) return { kind: "failed", error: failure };
  const title = to.title || to.nodeId;
  return {
    kind: "spawned",
    children: [
      {
        title,
        runs: { node: to.nodeId, as: "hop" },
        values: { [fallbacksValue]: asked },
        ...(request !== undefined && { input: request }),
        carry: "behind",
      },
    ],
    policy: { atOnce: 1, onFailure: "stop" },
    because: answeredInPlace(title, from.title, failure),
  };
}

/** Who answered, and why: reads as it is and after a step's name. */
export function answeredInPlace(to: string, from: string, { message }: StepError): string {
  return `${to} answers in place of ${from}, which failed: ${message}`;
}
