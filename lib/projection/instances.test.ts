import { describe, expect, it } from "vitest";
import { instanceOf, instancesIn, lookedAt, lookedAtNothing } from "./instances";
import { type Fact, started, succeeded, viewOf } from "./testing";

const child = (title: string, body = "main") => ({ title, runs: { body }, values: { inline: {} }, carry: "behind" as const });
const spawned = (path: string, ...children: readonly ReturnType<typeof child>[]): Fact => ({
  type: "step_spawned",
  path,
  attempt: 1,
  children: [...children],
  policy: { atOnce: 5, onFailure: "stop" },
});

//  each ─┬─ each[0]: draft ─► write
//        └─ each[1]: draft
const view = viewOf(
  [0, started("each")],
  [1, spawned("each", child("one"), child("two"))],
  [2, started("each[0].draft")],
  [3, succeeded("each[0].draft")],
  [4, started("each[0].write")],
  [5, started("each[1].draft")],
);
const at = (frame: string) => lookedAt(lookedAtNothing, frame);

describe("which instance is looked at", () => {
  it("is the one in flight, else the latest, until somebody chooses", () => {
    expect(instanceOf(view, lookedAtNothing, "draft")?.path).toBe("each[1].draft");
    expect(instanceOf(view, lookedAtNothing, "write")?.path).toBe("each[0].write");
  });

  it("is the chosen one for every node of the container, also for one that has not begun there", () => {
    expect(instanceOf(view, at("each[0]"), "draft")?.path).toBe("each[0].draft");
    expect(instanceOf(view, at("each[1]"), "write")).toBeNull();
    expect(instanceOf(view, at("each[1]"), "each")?.path).toBe("each");
  });

  it("names a step by its path whatever is chosen", () => {
    expect(instanceOf(view, at("each[1]"), "each[0].write")?.path).toBe("each[0].write");
  });

  it("leaves the other lanes of a container as they are", () => {
    const lanes = viewOf(
      [0, started("team")],
      [1, spawned("team", child("A", "a"), child("B", "b"))],
      [2, started("team[0].x")],
      [3, started("team[1].y")],
    );
    expect(instanceOf(lanes, at("team[0]"), "y")?.path).toBe("team[1].y");
    const team = lanes.steps.get("team");
    expect(team && instancesIn(team, lookedAtNothing)).toBeNull();
  });

  it("reaches into the containers of an instance", () => {
    const nested = viewOf(
      [0, started("each")],
      [1, spawned("each", child("one"), child("two"))],
      [2, started("each[0].again")],
      [3, spawned("each[0].again", child("1"), child("2"))],
      [4, started("each[0].again[0].write")],
      [5, started("each[0].again[1].write")],
      [6, started("each[1].again")],
      [7, spawned("each[1].again", child("1"))],
      [8, started("each[1].again[0].write")],
    );
    expect(instanceOf(nested, at("each[0]"), "write")?.path).toBe("each[0].again[1].write");
    expect(instanceOf(nested, at("each[0].again[0]"), "again")?.path).toBe("each[0].again");
    expect(instanceOf(nested, at("each[0].again[0]"), "write")?.path).toBe("each[0].again[0].write");
  });
});

describe("stepping through instances", () => {
  it("counts them and begins where the work is", () => {
    const each = view.steps.get("each");
    expect(each && instancesIn(each, at("each[0]"))).toMatchObject({ index: 0, frames: [{ title: "one" }, { title: "two" }] });
    const step = view.steps.get("each[0].draft");
    expect(step && instancesIn(step, lookedAtNothing)).toBeNull();
  });
});
