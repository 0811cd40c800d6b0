import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { WorkflowDocument } from "../../lib/document/schema";
import type { RunEvent } from "../../lib/engine/events";
import { definitionOf } from "../../lib/nodes/catalog";
import { forgetProcessWide } from "../../lib/server/runtime";
import { type Simulator, startSimulator } from "../../lib/simulator/server";
import { checkoutDir } from "../shared/checkout.mjs";
import { withTestDatabase } from "../vitest/test-database";
import { examples } from "./examples/all";
import { type Example, otherWorkflow } from "./examples/example";
import { answerOfShop } from "./examples/shop";

withTestDatabase();
let simulator: Simulator;
const shop = createServer(answerOfShop);

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
  await new Promise<void>((resolve) => shop.listen(0, "127.0.0.1", resolve));
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  process.env.WINDROSE_ALLOWED_HOSTS = new URL(shopUrl()).host;
  forgetProcessWide("env");
  const { startWorker } = await import("../../lib/server/worker");
  await startWorker();
});

afterAll(async () => {
  const { stopWorker } = await import("../../lib/server/worker");
  await stopWorker();
  forgetProcessWide("worker");
  shop.close();
  await simulator.close();
});

function shopUrl(): string {
  const { port } = shop.address() as AddressInfo; // it listens on TCP
  return `http://127.0.0.1:${port}`;
}

async function save(document: WorkflowDocument): Promise<string> {
  const { localActor } = await import("../../lib/server/access");
  const { createWorkflow } = await import("../../lib/server/services/workflows");
  const made = await createWorkflow(await localActor(), { document });
  if (!made.ok) throw new Error(made.error.message);
  return made.value.workflowId;
}

/** The document as this installation can run it. */
async function fitted({ document, other }: Example): Promise<WorkflowDocument> {
  if (other === undefined) return document;
  const otherId = await save(other);
  const nodes = document.nodes.map((node) =>
    node.config.workflowId === otherWorkflow ? { ...node, config: { ...node.config, workflowId: otherId } } : node,
  );
  return { ...document, nodes };
}

/** Runs an example, approving whatever a person is asked, and gives the journal of the run that ended. */
async function play(example: Example): Promise<readonly RunEvent[]> {
  const { localActor } = await import("../../lib/server/access");
  const { startRun } = await import("../../lib/server/services/runs");
  const { decideStep } = await import("../../lib/server/services/run-inbox");
  const { readJournal } = await import("../../lib/server/journal");
  const actor = await localActor();
  const { sampleInput } = example.document;
  const input = sampleInput.shop === undefined ? sampleInput : { ...sampleInput, shop: shopUrl() };
  const started = await startRun(actor, { workflowId: await save(await fitted(example)), input, trigger: "api" });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const { runId } = started.value;
  const decided = new Set<number>();
  let events: readonly RunEvent[] = [];
  const goOn = async () => {
    events = await readJournal(runId);
    for (const event of events) {
      if (event.type !== "step_waiting" || event.until.for !== "decision" || decided.has(event.seq)) continue;
      decided.add(event.seq);
      await decideStep(actor, runId, { seq: event.seq, decision: { approve: true, comment: "", values: {} } });
    }
    return events.at(-1)?.type;
  };
  await expect.poll(goOn, { timeout: 20_000 }).toBe("run_finished");
  return events;
}

/** What a model answers is no part of what the docs promise. */
function asksModel({ nodes }: WorkflowDocument): boolean {
  return nodes.some(({ type, config }) => definitionOf(type)?.effect === "model" && config.mode !== "rules");
}

describe("the examples of the docs", () => {
  it("run to what their pages say, with the simulated model", async () => {
    const outcomes: { [kind: string]: unknown } = {};
    for (const example of examples) {
      const journal = await play(example);
      expect(journal.at(-1), example.kind).toMatchObject({ type: "run_finished", status: "succeeded" });
      const end = journal.find((event) => event.type === "step_succeeded" && event.path === example.shown);
      if (end?.type !== "step_succeeded" || asksModel(example.document)) continue;
      outcomes[example.kind] = "inline" in end.output ? end.output.inline : null;
    }
    await expect(`${JSON.stringify(outcomes, null, 2)}\n`).toMatchFileSnapshot(path.join(checkoutDir, "docs/kinds/examples/outcomes.json"));
  });
});
