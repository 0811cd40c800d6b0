import "server-only";
import type { StepOutcome } from "../contract";
import type { NodeExecutor, StepContext } from "../execution";
import { spawnPolicy } from "../failure-policy";
import { outputList, resultList, shortfall } from "../result-list";
import { mostLanes, type parallelNode } from "./definition";

type Step = Parameters<NodeExecutor<typeof parallelNode>>[0];

/** Turn 0 starts the lanes; turn 1 lists what they came to. */
export const executeParallel: NodeExecutor<typeof parallelNode> = async (step, context) =>
  step.turn === 0 ? startLanes(step, context) : listResults(step);

function startLanes({ config }: Step, { bodies }: StepContext): StepOutcome {
  return {
    kind: "spawned",
    children: bodies.map(({ id, title }, index) => ({ title, runs: { body: id }, values: { index, lane: title }, carry: "behind" })),
    policy: spawnPolicy(config, config.atOnce ?? mostLanes, bodies.length),
  };
}

function listResults({ config, children }: Step): StepOutcome {
  const results = resultList(children);
  const because = shortfall(results, "lanes");
  return {
    kind: "succeeded",
    ports: ["out"],
    output: config.output === "outputs" ? outputList(results) : results,
    ...(because !== undefined && { because }),
  };
}
