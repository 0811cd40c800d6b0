import { describe, expect, it } from "vitest";
import { createLimiter } from "./concurrency.server";

const never = new AbortController().signal;

describe("places for calls", () => {
  it("go to those who wait in the order they came", async () => {
    const limiter = createLimiter(1);
    const order: string[] = [];
    const leave = await limiter.enter(never);
    const waiting = ["a", "b", "c"].map(async (name) => {
      const done = await limiter.enter(never);
      order.push(name);
      done?.();
    });
    leave?.();
    await Promise.all(waiting);
    expect(order).toEqual(["a", "b", "c"]);
  });

  it("are given up by who cancels while waiting", async () => {
    const limiter = createLimiter(1);
    const leave = await limiter.enter(never);
    const controller = new AbortController();
    const waiting = limiter.enter(controller.signal);
    controller.abort();
    expect(await waiting).toBeNull();
    leave?.();
    expect(limiter.load()).toEqual({ inUse: 0, waiting: 0, limit: 1 });
  });

  it("are given back only once", async () => {
    const limiter = createLimiter(2);
    const leave = await limiter.enter(never);
    leave?.();
    leave?.();
    expect(limiter.load().inUse).toBe(0);
  });

  it("halve after a refusal, at most once a second, and grow back with each success", async () => {
    let now = 0;
    const limiter = createLimiter(4, () => now);
    limiter.slowDown();
    limiter.slowDown();
    const held = [await limiter.enter(never), await limiter.enter(never)];
    const third = limiter.enter(never);
    expect(limiter.load()).toMatchObject({ inUse: 2, waiting: 1 });
    limiter.recover();
    expect(await third).not.toBeNull();
    now = 1_000;
    limiter.slowDown();
    expect(held).toHaveLength(2);
    expect(limiter.load().limit).toBe(4);
  });
});
