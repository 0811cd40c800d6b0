import { describe, expect, it } from "vitest";
import type { RunEvent, RunEventBody } from "../engine/events";
import { progressLine } from "./progress";

const context = { startedAt: 1_000, titleOf: (path: string) => (path === "research" ? "Researcher" : path), titleWidth: 10 };
const line = (body: RunEventBody) => progressLine({ ...body, seq: 2 } satisfies RunEvent, context);

describe("progressLine", () => {
  it("gives the seconds since the run began, the card's title and what happened", () => {
    expect(line({ type: "step_started", at: 2_250, path: "research", nodeId: "research", attempt: 1, from: [] })).toBe(
      "   1.3 s  Researcher  running",
    );
    expect(line({ type: "step_skipped", at: 1_000, path: "draw", nodeId: "draw", because: { text: "Router chose billing" } })).toBe(
      "   0.0 s  draw        skipped: Router chose billing",
    );
  });

  it("tells of a further attempt and why", () => {
    const error = { code: "rate_limited", class: "transient" as const, message: "Too many requests." };
    expect(line({ type: "step_retry_scheduled", at: 1_000, path: "research", attempt: 1, error, retryAt: 3_000 })).toContain(
      "Too many requests.",
    );
    expect(line({ type: "step_started", at: 3_000, path: "research", nodeId: "research", attempt: 2, from: [] })).toContain("attempt 2");
  });

  it("says nothing of the start, and ends with how the run ended", () => {
    expect(line({ type: "run_started", at: 1_000, planHash: "", input: {}, simulated: true })).toBeNull();
    expect(line({ type: "run_finished", at: 4_000, status: "succeeded", outputs: {} })).toBe("   3.0 s  Run         succeeded");
  });
});
