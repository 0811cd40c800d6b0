import "server-only";
import type { JsonObject, JsonValue } from "../../shared/json";
import { isBatchStep } from "../../shared/step-path";
import type { StepOutcome } from "../contract";
import type { NodeExecutor, StepContext } from "../execution";
import { spawnPolicy } from "../failure-policy";
import { isResultList, outputList, resultList, shortfall } from "../result-list";
import { batchesOf, lostItems, MapBatch, reportOf, resultsWithout } from "./batches";
import type { mapNode } from "./definition";
import { itemTitle } from "./item-title";
import { readItems } from "./read-items";

type Step = Parameters<NodeExecutor<typeof mapNode>>[0];

/** What the step remembers where runs of their own work on its items. */
const inBatches = "batches";

/**
 * Turn 0 starts a body for each item; turn 1 lists what they came to.
 *
 * Of a long list turn 0 starts batches instead, each a step of this same node that starts a run and waits for it. In that
 * run the node's own step works on the items of the batch, as if they were its list.
 */
export const executeMap: NodeExecutor<typeof mapNode> = async (step, context): Promise<StepOutcome> => {
  if (isBatchStep(context.path)) return step.turn === 0 ? startBatch(step, context) : endBatch(step, context);
  if (context.batch !== null) return workOnBatch(step, MapBatch.parse(context.batch), context);
  return step.turn === 0 ? start(step, context) : listResults(step);
};

function start({ config }: Step, context: StepContext): StepOutcome {
  const { evaluate, limit, nodeId } = context;
  const value = evaluate(config.items);
  const items = value.ok ? readItems(value.value, config.items.trim(), limit("mapItems")) : value;
  if (!items.ok) return { kind: "failed", error: items.error };
  const count = items.value.length;
  if (count === 0 || context.bodies.length === 0) return { kind: "succeeded", ports: ["out"], output: [] };
  if (count <= limit("mapItemsInOneRun")) return startItems({ first: 0, items: items.value, atOnce: config.atOnce }, config, context);
  const { children, atOnce } = batchesOf(nodeId, items.value, {
    items: limit("mapBatchItems"),
    atOnce: config.atOnce,
    batchesAtOnce: limit("mapBatchesAtOnce"),
  });
  return { kind: "spawned", children, policy: spawnPolicy(config, atOnce, count), memory: inBatches };
}

function startItems(
  { first, items, atOnce }: Omit<MapBatch, "items"> & { readonly items: readonly JsonValue[] },
  policy: Parameters<typeof spawnPolicy>[0],
  { bodies }: StepContext,
): StepOutcome {
  return {
    kind: "spawned",
    children: items.map((item, at) => ({
      title: itemTitle(item, first + at),
      runs: { body: bodies[0]?.id ?? "" },
      values: { item, index: first + at },
      input: item,
      carry: "behind",
    })),
    policy: spawnPolicy(policy, atOnce, items.length),
  };
}

function listResults({ config, children, memory }: Step): StepOutcome {
  const results = memory === inBatches ? children.flatMap(({ output }) => resultsIn(output)) : resultList(children);
  return listed(results, config.output === "outputs" ? outputList(results) : results);
}

/** @param output what stands for the results where they go on. */
function listed(results: readonly JsonObject[], output: JsonValue): Extract<StepOutcome, { kind: "succeeded" }> {
  const because = shortfall(results, "items");
  return { kind: "succeeded", ports: ["out"], output, ...(because !== undefined && { because }) };
}

function resultsIn(output: JsonValue): readonly JsonObject[] {
  if (!isResultList(output)) throw new Error("A batch came to something else than a list of results.");
  return output;
}

// A batch, where its run is waited for

async function startBatch({ inputs }: Step, context: StepContext): Promise<StepOutcome> {
  const [given] = inputs;
  if (given === undefined) throw new Error("A batch was started without its items.");
  const started = await context.startBatch({ title: given.title, input: given.output });
  if (!started.ok) return { kind: "failed", error: started.error };
  return { kind: "waiting", until: { for: "run", runId: started.value.runId, at: null } };
}

async function endBatch({ config, inputs }: Step, context: StepContext): Promise<StepOutcome> {
  const ended = await context.readBatch();
  if (!ended.ok && config.onFailure === "stop") return { kind: "failed", error: ended.error };
  const results = ended.ok ? resultsIn(ended.value.output) : resultsWithout(MapBatch.parse(inputs[0]?.output), ended.error);
  const lost = lostItems(results);
  const outcome = { ...listed(results, results), ...(lost !== undefined && { lost }) };
  if (!ended.ok) return outcome;
  const { writes, emits } = ended.value;
  const model = reportOf(ended.value);
  return { ...outcome, writes, emits, ...(model !== undefined && { model }) };
}

// A batch, in its own run

function workOnBatch({ config, turn, children }: Step, batch: MapBatch, context: StepContext): StepOutcome {
  // How many have to succeed is counted over all batches, where they are waited for.
  const policy = { ...config, onFailure: config.onFailure === "stop" ? ("stop" as const) : ("settle" as const) };
  if (turn === 0) return startItems(batch, policy, context);
  const results = resultList(children).map((result, at) => ({ ...result, index: batch.first + at }));
  return listed(results, results);
}
