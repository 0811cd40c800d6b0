import { describe, expect, it } from "vitest";
import { finished, journal, started } from "../../projection/testing";
import { type FollowPorts, followRun } from "./follow-run";
import { createRunStore, type RunConnection } from "./store";

const events = journal([0, started("a")], [5, finished()]);
const frames = (from: number, to: number) =>
  events
    .slice(from, to)
    .map((event) => `id: ${event.seq}\nevent: run\ndata: ${JSON.stringify(event)}\n\n`)
    .join("");
const end = "event: end\ndata: {}\n\n";

/** A server that answers each connection with the next script; a browser whose clock is turned by hand. */
function setUp(answers: readonly (() => Response | Promise<Response>)[]) {
  const asked: string[] = [];
  const timers: { at: number; work: () => void }[] = [];
  const connections: RunConnection[] = [];
  const store = createRunStore({ runId: "r1", edges: [] });
  let now = 0;
  let answered = 0;
  const ports: FollowPorts = {
    fetch: async (address) => {
      asked.push(String(address));
      const answer = answers[answered++];
      if (answer === undefined) throw new Error("the test has no further answer");
      return answer();
    },
    now: () => now,
    after: (delayMs, work) => {
      const timer = { at: now + delayMs, work };
      timers.push(timer);
      return () => void (timers.includes(timer) && timers.splice(timers.indexOf(timer), 1));
    },
    nextFrame: (work) => {
      work();
      return () => {};
    },
    random: () => 1,
    onOnline: () => () => {},
  };
  const stop = followRun(
    "r1",
    {
      lastSeq: () => store.getState().view.seq,
      onMessages: (messages) => store.getState().take(messages),
      onConnection: (connection) => connections.push(connection),
    },
    ports,
  );
  return {
    asked,
    connections,
    store,
    stop,
    /** Lets everything that waits for nothing but the machine happen. */
    settle: async () => {
      for (let turn = 0; turn < 50; turn += 1) await Promise.resolve();
      await new Promise((resolve) => setImmediate(resolve));
    },
    advance: (ms: number) => {
      now += ms;
      for (const timer of timers.filter(({ at }) => at <= now)) {
        timers.splice(timers.indexOf(timer), 1);
        timer.work();
      }
    },
  };
}

const ok = (text: string) => () => new Response(text, { headers: { "content-type": "text/event-stream" } });
const refusing = (status: number, message: string) => () => Response.json({ code: "x", message }, { status });

describe("followRun", () => {
  it("takes a run to its end and stops", async () => {
    const run = setUp([ok(frames(0, 3) + end)]);
    await run.settle();
    expect(run.store.getState().view.status).toBe("succeeded");
    expect(run.connections.map(({ is }) => is)).toEqual(["live", "ended"]);
    expect(run.asked).toEqual(["/api/runs/r1/events?after=0"]);
  });

  it("comes back after the last event it has when the connection breaks", async () => {
    const run = setUp([ok(frames(0, 2)), ok(frames(2, 3) + end)]);
    await run.settle();
    expect(run.connections.at(-1)).toMatchObject({ is: "reconnecting", retryAt: 500 });
    run.advance(500);
    await run.settle();
    expect(run.asked[1]).toBe("/api/runs/r1/events?after=2");
    expect(run.store.getState().events).toHaveLength(3);
    expect(run.connections.at(-1)).toEqual({ is: "ended" });
  });

  it("waits twice as long after each failure, and says why", async () => {
    const busy = refusing(429, "Too many open run streams.");
    const run = setUp([busy, busy, busy, ok(frames(0, 3) + end)]);
    await run.settle();
    expect(run.connections.at(-1)).toEqual({ is: "reconnecting", retryAt: 500, reason: "Too many open run streams." });
    run.advance(500);
    await run.settle();
    expect(run.connections.at(-1)).toMatchObject({ retryAt: 1_500 });
    run.advance(1_000);
    await run.settle();
    expect(run.connections.at(-1)).toMatchObject({ retryAt: 3_500 });
  });

  it("gives up on a run that is not there", async () => {
    const run = setUp([refusing(404, "There is no such run.")]);
    await run.settle();
    expect(run.connections).toEqual([{ is: "lost", reason: "There is no such run." }]);
    run.advance(60_000);
    await run.settle();
    expect(run.asked).toHaveLength(1);
  });

  it("comes back at once when text is missing", async () => {
    const gap = `event: live\ndata: ${JSON.stringify({ path: "a", attempt: 1, offset: 9, text: "x" })}\n\n`;
    const run = setUp([ok(frames(0, 2) + gap), ok(frames(2, 3) + end)]);
    await run.settle();
    expect(run.connections.at(-1)).toMatchObject({ is: "reconnecting", retryAt: 0 });
    run.advance(0);
    await run.settle();
    expect(run.store.getState().view.status).toBe("succeeded");
  });

  it("takes a server that says nothing for too long as gone", async () => {
    let abort: (() => void) | null = null;
    const silent = () =>
      new Response(
        new ReadableStream({
          start: (controller) => {
            abort = () => controller.error(new Error("aborted"));
          },
        }),
      );
    const run = setUp([silent, ok(frames(0, 3) + end)]);
    await run.settle();
    expect(run.connections).toEqual([{ is: "live" }]);
    run.advance(40_000);
    // What an aborted fetch does to the body that is being read.
    (abort as (() => void) | null)?.();
    await run.settle();
    expect(run.connections.at(-1)?.is).toBe("reconnecting");
    run.stop();
  });

  it("reads on over what it does not know", async () => {
    const strange = `event: run\ndata: {"type":"step_teleported","seq":1,"at":1}\n\nevent: weather\ndata: {}\n\nevent: run\ndata: not json\n\n`;
    const run = setUp([ok(strange + frames(0, 3) + end)]);
    await run.settle();
    expect(run.store.getState().view.status).toBe("succeeded");
  });
});
