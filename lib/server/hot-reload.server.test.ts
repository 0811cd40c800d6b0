import { afterAll, expect, it, vi } from "vitest";
import { withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import { documentOf } from "../document/testing";
import { forgetProcessWide, processWide } from "./runtime";

const runs = withLiveRuns();
afterAll(() => vi.unstubAllEnvs());

const echo = withKinds(documentOf(["topic", "answer"], ["topic>answer"]), {
  topic: { type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } },
  answer: { type: "output", config: { format: "text", value: "" } },
});

const workerInUse = () => processWide<unknown>("worker", () => null);

it("hands over to the worker of newer code while developing, once, and runs go on", async () => {
  vi.stubEnv("NODE_ENV", "development");
  forgetProcessWide("env");
  const first = workerInUse();
  vi.resetModules();
  await runs.ended(await runs.start(echo, { topic: "tides" }));
  const second = workerInUse();
  expect(second).not.toBe(first);
  await runs.ended(await runs.start(echo, { topic: "moon" }));
  expect(workerInUse()).toBe(second);
});
