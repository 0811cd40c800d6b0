import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import type { RunEvent } from "../engine/events";
import { type Simulator, startSimulator } from "../simulator/server";
import { templates } from "../templates/gallery";
import { forgetProcessWide } from "./runtime";

withTestDatabase();
let simulator: Simulator;

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
  process.env.WINDROSE_SIMULATOR_URL = simulator.url;
  const { startWorker } = await import("./worker");
  await startWorker();
});

afterAll(async () => {
  const { stopWorker } = await import("./worker");
  await stopWorker();
  forgetProcessWide("worker");
  await simulator.close();
});

/** Runs a template with its sample, approving whatever a person is asked; gives the journal of the run that ended. */
async function play(templateId: string): Promise<readonly RunEvent[]> {
  const { localActor } = await import("./access");
  const { createFromTemplate, getEditorWorkflow } = await import("./services/workflows");
  const { startRun } = await import("./services/runs");
  const { decideStep } = await import("./services/run-inbox");
  const { readJournal } = await import("./journal");
  const actor = await localActor();
  const made = await createFromTemplate(actor, templateId);
  if (!made.ok) throw new Error(made.error.message);
  const { workflowId } = made.value;
  const workflow = await getEditorWorkflow(actor, workflowId);
  const started = await startRun(actor, { workflowId, input: workflow?.document.sampleInput ?? {}, trigger: "api" });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  const { runId } = started.value;
  const decided = new Set<number>();
  const journal = async () => {
    const events = await readJournal(runId);
    for (const event of events) {
      if (event.type !== "step_waiting" || event.until.for !== "decision" || decided.has(event.seq)) continue;
      decided.add(event.seq);
      await decideStep(actor, runId, { seq: event.seq, decision: { approve: true, comment: "", values: {} } });
    }
    return events;
  };
  await expect.poll(async () => (await journal()).at(-1)?.type, { timeout: 30_000 }).toBe("run_finished");
  return journal();
}

describe("a template of the gallery", () => {
  it.each(templates.map(({ id }) => [id]))("%s runs on its sample input to an output, without a key", async (id) => {
    const journal = await play(id);
    const end = journal.at(-1);
    expect(end).toMatchObject({ type: "run_finished", status: "succeeded" });
    expect(Object.keys(end?.type === "run_finished" ? end.outputs : {})).not.toEqual([]);
    expect(journal.map((event) => event.seq)).toEqual(journal.map((_, index) => index + 1));
  });
});
