import { afterEach, describe, expect, it } from "vitest";
import { withTestDatabase } from "../../scripts/vitest/test-database";
import { publishToRun } from "./live";
import { waitForRunEnd } from "./run-end";
import { forgetProcessWide } from "./runtime";

withTestDatabase();

afterEach(() => {
  delete process.env.WINDROSE_LIMIT_API_WAITS;
  forgetProcessWide("env");
});

const longMs = 60_000;

/** A run that goes on until it is ended, and somebody who waits for it. */
function waiting(runId: string, limitMs = longMs) {
  let isOver = false;
  let looks = 0;
  const caller = new AbortController();
  const look = async (): Promise<boolean> => {
    looks += 1;
    return isOver;
  };
  return {
    /** Resolves once it is waited for. */
    begun: () => expect.poll(() => looks).toBeGreaterThan(0),
    ended: waitForRunEnd({ runId, limitMs, signal: caller.signal, isOver: look }),
    leave: () => caller.abort(),
    endRun: () => {
      isOver = true;
      publishToRun(runId, { kind: "events", events: [{ type: "run_finished", seq: 2, at: 0, status: "succeeded", outputs: {} }] });
    },
  };
}

describe("waiting for the end of a run", () => {
  it("ends with the run, with the time, or with the caller", async () => {
    const one = waiting("one");
    await one.begun();
    one.endRun();
    await one.ended;
    await waiting("two", 20).ended;
    const three = waiting("three");
    three.leave();
    await three.ended;
  });

  it("is over at once when as many wait as may, and possible again when one has gone", async () => {
    process.env.WINDROSE_LIMIT_API_WAITS = "1";
    forgetProcessWide("env");
    const first = waiting("first");
    await first.begun();
    await waiting("second").ended;
    first.leave();
    await first.ended;
    const third = waiting("third");
    await third.begun();
    third.endRun();
    await third.ended;
  });
});
