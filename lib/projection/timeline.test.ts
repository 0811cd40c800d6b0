import { describe, expect, it } from "vitest";
import { failed, finished, model, retry, runStart, skipped, started, succeeded, usage, viewOf } from "./testing";
import { tickLabel, timeAxis } from "./time-axis";
import { timelineOf } from "./timeline";

const node = (id: string, ...after: string[]) => ({ id, title: id.toUpperCase(), after });
const noTools = new Map();

describe("timelineOf", () => {
  it("shows that steps side by side overlap", () => {
    const view = viewOf([0, started("a")], [5, started("b")], [2_000, succeeded("a")], [3_000, succeeded("b")], [3_000, finished()]);
    const { rows } = timelineOf(view, [node("a"), node("b")], noTools, runStart + 99_000);
    expect(rows.map(({ segments }) => segments)).toEqual([
      [{ kind: "succeeded", startMs: 0, endMs: 2_000 }],
      [{ kind: "succeeded", startMs: 5, endMs: 3_000 }],
    ]);
  });

  it("lets a running step reach until now and keeps room beyond it", () => {
    const timeline = timelineOf(viewOf([0, started("a")]), [node("a")], noTools, runStart + 2_000);
    expect(timeline.rows[0]?.segments).toEqual([{ kind: "running", startMs: 0, endMs: 2_000 }]);
    expect(timeline.nowMs).toBe(2_000);
    expect(timeline.axis.endMs).toBeGreaterThan(2_000);
  });

  it("lists of a run that does a part of one node's work only that node", () => {
    const batch = { nodeId: "b", title: "Items 51–100 of 120", given: { inline: {} } };
    const begun = { type: "run_started", planHash: "hash", input: {}, simulated: true, batch } as const;
    const view = viewOf([0, begun], [5, started("b")], [2_000, succeeded("b")], [3_000, finished()]);
    expect(view.batch).toEqual({ nodeId: "b", title: "Items 51–100 of 120" });
    const { rows } = timelineOf(view, [node("a"), node("b"), node("c", "B")], noTools, runStart + 99_000);
    expect(rows.map(({ path }) => path)).toEqual(["b"]);
  });

  it("trusts the journal over a clock that is behind it", () => {
    const view = viewOf([0, started("a")], [500, succeeded("a")], [700, started("b")]);
    expect(timelineOf(view, [node("a"), node("b")], noTools, runStart - 60_000).nowMs).toBe(700);
  });

  it("hatches the wait before a retry and plans the rest of it", () => {
    const view = viewOf([0, started("a")], [1_000, retry("a", 1, 5_000)]);
    const { rows } = timelineOf(view, [node("a")], noTools, runStart + 2_000);
    expect(rows[0]?.segments).toEqual([
      { kind: "failed", startMs: 0, endMs: 1_000 },
      { kind: "waiting", startMs: 1_000, endMs: 2_000 },
      { kind: "planned", startMs: 2_000, endMs: 5_000 },
    ]);
    expect(rows[0]?.label).toEqual([{ text: "next try in" }, { ms: 3_000 }]);
    expect(rows[0]?.labelMs).toBe(2_000);
  });

  it("hatches how long a step waited for a person, to where its question was superseded too", () => {
    const until = { for: "decision", ask: {}, at: null } as const;
    const view = viewOf(
      [0, started("a")],
      [100, { type: "step_waiting", path: "a", attempt: 1, turn: 0, until }],
      [3_000, { type: "step_cancelled", path: "a", because: "B had all it waits for", cause: "join", superseded: true }],
      [9_000, finished()],
    );
    const { rows } = timelineOf(view, [node("a")], noTools, 0);
    expect(rows[0]?.segments).toEqual([
      { kind: "succeeded", startMs: 0, endMs: 100 },
      { kind: "waiting", startMs: 100, endMs: 3_000 },
    ]);
    expect(rows[0]?.label).toEqual([{ ms: 3_000 }, { text: "B had all it waits for" }]);
  });

  it("opens attempts below their step, with the waits between", () => {
    const view = viewOf(
      [0, started("a")],
      [1_000, retry("a", 1, 1_400)],
      [1_500, started("a", 2)],
      [3_000, succeeded("a", { attempt: 2 })],
      [3_000, finished()],
    );
    const { rows } = timelineOf(view, [node("a")], noTools, 0);
    expect(rows.map(({ title, status }) => [title, status])).toEqual([
      ["A", "succeeded"],
      ["Attempt 1 · rate limited", "failed"],
      ["Attempt 2", "succeeded"],
    ]);
    expect(rows[0]?.segments.map(({ kind }) => kind)).toEqual(["failed", "waiting", "succeeded"]);
    expect(rows[1]?.label).toEqual([{ ms: 1_000 }, { text: ", then waited" }, { ms: 500 }]);
  });

  it("ends a wait that was cut short by cancelling", () => {
    const view = viewOf(
      [0, started("a")],
      [1_000, retry("a", 1, 60_000)],
      [2_000, { type: "step_cancelled", path: "a", because: "cancelled" }],
      [2_000, finished("cancelled")],
    );
    const { rows, axis } = timelineOf(view, [node("a")], noTools, 0);
    expect(rows[0]?.segments.map(({ kind, endMs }) => [kind, endMs])).toEqual([
      ["failed", 1_000],
      ["waiting", 2_000],
    ]);
    expect(axis.endMs).toBe(2_000);
  });

  it("shows an attempt that a crash interrupted, and the one that followed", () => {
    const view = viewOf(
      [0, started("a")],
      [9_000, { type: "run_recovered", epoch: 2, interrupted: ["a"] }],
      [9_100, started("a", 2)],
      [9_500, succeeded("a", { attempt: 2 })],
    );
    const { rows } = timelineOf(view, [node("a")], noTools, runStart + 9_500);
    expect(rows[0]?.segments.map(({ kind }) => kind)).toEqual(["interrupted", "succeeded"]);
    expect(rows[1]?.title).toBe("Attempt 1 · interrupted");
  });

  it("says why a step was skipped, at the moment it was", () => {
    const view = viewOf([0, started("a")], [1_200, succeeded("a")], [1_200, skipped("b", "Router chose research")]);
    const row = timelineOf(view, [node("a"), node("b", "A")], noTools, runStart + 1_500).rows[1];
    expect(row).toMatchObject({ status: "skipped", segments: [], label: [{ text: "Router chose research" }], labelMs: 1_200 });
  });

  it("says what a pending step waits for, and nothing once the run is over", () => {
    const running = viewOf([0, started("a")]);
    const over = viewOf([0, started("a")], [9, failed("a")], [9, finished("failed")]);
    const nodes = [node("a"), node("b", "A", "X", "Y")];
    expect(timelineOf(running, nodes, noTools, runStart + 5).rows[1]?.label).toEqual([{ text: "after all 3 steps before it" }]);
    expect(timelineOf(over, nodes, noTools, runStart + 5).rows[1]?.label).toEqual([]);
  });

  it("puts tool calls under their step and sums its tokens", () => {
    const view = viewOf([0, started("a")], [4_000, succeeded("a", { model: model({ usage: usage(7, 3) }) })]);
    const call = {
      id: "t",
      attempt: 1,
      name: "web_search",
      arguments: '{"query":"tides"}',
      startedAt: runStart + 1_000,
      finishedAt: runStart + 3_000,
    };
    const { rows } = timelineOf(view, [node("a")], new Map([["a", [call]]]), runStart + 4_000);
    expect(rows[0]?.usage?.totalTokens).toBe(10);
    expect(rows[1]).toMatchObject({ is: "tool", title: "web_search", segments: [{ kind: "tool", startMs: 1_000, endMs: 3_000 }] });
  });

  it("keeps a tool call whose times are off inside its step", () => {
    const view = viewOf([100, started("a")], [4_000, succeeded("a")], [4_000, finished()]);
    const call = { id: "t", attempt: 1, name: "web_search", arguments: "{}", startedAt: runStart - 9_000, finishedAt: runStart + 90_000 };
    const { rows, axis } = timelineOf(view, [node("a")], new Map([["a", [call]]]), 0);
    expect(rows[1]?.segments).toEqual([{ kind: "tool", startMs: 100, endMs: 4_000 }]);
    expect(axis.endMs).toBe(4_000);
  });

  it("draws a run that is still queued as rows without time", () => {
    const { rows, nowMs } = timelineOf(viewOf(), [node("a")], noTools, runStart);
    expect(rows[0]).toMatchObject({ status: "pending", segments: [] });
    expect(nowMs).toBe(0);
  });
});

describe("timeAxis", () => {
  it("holds what it must in at most nine even segments", () => {
    for (const reach of [0, 1, 99, 101, 950, 36_000, 3_600_000, 86_400_000 * 30]) {
      const { endMs, stepMs, ticks } = timeAxis(reach);
      expect(endMs).toBeGreaterThanOrEqual(reach);
      expect(ticks.length).toBeLessThanOrEqual(10);
      expect(ticks.at(-1)).toBe(endMs);
      expect(ticks[1]).toBe(stepMs);
    }
  });

  it("labels ticks in the unit of its step", () => {
    expect([tickLabel(50, 10), tickLabel(500, 100), tickLabel(12_000, 4_000), tickLabel(120_000, 60_000)]).toEqual([
      "0.05 s",
      "0.5 s",
      "12 s",
      "2 min",
    ]);
  });
});
