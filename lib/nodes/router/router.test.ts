import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../shared/json";
import { err } from "../../shared/result";
import { answered, emptyReport, firstTurn, received, stepContext } from "../testing";
import { routerNode } from "./definition";
import { executeRouter } from "./executor.server";

const branches = [
  { id: "billing", label: "Billing", description: "Invoices and payments.", when: "input.amount > 100" },
  { id: "technical", label: "", description: "", when: "input.amount > 10" },
];
const config = (parts: JsonObject = {}) => routerNode.config.parse({ ...routerNode.defaults, branches, ...parts });
const inputs = received({ Request: { text: "My invoice is wrong" } });

describe("a Router's card and ports", () => {
  it("says how many ways there are and what decides", () => {
    expect(routerNode.describe(config())).toBe("Router · 2 ways, by meaning");
    expect(routerNode.describe(config({ mode: "rules", branches: branches.slice(0, 1) }))).toBe("Router · 1 way, by rules");
  });

  it("has a named port for each branch and always one for everything else", () => {
    expect(routerNode.ports(config()).outputs).toEqual([
      { id: "billing", label: "Billing", named: true },
      { id: "technical", label: "technical", named: true },
      { id: "otherwise", label: "Otherwise", named: true },
    ]);
  });

  it("keeps ports apart even while two branches have the same name", () => {
    const twice = config({ branches: [branches[0] ?? {}, branches[0] ?? {}, { id: "otherwise" }] });
    expect(routerNode.ports(twice).outputs.map((port) => port.id)).toEqual(["billing", "otherwise"]);
  });
});

describe("checking a Router", () => {
  it.each([
    [{ branches: [] }, "no_branches", "branches"],
    [{ model: "" }, "missing_model", "model"],
    [{ branches: [{ id: "a" }, { id: "a" }] }, "duplicate_branch", "branches.1.id"],
    [{ branches: [{ id: "otherwise" }] }, "reserved_branch", "branches.0.id"],
    [{ mode: "rules", model: "", branches: [{ id: "a", when: " " }] }, "missing_rule", "branches.0.when"],
  ])("finds in %j: %s", (parts, code, field) => {
    expect(routerNode.check?.(config(parts))).toMatchObject([{ code, field, severity: "error" }]);
  });
});

describe("a Router by rules", () => {
  const route = (amount: number, take: "first" | "every") =>
    executeRouter(firstTurn(config({ mode: "rules", take }), inputs), stepContext({ title: "Desk", scope: { input: { amount } } }));

  it("takes the first branch whose rule holds, and passes on what it received", async () => {
    expect(await route(500, "first")).toEqual({
      kind: "succeeded",
      ports: ["billing"],
      output: { text: "My invoice is wrong" },
      because: "Desk chose Billing",
    });
  });

  it("takes every branch whose rule holds when asked to", async () => {
    expect(await route(500, "every")).toMatchObject({ ports: ["billing", "technical"], because: "Desk chose Billing and technical" });
    expect(await route(50, "every")).toMatchObject({ ports: ["technical"] });
  });

  it("takes the default port when no rule holds", async () => {
    expect(await route(1, "first")).toMatchObject({ ports: ["otherwise"], because: "Desk found no match: otherwise" });
  });

  it("fails with the branch's name when a rule can't be worked out", async () => {
    const outcome = await executeRouter(firstTurn(config({ mode: "rules" }), inputs), stepContext({}));
    expect(outcome).toMatchObject({ kind: "failed", error: { message: expect.stringContaining('The rule of "Billing"') } });
  });
});

describe("a Router by meaning", () => {
  const route = (text: string, json?: JsonObject, parts: JsonObject = {}) => {
    const context = stepContext({ title: "Desk", model: () => answered(text, json) });
    return { context, outcome: executeRouter(firstTurn(config(parts), inputs), context) };
  };

  it("asks aside, coldly and with the branches as the only answers", async () => {
    const { context, outcome } = route("", { category: "billing" }, { instructions: "Be strict." });
    expect(await outcome).toMatchObject({ ports: ["billing"], output: { text: "My invoice is wrong" }, because: "Desk chose Billing" });
    const [turn] = context.turns;
    expect(turn).toMatchObject({
      message: "My invoice is wrong",
      isAside: true,
      context: "fresh",
      tools: [],
      parameters: { temperature: 0 },
    });
    expect(turn?.instructions).toContain("- billing: Billing: Invoices and payments.\n- technical\n- otherwise: none of the above");
    expect(turn?.instructions).toMatch(/Be strict\.$/);
    expect(turn?.outputSchema?.schema).toEqual({
      type: "object",
      properties: { category: { type: "string", enum: ["billing", "technical", "otherwise"] } },
      required: ["category"],
      additionalProperties: false,
    });
  });

  it.each(["BILLING", "Billing.", '"billing"', "**billing**"])("understands the single word %j as well", async (word) => {
    expect(await route(word).outcome).toMatchObject({ ports: ["billing"] });
  });

  it.each(["", "weather", "otherwise", "I think it is about billing"])("takes the default port for %j", async (answer) => {
    expect(await route(answer).outcome).toMatchObject({ ports: ["otherwise"], because: "Desk found no match: otherwise" });
  });

  it("takes every category that was named, in branch order", async () => {
    const { context, outcome } = route("", { categories: ["technical", "billing", "weather"] }, { take: "every" });
    expect(await outcome).toMatchObject({ ports: ["billing", "technical"] });
    expect(context.turns[0]?.outputSchema?.schema).toMatchObject({ properties: { categories: { type: "array" } } });
  });

  it("goes by the default port when the answer stays outside the schema, but fails when nobody answered", async () => {
    const failing = (code: string, raw?: string) => {
      const error = { code, class: "permanent" as const, message: "No.", ...(raw !== undefined && { raw }) };
      return executeRouter(firstTurn(config(), inputs), stepContext({ model: () => err({ error, report: emptyReport }) }));
    };
    expect(await failing("output_invalid", "no idea")).toMatchObject({ kind: "succeeded", ports: ["otherwise"], model: emptyReport });
    expect(await failing("output_invalid", "technical")).toMatchObject({ kind: "succeeded", ports: ["technical"] });
    expect(await failing("unauthorized")).toMatchObject({ kind: "failed", error: { code: "unauthorized" } });
  });

  it("asks no model about an empty text", async () => {
    const context = stepContext({});
    const outcome = await executeRouter(firstTurn(config(), received({ Request: " " })), context);
    expect(outcome).toMatchObject({ ports: ["otherwise"] });
  });
});
