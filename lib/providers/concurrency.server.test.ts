import { describe, expect, it } from "vitest";
import { createLimiter } from "./concurrency.server";
import type { TurnDelta } from "./contract";

const deltas: TurnDelta[] = [];
const caller = { signal: new AbortController().signal, onDelta: (delta: TurnDelta) => deltas.push(delta) };

describe("places for calls", () => {
  it("go to those who wait in the order they came", async () => {
    const limiter = createLimiter(1);
    const order: string[] = [];
    const leave = await limiter.enter(caller);
    const waiting = ["a", "b", "c"].map(async (name) => {
      const done = await limiter.enter(caller);
      order.push(name);
      done?.();
    });
    leave?.();
    await Promise.all(waiting);
    expect(order).toEqual(["a", "b", "c"]);
  });

  it("are given up by who cancels while waiting", async () => {
    const limiter = createLimiter(1);
    const leave = await limiter.enter(caller);
    const controller = new AbortController();
    const waiting = limiter.enter({ ...caller, signal: controller.signal });
    controller.abort();
    expect(await waiting).toBeNull();
    leave?.();
    expect(limiter.load()).toEqual({ inUse: 0, waiting: 0, limit: 1 });
  });

  it("tell who waits why, and when the wait is over", async () => {
    const limiter = createLimiter(1);
    const leave = await limiter.enter(caller);
    deltas.length = 0;
    const second = limiter.enter(caller);
    expect(deltas).toEqual([{ type: "held", because: "1 call to this provider is going, which is the limit" }]);
    leave?.();
    await second;
    expect(deltas.at(-1)).toEqual({ type: "held", because: null });
  });

  it("are given back only once", async () => {
    const limiter = createLimiter(2);
    const leave = await limiter.enter(caller);
    leave?.();
    leave?.();
    expect(limiter.load().inUse).toBe(0);
  });

  it("halve after a refusal, at most once a second, and grow back with each success", async () => {
    let now = 0;
    const limiter = createLimiter(4, () => now);
    limiter.slowDown();
    limiter.slowDown();
    const held = [await limiter.enter(caller), await limiter.enter(caller)];
    const third = limiter.enter(caller);
    expect(limiter.load()).toMatchObject({ inUse: 2, waiting: 1 });
    limiter.recover();
    expect(await third).not.toBeNull();
    now = 1_000;
    limiter.slowDown();
    expect(held).toHaveLength(2);
    expect(limiter.load().limit).toBe(4);
  });
});
