import { beforeEach, describe, expect, it } from "vitest";
import { withKinds, withLiveRuns } from "../../../scripts/vitest/live-runs";
import { lastMessage, later, says } from "../../../scripts/vitest/scripted-model";
import type { WorkflowDocument } from "../../document/schema";
import { documentOf, nodeOf } from "../../document/testing";

const live = withLiveRuns();

beforeEach(() => live.simulator().reset());

/** Two agents side by side, each tried once. */
function pair(): WorkflowDocument {
  const agent = (id: string) => ({
    ...nodeOf(id, { model: "mistral-small-latest", instructions: "You answer.", message: `${id} asks.` }),
    settings: { maxAttempts: 1 },
  });
  const drawn = documentOf(
    ["input", agent("left"), agent("right"), "output"],
    ["input>left", "input>right", "left>output", "right>output"],
  );
  return withKinds(drawn, {
    input: { type: "input", config: { fields: [] } },
    output: { type: "output", config: { format: "markdown", value: "done" } },
  });
}

/** The right one is never answered; the left one once the right one was asked, with these words. */
function scriptLeft(words: string): void {
  const isRightAsked = later<true>();
  live.simulator().setScript(async (prompt) => {
    if (lastMessage(prompt).startsWith("right")) {
      isRightAsked.resolve(true);
      return later<undefined>().promise;
    }
    await isRightAsked.promise;
    return says(words);
  });
}

async function callsKept(runId: string) {
  const { pool } = await import("../db");
  const { rows } = await pool().query(
    "SELECT path, status, json_array_length(exchanges) AS calls FROM step_attempt WHERE run_id = $1 ORDER BY path",
    [runId],
  );
  return rows;
}

describe("a call that was sent and then broken off is recorded before its run ends", () => {
  it("when another step fails", async () => {
    scriptLeft("");
    const runId = await live.start(pair());
    expect((await live.ended(runId)).at(-1)).toMatchObject({ status: "failed", error: { path: "left", code: "empty_output" } });
    expect(await callsKept(runId)).toEqual([
      { path: "left", status: "failed", calls: 1 },
      { path: "right", status: "cancelled", calls: 1 },
    ]);
  });

  it("when a person cancels the run", async () => {
    const { cancelRun } = await import("../services/run-inbox");
    scriptLeft("Left.");
    const runId = await live.start(pair());
    await live.reached(runId, (event) => event.type === "step_succeeded" && event.path === "left");
    expect(await cancelRun(live.actor(), runId)).toMatchObject({ ok: true });
    expect((await live.ended(runId)).at(-1)).toMatchObject({ status: "cancelled" });
    expect(await callsKept(runId)).toEqual([
      { path: "left", status: "succeeded", calls: 1 },
      { path: "right", status: "cancelled", calls: 1 },
    ]);
  });
});
