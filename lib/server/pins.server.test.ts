import { expect, it } from "vitest";
import { withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import { documentOf } from "../document/testing";

const runs = withLiveRuns();

const pipeline = withKinds(documentOf(["topic", "first", "second", "answer"], ["topic>first", "first>second", "second>answer"]), {
  topic: { type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } },
  first: {
    type: "agent",
    config: { model: "mistral-small-latest", message: "Speak first of {{input.topic}}." },
    settings: { pinned: { output: "Pinned words." } },
  },
  second: { type: "agent", config: { model: "mistral-small-latest", message: "Speak second." } },
  answer: { type: "output", config: { format: "text", value: "" } },
});

async function play(start: { readonly trigger: "manual" | "api"; readonly ignoresPins?: boolean }) {
  const { createWorkflow } = await import("./services/workflows");
  const { startRun } = await import("./services/runs");
  runs.simulator().reset();
  const made = await createWorkflow(runs.actor(), { document: pipeline });
  if (!made.ok) throw new Error(made.error.message);
  const started = await startRun(runs.actor(), { workflowId: made.value.workflowId, input: { topic: "tides" }, ...start });
  if (!started.ok) throw new Error(started.error.message);
  const journal = await runs.ended(started.value.runId);
  const bodies = runs
    .simulator()
    .requests()
    .map(({ body }) => JSON.stringify(body));
  const first = journal.find((event) => event.type === "step_succeeded" && event.path === "first");
  return { workflowId: made.value.workflowId, end: journal.at(-1), first, bodies };
}

it("stands in for the node's work in a run that a person starts, and what follows has it in its conversation", async () => {
  const { end, first, bodies } = await play({ trigger: "manual" });
  expect(end).toMatchObject({ status: "succeeded" });
  expect(first).toMatchObject({ pinned: true, output: { inline: "Pinned words." }, ports: ["out"] });
  expect(bodies).toHaveLength(1);
  expect(bodies[0]).toContain("Speak second.");
  expect(bodies[0]).toContain("Pinned words.");
});

it("is not taken when the run is asked to ignore pins, nor when a program starts it", async () => {
  for (const start of [{ trigger: "manual", ignoresPins: true }, { trigger: "api" }] as const) {
    const { first, bodies } = await play(start);
    expect(first).not.toHaveProperty("pinned");
    expect(bodies[0]).toContain("Speak first of tides.");
  }
});

it("is in no published version, and pinning makes no new one", async () => {
  const { publishWorkflow, getPublication } = await import("./services/publishing");
  const { workflowId } = await play({ trigger: "api" });
  expect(await publishWorkflow(runs.actor(), { workflowId, name: "two-voices" })).toMatchObject({ ok: true });
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT v.plan::text AS plan FROM release r JOIN workflow_version v ON v.id = r.version_id");
  expect(rows.map(({ plan }) => plan.includes("Pinned words."))).toEqual([false]);
  expect(await getPublication(runs.actor(), workflowId)).toMatchObject({ ok: true, value: { live: { isDraftSame: true } } });
});
