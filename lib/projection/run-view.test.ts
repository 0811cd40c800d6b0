import { expect, it } from "vitest";
import { type Fact, finished, retry, started, succeeded, viewOf } from "./testing";

const waiting = (path: string): Fact => ({ type: "step_waiting", path, attempt: 1, turn: 0, until: { for: "time", at: 9_000_000 } });

it("says that a run waits when everything that is open waits, and that it runs while anything goes", () => {
  const both: readonly (readonly [number, Fact])[] = [
    [0, started("pause")],
    [0, started("work")],
    [1, waiting("pause")],
  ];
  expect(viewOf(...both).status).toBe("running");
  expect(viewOf(...both, [2, succeeded("work")]).status).toBe("waiting");
  expect(viewOf(...both, [2, retry("work", 1, 5_000)]).status).toBe("waiting");
  expect(viewOf(...both, [2, retry("work", 1, 5_000)], [3, started("work", 2)]).status).toBe("running");
});

it("says that a run waits again once a handler has ended while a person is waited for", () => {
  const status = viewOf(
    [0, started("listen")],
    [0, started("ask")],
    [1, waiting("ask")],
    [1, { type: "step_spawned", path: "listen", attempt: 1, children: [], policy: { atOnce: 1, onFailure: "settle" } }],
    [2, { type: "frame_started", frame: "listen[0]", title: "order" }],
    [2, started("listen[0].answer")],
    [3, succeeded("listen[0].answer")],
    [3, { type: "frame_finished", frame: "listen[0]", status: "succeeded" }],
  ).status;
  expect(status).toBe("waiting");
});

it("keeps the end it came to", () => {
  expect(viewOf([0, started("a")], [1, succeeded("a")], [1, finished("failed")]).status).toBe("failed");
});
