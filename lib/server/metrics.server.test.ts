import { expect, it } from "vitest";
import { withLiveRuns } from "../../scripts/vitest/live-runs";
import { pipeline } from "../../scripts/vitest/pipeline";

const runs = withLiveRuns();

it("counts runs, steps and tokens as their journals say", async () => {
  const { metricsText } = await import("./metrics");
  const { pool } = await import("./db");
  const runId = await runs.start(pipeline([{ instructions: "One." }, { instructions: "Two." }]));
  await runs.ended(runId);
  const { rows } = await pool().query("SELECT prompt_tokens, completion_tokens FROM run WHERE id = $1", [runId]);
  const said = await metricsText();
  expect(said).toContain('windrose_runs_finished_total{status="succeeded"} 1');
  expect(said).toContain('windrose_steps_total{outcome="succeeded"} 4');
  expect(said).toContain(`windrose_model_tokens_total{direction="in"} ${rows[0].prompt_tokens}`);
  expect(said).toContain(`windrose_model_tokens_total{direction="out"} ${rows[0].completion_tokens}`);
  expect(said).toContain('windrose_model_call_seconds_count{status="succeeded"} 2');
  expect(said).toContain("windrose_orphan_runs 0");
  expect(said).toContain('windrose_runs_open{status="running"} 0');
  expect(said).not.toContain(runId);
});
