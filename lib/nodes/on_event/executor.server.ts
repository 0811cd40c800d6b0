import "server-only";
import { isJsonObject, type JsonValue, ownValue } from "../../shared/json";
import type { StepOutcome } from "../contract";
import type { ChildResult, NodeExecutor, StepContext } from "../execution";
import { resultList, shortfall } from "../result-list";
import type { onEventNode } from "./definition";

type Step = Parameters<NodeExecutor<typeof onEventNode>>[0];

/** Turn 0 listens; the turn after lists how each event was handled. */
export const executeOnEvent: NodeExecutor<typeof onEventNode> = async (step, context) =>
  step.turn === 0 ? listen(step, context) : listHandled(step);

function listen({ config }: Step, { bodies }: StepContext): StepOutcome {
  const { event, inOneConversation, conversation, atOnce, onFailure } = config;
  return {
    kind: "listening",
    event,
    child: {
      title: event === "*" ? "Any event" : event,
      runs: { body: bodies[0]?.id ?? "body" },
      carry: inOneConversation ? "so_far" : "nothing",
    },
    policy: { atOnce: inOneConversation ? 1 : atOnce, onFailure },
    ...(inOneConversation && conversation !== "" && { conversation }),
    ...endOf(config),
  };
}

/** When it stops listening; neither a time nor an event: once nothing else is going on. */
function endOf({ listenUntil, seconds, untilEvent, mostSeconds }: Step["config"]): { until: number | null; untilEvent?: string } {
  const after = listenUntil === "time" ? seconds : listenUntil === "event" ? mostSeconds : undefined;
  const until = after === undefined ? null : Date.now() + after * 1_000;
  return listenUntil === "event" ? { until, untilEvent } : { until };
}

function listHandled({ children }: Step): StepOutcome {
  const results = resultList(children.map(named));
  const because = results.length === 0 ? "no event came" : shortfall(results, "events");
  return { kind: "succeeded", ports: ["out"], output: results, ...(because !== undefined && { because }) };
}

/** Called by its event rather than by what the handler listens for. */
function named(child: ChildResult): ChildResult {
  const event = ownValue(child.values, "event");
  const name: JsonValue | undefined = isJsonObject(event) ? ownValue(event, "name") : undefined;
  return typeof name === "string" ? { ...child, title: name } : child;
}
