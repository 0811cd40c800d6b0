import { beforeEach, describe, expect, it } from "vitest";
import { withLiveRuns } from "../../../scripts/vitest/live-runs";
import {
  askedOf,
  carried,
  messageOf,
  mostAtOnce,
  order,
  outputOf,
  playerOf,
  requestOf,
  template,
  textOf,
  treeOf,
  withNode,
} from "../../../scripts/vitest/played-run";
import { heldUntil, lastMessage, later, saysJson, schemaName } from "../../../scripts/vitest/scripted-model";

const live = withLiveRuns();
const play = playerOf(live);

beforeEach(() => live.simulator().reset());

describe("a team in lanes", () => {
  const document = template("research-lanes");
  const firsts = ["researchers[0].engineer", "researchers[1].market_analyst", "researchers[2].scout"] as const;
  const isResearcher = ({ instructions }: { readonly instructions: string }) => /^You (?:research|look for)/.test(instructions);

  it("asks every lane while the others are at work, and goes on with the results in the order of the lanes", async () => {
    const held = heldUntil(3, isResearcher);
    live.simulator().setScript(held.script);
    const run = await play(document);
    expect(held.most()).toBe(3);
    expect(order(run).slice(0, 3).toSorted()).toEqual(firsts);
    expect(order(run).slice(3)).toEqual(["researchers[2].appraiser", "synthesizer"]);
    expect(treeOf(run)).toEqual([
      "report succeeded",
      "researchers succeeded",
      "researchers[0].engineer succeeded",
      "researchers[1].market_analyst succeeded",
      "researchers[2].appraiser succeeded",
      "researchers[2].scout succeeded",
      "synthesizer succeeded",
      "topic succeeded",
    ]);
    for (const path of firsts) {
      expect(askedOf(run, path).body).toMatchObject(requestOf(document, path.split(".")[1] ?? ""));
      expect(carried(askedOf(run, path))).toEqual(["message.input"]);
    }
    const lanes = ["researchers[0].engineer", "researchers[1].market_analyst", "researchers[2].appraiser"].map((path) =>
      outputOf(run, path),
    );
    expect(outputOf(run, "researchers")).toEqual(
      ["Technology", "Market", "Science"].map((name, index) => ({ index, name, status: "succeeded", output: lanes[index] })),
    );
    expect(messageOf(askedOf(run, "synthesizer"))).toBe(
      `## 1. Technology\n\n${lanes[0]}\n\n## 2. Market\n\n${lanes[1]}\n\n## 3. Science\n\n${lanes[2]}`,
    );
  });

  it("goes on with two of three lanes, and tells the synthesizer which view is missing", async () => {
    live.simulator().setFaults([{ match: { bodyIncludes: "You research markets" }, fault: "guardrail_403" }]);
    const run = await play(document);
    expect(run.view.status).toBe("succeeded");
    expect(outputOf(run, "researchers")).toMatchObject([
      { name: "Technology", status: "succeeded" },
      { name: "Market", status: "failed", error: { code: "forbidden_by_guardrail" } },
      { name: "Science", status: "succeeded" },
    ]);
    expect(run.view.steps.get("researchers")?.because).toBe("2 of 3 lanes succeeded");
    expect(messageOf(askedOf(run, "synthesizer"))).toContain("## 2. Market\n\nThere is no result: A guardrail blocked this input");
  });

  it("fails as soon as two can't succeed any more, and asks nobody after that", async () => {
    const held = heldUntil(3, isResearcher);
    live.simulator().setScript(held.script);
    live.simulator().setFaults([
      { match: { bodyIncludes: "You research markets" }, fault: "guardrail_403" },
      { match: { bodyIncludes: "You research technology" }, fault: "guardrail_403" },
    ]);
    const run = await play(document);
    expect(run.view).toMatchObject({
      status: "failed",
      error: { path: "researchers", message: expect.stringContaining("at least 2 have to") },
    });
    expect(order(run)).not.toContain("synthesizer");
    expect(run.view.steps.get("researchers[2].scout")?.status).toBe("cancelled");
  });
});

describe("a Map over a list", () => {
  const document = template("review-each");
  const items = ["Checkout", "Delivery", "Search", "Refund"];
  const isReviewer = ({ instructions }: { readonly instructions: string }) => instructions.startsWith("You review what customers say");

  it("works on all items together and lists their results in the order of the items, though they end in the opposite one", async () => {
    const started = later<string>();
    live.simulator().setScript(async (prompt) => {
      const index = isReviewer(prompt) ? items.findIndex((item) => lastMessage(prompt).startsWith(item)) : -1;
      if (index === -1 || index === items.length - 1) return undefined;
      const next = `each_comment[${index + 1}].reviewer`;
      await live.reached(await started.promise, (event) => event.type === "step_succeeded" && event.path === next);
      return undefined;
    });
    const run = await play(document, undefined, started.resolve);
    const ended = run.journal.flatMap((event) =>
      event.type === "step_succeeded" && event.path.startsWith("each_comment[") ? [event.path] : [],
    );
    expect(ended).toEqual([3, 2, 1, 0].map((index) => `each_comment[${index}].reviewer`));
    expect(outputOf(run, "each_comment")).toEqual(
      items.map((name, index) => ({ index, name, status: "succeeded", output: outputOf(run, `each_comment[${index}].reviewer`) })),
    );
    items.forEach((name, index) => {
      const asked = askedOf(run, `each_comment[${index}].reviewer`);
      expect(asked.body).toMatchObject(
        requestOf(document, "reviewer", expect.stringContaining("You review what customers say about an outdoor clothing shop.")),
      );
      expect(carried(asked)).toEqual(["message.input"]);
      expect(messageOf(asked)).toMatch(new RegExp(`^${name}: .`));
    });
    const parts = items.map((name, index) => `## ${index + 1}. ${name}\n\n${outputOf(run, `each_comment[${index}].reviewer`)}`);
    expect(messageOf(askedOf(run, "summary"))).toBe(parts.join("\n\n"));
  });

  it("keeps to its own limit, and uses it", async () => {
    const held = heldUntil(2, isReviewer);
    live.simulator().setScript(held.script);
    const run = await play(withNode(document, "each_comment", { atOnce: 2 }));
    expect(held.most()).toBe(2);
    expect(mostAtOnce(run, (path) => path.endsWith(".reviewer"))).toBe(2);
    expect(run.view.status).toBe("succeeded");
  });
});

describe("a competitive team", () => {
  const document = template("competitive-team");

  it("asks three temperaments together at their own temperatures, and has them scored under their numbers and names", async () => {
    const held = heldUntil(3, (prompt) => schemaName(prompt) === "");
    live.simulator().setScript(held.script);
    const run = await play(document);
    expect(held.most()).toBe(3);
    const analysts = ["conservative", "bold", "balanced"];
    expect(order(run).slice(0, 3).toSorted()).toEqual(analysts.toSorted());
    expect(analysts.map((analyst) => askedOf(run, analyst).body.completion_args?.temperature)).toEqual([0.2, 0.8, 0.5]);
    for (const analyst of analysts) {
      expect(askedOf(run, analyst).body).toMatchObject(requestOf(document, analyst));
      expect(carried(askedOf(run, analyst))).toEqual(["message.input"]);
    }
    const message = messageOf(askedOf(run, "evaluator"));
    ["Conservative", "Bold", "Balanced"].forEach((name, index) => {
      expect(message).toContain(`## Perspective ${index + 1}: ${name}\n${textOf(run, analysts[index] ?? "")}`);
    });
    expect(treeOf(run).every((step) => step.endsWith(" succeeded"))).toBe(true);
  });

  it("shows the evaluator's verdict as a table of scores, whatever it says", async () => {
    const score = (perspective: string, value: number) => ({ perspective, benefit: value, risk: 5, cost: 4, speed: 3, reversibility: 2 });
    const verdict = {
      scores: [score("Conservative", 1), score("Bold", 2), score("Balanced", 3)],
      recommendation: "Wait a year.",
      rationale: "Nobody is ready.",
    };
    live.simulator().setScript((prompt) => (schemaName(prompt) === "verdict" ? saysJson(verdict) : undefined));
    const run = await play(document);
    expect(outputOf(run, "evaluator")).toEqual(verdict);
    const page = textOf(run, "verdict");
    expect(page).toContain("Wait a year.\n\nNobody is ready.");
    expect(page).toContain("| Bold | 2 | 5 | 4 | 3 | 2 |\n| Balanced | 3 | 5 | 4 | 3 | 2 |");
  });
});

describe("an evaluator and an optimizer", () => {
  const document = template("evaluator-optimizer");
  const verdict = (score: number) => saysJson({ score, strengths: ["Short."], improvements: [`Mend ${score}.`] });

  it("takes turns until the condition holds, each version asked for with what the critic said of the one before", async () => {
    let round = 0;
    live.simulator().setScript((prompt) => {
      if (schemaName(prompt) !== "verdict") return undefined;
      round += 1;
      return verdict([3, 5, 8][round - 1] ?? 1);
    });
    const run = await play(document);
    expect(order(run)).toEqual([0, 1, 2].flatMap((index) => [`improve[${index}].writer`, `improve[${index}].critic`]));
    expect(run.view.steps.get("improve")).toMatchObject({ status: "succeeded", because: "done after 3 iterations" });
    expect(messageOf(askedOf(run, "improve[1].writer"))).toContain("Write version 2. The critic asks for: Mend 3.");
    expect(messageOf(askedOf(run, "improve[2].writer"))).toContain("Write version 3. The critic asks for: Mend 5.");
    expect(outputOf(run, "text")).toBe(outputOf(run, "improve[2].writer"));
  });

  it.each([
    ["succeed", "succeeded", null],
    ["fail", "failed", { code: "loop_not_done", class: "limit", path: "improve" }],
  ])("is asked no more than its cap allows when the critic is never satisfied: %s", async (onCap, status, error) => {
    live.simulator().setScript((prompt) => (schemaName(prompt) === "verdict" ? verdict(1) : undefined));
    const run = await play(withNode(document, "improve", { onCap }));
    expect(order(run)).toHaveLength(8);
    expect(run.view.status).toBe(status);
    if (error === null) expect(run.view.error).toBeNull();
    else expect(run.view.error).toMatchObject(error);
  });
});
