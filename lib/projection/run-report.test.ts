import { describe, expect, it } from "vitest";
import type { StoredValue } from "../engine/events";
import { type GivenValue, runReport } from "./run-report";
import type { RunView } from "./run-view";
import { model, started, succeeded, usage, viewOf } from "./testing";

const read = (stored: StoredValue): GivenValue => ("inline" in stored ? { value: stored.inline } : { leftOutBytes: stored.blob.bytes });

function report(view: RunView, outputNodes: readonly string[]) {
  return runReport(
    {
      runId: "r1",
      view,
      titles: new Map([["a", "Writer"]]),
      outputNodes,
      costUsd: null,
      startedRuns: { runs: 0, totalTokens: 0, costUsd: 0 },
    },
    read,
  );
}

const underWay = viewOf([1, started("a")], [2, succeeded("a")]);
const over: RunView = { ...underWay, status: "succeeded", finishedAt: 3, outputs: { a: { inline: "text" } } };

describe("the report of a run", () => {
  it("says neither success nor failure, and gives no output, while the run goes on", () => {
    expect(report(underWay, ["a"])).toMatchObject({ success: null, output: null, address: "/api/v1/runs/r1" });
  });

  it("gives the output of the one output node as it is, and an object by node otherwise", () => {
    expect(report(over, ["a"])).toMatchObject({ success: true, output: "text" });
    expect(report(over, ["a", "b"]).output).toEqual({ a: "text" });
    expect(report({ ...over, outputs: {} }, ["a"]).output).toBeNull();
    expect(report({ ...over, outputs: {} }, []).output).toEqual({});
  });

  it("names steps by path, node and title, and says how large an output is that was left out", () => {
    const [step] = report({ ...over, steps: new Map([...over.steps].map(([path, known]) => [path, { ...known, output: large }])) }, [
      "a",
    ]).results;
    expect(step).toEqual({ path: "a", node: "a", title: "Writer", status: "succeeded", output: null, leftOutBytes: 70_000, error: null });
  });

  it("counts what the provider's tools used, which is part of the whole", () => {
    const withTools = viewOf(
      [1, started("a")],
      [2, succeeded("a", { model: model({ usage: usage(10, 5, { connectorTokens: 30, totalTokens: 45 }) }) })],
    );
    expect(report(withTools, []).usage).toMatchObject({ promptTokens: 10, completionTokens: 5, connectorTokens: 30, totalTokens: 45 });
  });

  it("takes no output from a prototype", () => {
    expect(report(over, ["constructor"]).output).toBeNull();
  });
});

const large: StoredValue = { blob: { blobId: "b1", bytes: 70_000 } };
