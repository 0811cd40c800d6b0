import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { ResponseFormatSchema } from "../wire/entries";
import { composeAnswer } from "./compose";
import type { AnswerPart, Prompt } from "./prompt";

function prompt(instructions: string, message: string, more: Partial<Prompt> = {}): Prompt {
  return {
    instructions,
    turns: [{ role: "user", text: message }],
    tools: [],
    toolChoice: "auto",
    format: undefined,
    maxTokens: undefined,
    stop: [],
    randomSeed: undefined,
    passages: [],
    answeredCalls: [],
    handoffs: [],
    ...more,
  };
}

const textOf = (parts: readonly AnswerPart[]) => parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
const answer = (instructions: string, message: string, more?: Partial<Prompt>) =>
  textOf(composeAnswer(prompt(instructions, message, more)).parts);
const json = (instructions: string, message: string, schema: JsonObject) =>
  JSON.parse(
    answer(instructions, message, { format: ResponseFormatSchema.parse({ type: "json_schema", json_schema: { name: "x", schema } }) }),
  );

const lead =
  "You lead a team. Your workers:\n- finder: Search worker. Searches the web.\n- maths: Calculates with Python.\n- author: Writes texts.";
const subtasks = (...workers: string[]): JsonObject => ({
  type: "array",
  maxItems: 6,
  items: {
    type: "object",
    properties: {
      id: { type: "string" },
      worker: { enum: workers },
      task: { type: "string" },
      after: { type: "array", items: { type: "string" } },
    },
  },
});
const plan = (...workers: string[]): JsonObject => ({
  type: "object",
  properties: { note: { type: "string" }, subtasks: subtasks(...workers) },
});

describe("a plan", () => {
  it("gives each numbered part to the worker it fits, and lets the last wait for the others", () => {
    const made = json(
      lead,
      "Our Q4:\n1. Search for benchmarks\n2. Calculate the margin\n3. Write a page from these results",
      plan("finder", "maths", "author"),
    );
    expect(made.subtasks.map(({ id, worker, after }: JsonObject) => [id, worker, after])).toEqual([
      ["t1", "finder", []],
      ["t2", "maths", []],
      ["t3", "author", ["t1", "t2"]],
    ]);
    expect(made.subtasks[0].task).toContain("Our Q4");
  });

  it("finds work for each kind of worker where the goal names no parts", () => {
    const made = json(lead, "Plan a garden party", plan("finder", "maths", "author"));
    expect(made.subtasks.map(({ worker }: JsonObject) => worker)).toEqual(["finder", "maths", "author"]);
  });

  it("serves any list of workers", () => {
    const made = json("Divide the work.", "Move house", plan("ada", "grace"));
    expect(made.subtasks.length).toBeGreaterThan(0);
    for (const { worker, task } of made.subtasks) {
      expect(["ada", "grace"]).toContain(worker);
      expect(task).not.toBe("");
    }
  });
});

describe("a review of results", () => {
  it("ends the work with an answer that names what was found and what is missing", () => {
    const schema: JsonObject = {
      type: "object",
      properties: { done: { type: "boolean" }, answer: { type: "string" }, subtasks: subtasks("finder", "maths") },
    };
    const message =
      "The goal:\n\nCompare heat pumps\n\n# What your workers brought\n\n## 1. Search worker: prices\n\n- **Price:** A heat pump costs 12,000.\n\n## 2. Maths: savings\n\nThere is no result: it failed. Time is up.";
    const review = json("You lead a team and have its results.", message, schema);
    expect(review).toMatchObject({ done: true, subtasks: [] });
    expect(review.answer).toMatch(/heat pumps[\s\S]*costs 12,000[\s\S]*Still missing[\s\S]*Time is up/i);
  });
});

describe("an assessment", () => {
  const schema: JsonObject = {
    type: "object",
    properties: {
      action: { enum: ["execute", "split"] },
      subtasks: { type: "array", items: { type: "string" }, maxItems: 4 },
      why: { type: "string" },
    },
  };

  it("splits what holds several things, down to tasks that can be done", () => {
    const open = ["Build a comprehensive AI strategy including technology assessment, talent planning, and an implementation roadmap"];
    let done = 0;
    for (let task = open.pop(); task !== undefined; task = open.pop()) {
      const { action, subtasks: parts } = json("Decide whether to split the task.", task, schema);
      expect(parts.length).toBeLessThanOrEqual(4);
      if (action === "execute") done += 1;
      else open.push(...parts);
      expect(done).toBeLessThan(30);
    }
    expect(done).toBeGreaterThan(3);
  });

  it("does a short task at once", () => {
    expect(json("Decide whether to split the task.", "Translate this word", schema)).toMatchObject({ action: "execute", subtasks: [] });
  });
});

describe("a verdict", () => {
  const score = { type: "integer", minimum: 1, maximum: 5 };
  const names = ["Conservative", "Bold", "Balanced"];
  const schema: JsonObject = {
    type: "object",
    properties: {
      scores: {
        type: "array",
        items: { type: "object", properties: { perspective: { enum: names }, benefit: score, risk: score, speed: score } },
      },
      recommendation: { type: "string" },
      rationale: { type: "string" },
    },
  };

  it("scores each perspective once, by what it stands for", () => {
    const verdict = json("You evaluate strategies.", "Evaluate the perspectives on moving to microservices", schema);
    expect(verdict.scores.map(({ perspective }: JsonObject) => perspective)).toEqual(names);
    expect(verdict.scores[0].risk).toBeGreaterThan(verdict.scores[1].risk);
    expect(verdict.scores[1].speed).toBeGreaterThan(verdict.scores[0].speed);
    expect(verdict.recommendation).toMatch(/balanced|bold|conservative/);
  });
});

describe("a critic", () => {
  const schema: JsonObject = {
    type: "object",
    properties: {
      score: { type: "number", minimum: 0, maximum: 10 },
      approved: { type: "boolean" },
      verdict: { enum: ["accept", "revise"] },
    },
  };

  it("is more pleased with every round, until it lets the text pass", () => {
    const rounds = [1, 2, 3, 4].map((round) =>
      json("You are a critic. Score the draft.", `Draft, iteration ${round}:\n\nTides rise and fall.`, schema),
    );
    const scores = rounds.map(({ score }) => score);
    expect(scores).toEqual([...scores].sort((a, b) => a - b));
    expect(rounds[0]).toMatchObject({ approved: false, verdict: "revise" });
    expect(rounds[3]).toMatchObject({ approved: true, verdict: "accept" });
  });
});

describe("handing over", () => {
  const transfer = (name: string, about: string) => ({
    type: "function" as const,
    function: {
      name: `transfer_to_${name}`,
      description: `Hand the conversation over to ${about}. They answer from then on.`,
      parameters: { type: "object", properties: { reason: { type: "string" } }, required: ["reason"] },
    },
  });
  const tools = [
    transfer("billing", "Billing: Invoices, charges and refunds"),
    transfer("technical", "Technical support: Errors and the API"),
    transfer("sales", "Sales: Plans and prices"),
  ];

  it.each([
    ["Why was I charged twice?", "transfer_to_billing"],
    ["My API returns 500 errors", "transfer_to_technical"],
    ["What features are in the Pro plan?", "transfer_to_sales"],
    ["Are dogs allowed in the garden?", undefined],
    ["Front desk hands this over to you. The reason: money.\n\nThe request:\n\nWhy was I charged twice?", undefined],
  ])("%s calls %s", (message, name) => {
    const calls = composeAnswer(prompt("You are customer service.", message, { tools })).parts.filter(
      (part) => part.kind === "function_call",
    );
    expect(calls.map((call) => call.name)).toEqual(name === undefined ? [] : [name]);
  });

  it("follows a list of names under the form", () => {
    const form = "If one of these should answer, say so in one line: HANDOFF: NAME reason\n- Billing: invoices and charges\n- Sales: plans";
    expect(answer(form, "Why was I charged twice?")).toMatch(/^HANDOFF: Billing/);
    expect(answer(form, "Are dogs allowed?")).not.toContain("HANDOFF");
  });

  it("tells what a function came to", () => {
    const turns = [
      { role: "user" as const, text: "What is the weather in Lyon?" },
      { role: "tool" as const, text: '{"celsius": 21}' },
    ];
    expect(answer("", "", { turns, answeredCalls: ["get_weather"] })).toContain('{"celsius": 21}');
  });
});

describe("state in words", () => {
  it("has the keys that are asked for, and the values that are told", () => {
    const instructions =
      'Count. Set the status to "collected".\nSTATE: {"count": number, "sum": number, "status": text, "tags": list}\nRESULT: words';
    const state = JSON.parse(/STATE: (.*)/.exec(answer(instructions, "Process: [1,2,3]"))?.[1] ?? "{}");
    expect(state).toEqual({ count: 3, sum: 6, status: "collected", tags: [expect.any(String)] });
  });
});
