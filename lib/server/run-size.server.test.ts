import { afterEach, expect, it } from "vitest";
import { withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import { documentOf } from "../document/testing";
import { forgetProcessWide } from "./runtime";

const runs = withLiveRuns();

afterEach(() => {
  delete process.env.WINDROSE_LIMIT_RUN_EVENTS;
  delete process.env.WINDROSE_LIMIT_RUN_BYTES;
  forgetProcessWide("env");
});

const agents = ["one", "two", "three", "four", "five"];
const pipeline = withKinds(
  documentOf(["topic", ...agents, "answer"], ["topic>one", "one>two", "two>three", "three>four", "four>five", "five>answer"]),
  {
    topic: { type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } },
    ...Object.fromEntries(
      agents.map((id) => [id, { type: "agent", config: { model: "mistral-small-latest", message: "Say something." } }]),
    ),
    answer: { type: "output", config: { format: "text", value: "" } },
  },
);

async function endOfRun() {
  runs.simulator().reset();
  const journal = await runs.ended(await runs.start(pipeline, { topic: "tides" }));
  return { end: journal.at(-1), asked: runs.simulator().requests().length };
}

it("ends a run with a typed error once it has as many events as it may, and asks no further model", async () => {
  process.env.WINDROSE_LIMIT_RUN_EVENTS = "6";
  forgetProcessWide("env");
  const { end, asked } = await endOfRun();
  expect(end).toMatchObject({ type: "run_finished", status: "failed", error: { code: "run_too_large", class: "limit" } });
  expect(asked).toBeLessThan(agents.length);
});

it("ends a run with a typed error once its record holds as much as it may", async () => {
  process.env.WINDROSE_LIMIT_RUN_BYTES = "5000";
  forgetProcessWide("env");
  const { end, asked } = await endOfRun();
  expect(end).toMatchObject({
    type: "run_finished",
    status: "failed",
    error: { code: "run_too_large", message: expect.stringContaining("5000") },
  });
  expect(asked).toBeLessThan(agents.length);
});
