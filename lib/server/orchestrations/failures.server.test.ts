import { beforeEach, describe, expect, it } from "vitest";
import { withLiveRuns } from "../../../scripts/vitest/live-runs";
import {
  askedOf,
  messageOf,
  order,
  outputOf,
  type PlayedRun,
  playerOf,
  readPlayedRun,
  requestOf,
  template,
  textOf,
  treeOf,
  withNode,
} from "../../../scripts/vitest/played-run";
import type { WorkflowDocument } from "../../document/schema";
import { nodeOf } from "../../document/testing";

const live = withLiveRuns();
const play = playerOf(live);

beforeEach(() => live.simulator().reset());

const fields = template("when-things-fail").sampleInput;
const allIsWell = { topic: fields.topic ?? "", figures: "| month | vans |\n| --- | ---: |\n| May | 12 |" };
/** The same without its retired model. */
const offered = withNode(template("when-things-fail"), "science", { model: "mistral-medium-latest" });

/** Each try of a step: how it ended and, where it failed, with which code. */
const tries = ({ view }: PlayedRun, path: string) =>
  view.steps.get(path)?.attempts.map(({ status, error }) => (error === null ? status : error.code));
const statuses = ({ asked }: PlayedRun, path: string) => asked.flatMap(({ step, request }) => (step === path ? [request.status] : []));

describe("a workflow whose steps fail", () => {
  const document = template("when-things-fail");

  it("tries again what may pass, asks a fallback model for what will not, repairs behind an error port, and comes to its report", async () => {
    const run = await play(document);
    expect(run.view.status).toBe("succeeded");
    expect(treeOf(run)).toEqual([
      "check failed",
      ...["figures", "market", "page", "repair", "report", "request", "science", "technology"].map((step) => `${step} succeeded`),
    ]);
    expect(tries(run, "technology")).toEqual(["provider_error", "provider_error", "succeeded"]);
    expect(statuses(run, "technology")).toEqual([503, 503, 200]);
    expect(tries(run, "market")).toEqual(["timeout_first_byte", "succeeded"]);
    expect(run.asked.filter(({ step }) => step === "market").map(({ request }) => request.wasAborted)).toEqual([true, false]);
    expect(tries(run, "science")).toEqual(["not_found", "succeeded"]);
    expect(run.journal.filter((event) => event.type === "step_fallback")).toMatchObject([{ path: "science", attempt: 1 }]);
    expect([0, 1].map((nth) => askedOf(run, "science", nth).body.model)).toEqual(["mistral-retired-2312", "mistral-small-latest"]);
    const { model: _model, ...rest } = requestOf(document, "science");
    expect(askedOf(run, "science", 1).body).toMatchObject(rest);
    expect(messageOf(askedOf(run, "repair"))).toContain("with the code code_error: Line 4: Error: April is no number: n/a.");
    expect(run.view.steps.get("figures")?.from).toEqual(["repair.out>figures.in"]);
    for (const path of ["technology", "market", "science"]) expect(messageOf(askedOf(run, "report"))).toContain(textOf(run, path));
    expect(outputOf(run, "page")).toBe(`${outputOf(run, "report")}\n\n---\n\n${outputOf(run, "repair")}`);
  });

  it("asks each step once, and nobody for a repair, when nothing fails", async () => {
    const run = await play(offered, allIsWell);
    expect(order(run).toSorted()).toEqual(["market", "report", "science", "technology"]);
    expect(treeOf(run)).toContain("repair skipped");
    expect(run.view.steps.get("figures")?.from).toEqual(["check.out>figures.in"]);
  });

  it("fails with the provider's own words once its tries are used up, and starts nothing after that", async () => {
    const run = await play(offered, { ...allIsWell, busy: "[simulate: 503 0s]" });
    expect(run.view).toMatchObject({ status: "failed", error: { code: "provider_error", class: "transient", path: "technology" } });
    expect(statuses(run, "technology")).toEqual([503, 503, 503, 503]);
    expect(order(run)).not.toContain("report");
  });

  it("goes on after a failure with everything that was finished taken over, and asks only what failed", async () => {
    const { rerun } = await import("../services/reruns");
    const failed = await play(offered, { ...allIsWell, refused: "[simulate: guardrail x1]" });
    expect(failed.view).toMatchObject({ status: "failed", error: { code: "forbidden_by_guardrail", path: "report" } });
    const before = live.simulator().requests().length;
    const again = await rerun(live.actor(), failed.runId, {});
    if (!again.ok) throw new Error(again.error.message);
    const resumed = await readPlayedRun(again.value.runId, await live.ended(again.value.runId), live.simulator().requests().slice(before));
    expect(resumed.view.status).toBe("succeeded");
    expect(order(resumed)).toEqual(["report"]);
    expect(askedOf(resumed, "report").body).toEqual(askedOf(failed, "report").body);
    for (const path of ["technology", "market", "science"]) {
      expect(resumed.view.steps.get(path)).toMatchObject({ status: "succeeded", isReused: true });
      expect(outputOf(resumed, path)).toBe(outputOf(failed, path));
    }
  });
});

describe("a fallback model", () => {
  const withFallback = (settings: Parameters<typeof withNode>[3]): WorkflowDocument =>
    withNode(offered, "technology", {}, { fallbackModel: "mistral-small-latest", ...settings });

  it("is asked once the first model's tries are used up, with as many of its own, and its failure is the step's", async () => {
    const run = await play(withFallback({ maxAttempts: 2 }), { ...allIsWell, busy: "[simulate: 503 0s]" });
    expect(run.asked.filter(({ step }) => step === "technology").map(({ body }) => body.model)).toEqual([
      "mistral-medium-latest",
      "mistral-medium-latest",
      "mistral-small-latest",
      "mistral-small-latest",
    ]);
    expect(run.view).toMatchObject({ status: "failed", error: { code: "provider_error", path: "technology" } });
  });

  it("comes before the error port, which takes what the fallback failed with", async () => {
    const base = withFallback({ maxAttempts: 1, errorPort: true });
    const toReport = { id: "technology.error>report.in", source: "technology", sourcePort: "error", target: "report", targetPort: "in" };
    const document = withNode({ ...base, edges: [...base.edges, toReport] }, "report", {
      message: "{{ json(received) }}",
      context: "fresh",
    });
    const run = await play(document, { ...allIsWell, busy: "[simulate: 503 0s]" });
    expect(run.view.status).toBe("succeeded");
    expect(tries(run, "technology")).toEqual(["provider_error", "provider_error"]);
    expect(messageOf(askedOf(run, "report"))).toContain('"code":"provider_error"');
    expect(messageOf(askedOf(run, "report"))).toContain('"step":"technology"');
  });
});

describe("a fallback agent", () => {
  const expert = nodeOf("expert", { model: "mistral-small-latest", instructions: "You know it all.", message: "" });
  const toExpert = {
    id: "technology.fallback>expert.in",
    source: "technology",
    sourcePort: "fallback",
    target: "expert",
    targetPort: "in",
  };
  const base = withNode(offered, "technology", {}, { fallbackAgent: true, maxAttempts: 2 });
  const document: WorkflowDocument = { ...base, nodes: [...base.nodes, expert], edges: [...base.edges, toExpert] };

  it("answers what the first was asked with its own model and instructions, as a step of its own, and the step says why", async () => {
    live.simulator().setFaults([{ match: { bodyIncludes: "You research technology" }, fault: "guardrail_403" }]);
    const run = await play(document, allIsWell);
    expect(run.view.status).toBe("succeeded");
    expect(tries(run, "technology")).toEqual(["forbidden_by_guardrail", "succeeded", "succeeded"]);
    const path = "technology.hop[0].expert";
    expect(askedOf(run, path).body).toMatchObject({ model: "mistral-small-latest", instructions: "You know it all." });
    expect(messageOf(askedOf(run, path))).toBe(messageOf(askedOf(run, "technology")));
    expect(outputOf(run, "technology")).toBe(outputOf(run, path));
    expect(run.view.steps.get("technology")).toMatchObject({
      status: "succeeded",
      because: expect.stringMatching(/^EXPERT answers in place of .*, which failed: /),
    });
  });

  it("that fails too fails the step, and with everybody asked once a circle ends", async () => {
    const back = { id: "expert.fallback>technology.in", source: "expert", sourcePort: "fallback", target: "technology", targetPort: "in" };
    const circle = withNode({ ...document, edges: [...document.edges, back] }, "expert", {}, { fallbackAgent: true, maxAttempts: 1 });
    live.simulator().setFaults([{ match: { bodyIncludes: "You know it all." }, fault: "guardrail_403" }]);
    const run = await play(circle, { ...allIsWell, busy: "[simulate: 503 0s]" });
    expect(run.view).toMatchObject({ status: "failed", error: { code: "forbidden_by_guardrail", path: "technology" } });
    expect(run.asked.filter(({ step }) => step.endsWith("expert"))).toHaveLength(1);
  });
});

describe("a time-out", () => {
  it.each([
    ["of a stream that stops in the middle", { idleMs: 200 }, "stall", "timeout_idle"],
    ["of an answer that does not begin", { firstByteMs: 200 }, "slow_first_byte", "timeout_first_byte"],
    ["of a whole call", { totalMs: 200 }, "slow_first_byte", "timeout_total"],
  ] as const)("%s is a failure of that name", async (_, settings, fault, code) => {
    live.simulator().setFaults([{ match: { bodyIncludes: "You research technology" }, fault, retryAfter: 30 }]);
    const run = await play(withNode(offered, "technology", {}, { ...settings, maxAttempts: 1 }), allIsWell);
    expect(run.view).toMatchObject({ status: "failed", error: { code, class: "transient", path: "technology" } });
    await expect
      .poll(() =>
        live
          .simulator()
          .requests()
          .some(({ wasAborted }) => wasAborted),
      )
      .toBe(true);
  });
});
