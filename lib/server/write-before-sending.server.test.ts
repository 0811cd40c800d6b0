import type { PoolClient } from "pg";
import { expect, it } from "vitest";
import { withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import { lastMessage, later, says } from "../../scripts/vitest/scripted-model";
import { documentOf } from "../document/testing";

const runs = withLiveRuns();

const pipeline = withKinds(documentOf(["topic", "first", "second", "answer"], ["topic>first", "first>second", "second>answer"]), {
  topic: { type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } },
  first: { type: "agent", config: { model: "mistral-small-latest", message: "Say the first." } },
  second: { type: "agent", config: { model: "mistral-small-latest", message: "Say the second." } },
  answer: { type: "output", config: { format: "text", value: "" } },
});

const timesAsked = (message: string): number =>
  runs
    .simulator()
    .requests()
    .filter(({ body }) => JSON.stringify(body).includes(message)).length;

/** Starts the pipeline and stops it where the first agent's outcome, with the second one's start, can't be written. */
async function heldAtTheWrite(): Promise<{ readonly runId: string; readonly lock: PoolClient; readonly isHeld: () => Promise<boolean> }> {
  const { pool } = await import("./db");
  const [isAsked, mayAnswer] = [later<void>(), later<void>()];
  runs.simulator().reset();
  runs.simulator().setScript(async (prompt) => {
    if (!lastMessage(prompt).includes("first")) return says("The second.");
    isAsked.resolve();
    await mayAnswer.promise;
    return says("The one before.");
  });
  const runId = await runs.start(pipeline, { topic: "tides" });
  await isAsked.promise;
  const lock = await pool().connect();
  await lock.query("BEGIN");
  await lock.query("SELECT 1 FROM run WHERE id = $1 FOR UPDATE", [runId]);
  mayAnswer.resolve();
  const isHeld = async (): Promise<boolean> => {
    const { rows } = await pool().query(
      "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%INSERT INTO run_event%'",
    );
    return rows.length > 0;
  };
  await expect.poll(isHeld).toBe(true);
  return { runId, lock, isHeld };
}

/** So many turns of the event loop and round trips that whatever may leave has left. */
async function severalTurns(isHeld: () => Promise<boolean>): Promise<void> {
  for (let turn = 0; turn < 50; turn += 1) expect(await isHeld()).toBe(true);
}

it("asks the next agent nothing before the outcome that it builds on is written", async () => {
  const { runId, lock, isHeld } = await heldAtTheWrite();
  await severalTurns(isHeld);
  expect(timesAsked("Say the second.")).toBe(0);
  await lock.query("COMMIT");
  lock.release();
  await runs.ended(runId);
  expect(timesAsked("Say the second.")).toBe(1);
});

it("asks the next agent nothing when the write finds that the run has another owner", async () => {
  const { runId, lock } = await heldAtTheWrite();
  await lock.query("UPDATE run SET epoch = epoch + 1, owner = 'another', lease_until = now() + interval '1 hour' WHERE id = $1", [runId]);
  await lock.query("COMMIT");
  lock.release();
  const { stopWorker } = await import("./worker");
  await stopWorker();
  expect(timesAsked("Say the second.")).toBe(0);
});
