import "server-only";
import type { StepOutcome } from "../contract";
import type { NodeExecutor, StepContext } from "../execution";
import { spawnPolicy } from "../failure-policy";
import { outputList, resultList, shortfall } from "../result-list";
import type { mapNode } from "./definition";
import { itemTitle } from "./item-title";
import { readItems } from "./read-items";

type Step = Parameters<NodeExecutor<typeof mapNode>>[0];

/** Turn 0 starts a body for each item; turn 1 lists what they came to. */
export const executeMap: NodeExecutor<typeof mapNode> = async (step, context): Promise<StepOutcome> =>
  step.turn === 0 ? startItems(step, context) : listResults(step);

function startItems({ config }: Step, { evaluate, bodies, limit }: StepContext): StepOutcome {
  const value = evaluate(config.items);
  const items = value.ok ? readItems(value.value, config.items.trim(), limit("mapItems")) : value;
  if (!items.ok) return { kind: "failed", error: items.error };
  const body = bodies[0]?.id;
  if (items.value.length === 0 || body === undefined) return { kind: "succeeded", ports: ["out"], output: [] };
  return {
    kind: "spawned",
    children: items.value.map((item, index) => ({
      title: itemTitle(item, index),
      runs: { body },
      values: { item, index },
      input: item,
      carry: "behind",
    })),
    policy: spawnPolicy(config, config.atOnce, items.value.length),
  };
}

function listResults({ config, children }: Step): StepOutcome {
  const because = shortfall(children, "items");
  return {
    kind: "succeeded",
    ports: ["out"],
    output: config.output === "outputs" ? outputList(children) : resultList(children),
    ...(because !== undefined && { because }),
  };
}
