import { expect, it } from "vitest";
import { sentBody, withLiveRuns } from "../../scripts/vitest/live-runs";
import { endOf, pipeline, sentWith, startOf, withLargeOutput } from "../../scripts/vitest/pipeline";
import { edgeOf } from "../document/testing";
import { noCost } from "./budget";

const runs = withLiveRuns();

it("numbers events without a gap, ends once, and says how many steps were done", async () => {
  const runId = await runs.start(pipeline([{ instructions: "Answer briefly." }]));
  const journal = await runs.ended(runId);
  expect(journal.map((event) => event.seq)).toEqual(journal.map((_, index) => index + 1));
  expect(endOf(journal)).toMatchObject({ type: "run_finished", status: "succeeded" });
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT status, steps_done, owner FROM run WHERE id = $1", [runId]);
  expect(rows[0]).toMatchObject({ status: "succeeded", steps_done: 3, owner: null });
});

it("sends an agent its instructions, its message and the entries so far", async () => {
  runs.simulator().reset();
  await runs.ended(
    await runs.start(
      pipeline([{ instructions: "First voice." }, { instructions: "Second voice.", config: { message: "Shorten it.", temperature: 0.2 } }]),
    ),
  );
  const bodies = runs
    .simulator()
    .requests()
    .map((request) => request.body as { instructions?: string; inputs?: { type: string; content: string }[] });
  expect(bodies).toHaveLength(2);
  expect(bodies[0]).toMatchObject({ instructions: "First voice.", inputs: [{ type: "message.input", content: "Write about tides." }] });
  expect(bodies[1]).toMatchObject({ instructions: "Second voice.", completion_args: { temperature: 0.2 } });
  expect(bodies[1]?.inputs?.map((entry) => entry.type)).toEqual(["message.input", "message.output", "message.input"]);
  expect(bodies[1]?.inputs?.at(-1)?.content).toBe("Shorten it.");
});

it("tries a transient failure again, keeps every attempt, and succeeds", async () => {
  const runId = await runs.start(pipeline([{ instructions: "Answer. [simulate: 503 x1]" }]));
  const journal = await runs.ended(runId);
  expect(journal.filter((event) => event.type === "step_retry_scheduled")).toHaveLength(1);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT attempt, status FROM step_attempt WHERE run_id = $1 ORDER BY attempt", [runId]);
  expect(rows).toEqual([
    { attempt: 1, status: "failed" },
    { attempt: 2, status: "succeeded" },
  ]);
});

it("fails a run on a permanent failure, starts nothing after it, and keeps what was finished", async () => {
  const journal = await runs.ended(
    await runs.start(pipeline([{ instructions: "Answer." }, { instructions: "No. [simulate: guardrail]" }, { instructions: "Never." }])),
  );
  const end = endOf(journal);
  expect(end).toMatchObject({ status: "failed", error: { path: "agent_2", class: "permanent" } });
  const message = end?.type === "run_finished" ? end.error?.message : undefined;
  expect(message).toMatch(/^[A-Z].*\.$/);
  expect(message).not.toMatch(/\n|at .*:\d+|\{/);
  expect(journal.some((event) => event.type === "step_succeeded" && event.path === "agent_1")).toBe(true);
  expect(journal.some((event) => event.type === "step_started" && event.path === "agent_3")).toBe(false);
});

it("cancels a call in flight within a second and records nothing after the end", async () => {
  const { localActor } = await import("./access");
  const { cancelRun } = await import("./services/run-inbox");
  const runId = await runs.start(pipeline([{ instructions: "Answer. [simulate: slow 30s]" }]));
  await runs.reached(runId, startOf("agent_1"));
  const askedAt = Date.now();
  const asked = await Promise.all([cancelRun(await localActor(), runId), cancelRun(await localActor(), runId)]);
  expect(asked.some((answer) => answer.ok)).toBe(true);
  const journal = await runs.ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "cancelled" });
  expect((endOf(journal)?.at ?? Number.POSITIVE_INFINITY) - askedAt).toBeLessThan(1_000);
  expect(journal.filter((event) => event.type === "run_finished")).toHaveLength(1);
});

it("gives a later step an output that is too large for its event", async () => {
  const runId = await runs.start(withLargeOutput(pipeline([{ instructions: "Answer." }]), "agent_1"));
  const journal = await runs.ended(runId);
  const written = journal.find((event) => event.type === "step_succeeded" && event.path === "agent_1");
  expect(written).toMatchObject({ output: { blob: { bytes: expect.any(Number) } } });
  expect(endOf(journal)).toMatchObject({ status: "succeeded", outputs: { answer: { blob: expect.anything() } } });
});

it("runs a template from the gallery from its input to its output, with its researchers at work at the same time", async () => {
  const { localActor } = await import("./access");
  const { createFromTemplate } = await import("./services/workflows");
  const { startRun } = await import("./services/runs");
  runs.simulator().reset();
  runs.simulator().setPace({ latencyMs: 200 });
  const actor = await localActor();
  const made = await createFromTemplate(actor, "research-team");
  if (!made.ok) throw new Error(made.error.message);
  const input = { topic: "Tidal power", audience: "a harbour town" };
  const started = await startRun(actor, { workflowId: made.value.workflowId, input, trigger: "api" });
  if (!started.ok) throw new Error(started.error.message);
  const journal = await runs.ended(started.value.runId);
  runs.simulator().setPace({ latencyMs: 0 });
  expect(endOf(journal)).toMatchObject({ status: "succeeded", outputs: { briefing: { inline: expect.any(String) } } });

  const researchers = ["You research technology.", "You research markets.", "You research what science knows."].map(
    (instructions) => sentWith(runs.simulator(), instructions)[0],
  );
  const lastStart = Math.max(...researchers.map((request) => request?.startedAt ?? Number.POSITIVE_INFINITY));
  const firstEnd = Math.min(...researchers.map((request) => request?.finishedAt ?? Number.NEGATIVE_INFINITY));
  expect(lastStart).toBeLessThan(firstEnd);
  const market = sentBody(researchers[1]);
  expect(market).toMatchObject({ tools: [{ type: "web_search" }], completion_args: { temperature: 0.3 } });
  expect(market.inputs?.map((entry) => entry.content)).toEqual([
    "Research the business side of Tidal power. Your findings go into a briefing for a harbour town.",
  ]);
  const synthesis = sentBody(sentWith(runs.simulator(), "You turn the findings")[0]);
  for (const path of ["technology", "market", "academic"]) {
    const found = journal.find((event) => event.type === "step_succeeded" && event.path === path);
    const output = found?.type === "step_succeeded" && "inline" in found.output ? found.output.inline : null;
    expect(output).toEqual(expect.any(String));
    expect(synthesis.inputs?.[0]?.content).toContain(String(output).trim());
  }
});

it("waits out a rate limit and keeps what every attempt was answered", async () => {
  runs.simulator().setFaults([{ match: { bodyIncludes: "Throttled voice" }, fault: "429", times: 2, retryAfter: 0 }]);
  const runId = await runs.start(pipeline([{ instructions: "Throttled voice." }]));
  const journal = await runs.ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT status, exchanges FROM step_attempt WHERE run_id = $1 ORDER BY attempt", [runId]);
  expect(rows.map((row) => row.status)).toEqual(["failed", "failed", "succeeded"]);
  expect(rows.every((row) => row.exchanges.length > 0)).toBe(true);
});

it("breaks off the calls that a join has no more use for, and goes on with the first answer", async () => {
  runs.simulator().reset();
  const line = pipeline([{ instructions: "Quick voice." }, { instructions: "Tardy voice. [simulate: slow 30s]" }]);
  const nodes = line.nodes.map((node) =>
    node.id === "answer" ? { ...node, settings: { join: { wait: "any" as const, cancelRest: true } } } : node,
  );
  const edges = (["topic>agent_1", "topic>agent_2", "agent_1>answer", "agent_2>answer"] as const).map(edgeOf);
  const runId = await runs.start({ ...line, nodes, edges });
  const journal = await runs.ended(runId);
  expect(endOf(journal)).toMatchObject({ status: "succeeded" });
  expect(journal.find((event) => event.type === "step_started" && event.path === "answer")).toMatchObject({ from: [edges[2]?.id] });
  expect(journal.filter((event) => "path" in event && event.path === "agent_2").map((event) => event.type)).toEqual([
    "step_started",
    "step_cancelled",
  ]);
  await expect.poll(() => sentWith(runs.simulator(), "Tardy voice.")[0]?.wasAborted).toBe(true);
  const { pool } = await import("./db");
  const { rows } = await pool().query("SELECT path, status, exchanges FROM step_attempt WHERE run_id = $1 AND path = 'agent_2'", [runId]);
  expect(rows).toMatchObject([{ path: "agent_2", status: "cancelled", exchanges: [{ method: "POST" }] }]);
});

it("drives a run to its end whatever happens to those who watch it", async () => {
  const { subscribeToRun } = await import("./live");
  const runId = await runs.start(pipeline([{ instructions: "Watched voice. [simulate: slow 1s]" }]));
  const heard: string[] = [];
  const unsubscribe = [
    subscribeToRun(runId, () => {
      throw new Error("gone");
    }),
    subscribeToRun(runId, (message) => heard.push(message.kind)),
  ];
  expect(endOf(await runs.ended(runId))).toMatchObject({ status: "succeeded" });
  for (const leave of unsubscribe) leave();
  expect(heard).toContain("events");
});

it("writes an attempt whose prompt holds characters that the database can't read back", async () => {
  const { appendBatch } = await import("./journal");
  const { pool } = await import("./db");
  const runId = await runs.start(pipeline([{ instructions: "Answer. [simulate: slow 2s]" }]));
  await runs.reached(runId, startOf("agent_1"));
  const { rows } = await pool().query(
    "UPDATE run SET epoch = epoch + 1, owner = 'another', lease_until = now() + interval '1 hour' WHERE id = $1 RETURNING epoch, next_seq",
    [runId],
  );
  const at = Date.now();
  const usage = { promptTokens: 0, completionTokens: 0, totalTokens: 0 };
  const rendered = { message: "nul \u0000, half \ud83d, whole 🌊, said \\u0000" };
  const call = { path: "agent_1", attempt: 9, turn: 0, status: "failed" as const, startedAt: at, finishedAt: at, model: null };
  const written = await appendBatch(
    { runId, epoch: rows[0].epoch, nextSeq: rows[0].next_seq },
    {
      events: [{ type: "cancel_requested", at, by: "local" }],
      attempts: [{ ...call, exchanges: [], rendered, ...usage, reserved: noCost, charged: noCost }],
      blobs: [],
      inboxIds: [],
      note: "nul \u0000",
    },
  );
  expect(written?.events).toHaveLength(1);
  const kept = await pool().query("SELECT rendered FROM step_attempt WHERE run_id = $1 AND attempt = 9", [runId]);
  expect(kept.rows[0].rendered).toEqual({ message: "nul \ufffd, half \ufffd, whole 🌊, said \\u0000" });
});
