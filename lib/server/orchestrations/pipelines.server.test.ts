import { beforeEach, describe, expect, it } from "vitest";
import { withLiveRuns } from "../../../scripts/vitest/live-runs";
import {
  askedOf,
  carried,
  messageOf,
  order,
  outputOf,
  playerOf,
  requestOf,
  template,
  textOf,
  treeOf,
} from "../../../scripts/vitest/played-run";

const live = withLiveRuns();
const play = playerOf(live);

beforeEach(() => live.simulator().reset());

describe("a sequential pipeline", () => {
  const document = template("data-pipeline");
  const agents = ["collector", "cleaner", "analyst", "writer"] as const;

  it("asks each agent once, in order, with its own instructions, tools and temperature", async () => {
    const run = await play(document);
    expect(order(run)).toEqual(agents);
    for (const agent of agents) {
      const { body, appendedTo } = askedOf(run, agent);
      expect(body).toMatchObject(requestOf(document, agent));
      expect(appendedTo).toBeNull();
    }
    expect(treeOf(run)).toEqual(["analyst", "cleaner", "collector", "report", "request", "writer"].map((step) => `${step} succeeded`));
    expect(run.view.status).toBe("succeeded");
    expect(outputOf(run, "report")).toBe(outputOf(run, "writer"));
  });

  it("begins each conversation with everything that was said and found before, and ends it with its own message", async () => {
    const run = await play(document, { question: "Which trees grow fastest?", readers: "foresters" });
    const said = ["message.input", "tool.execution", "message.output"];
    agents.forEach((agent, before) => {
      const asked = askedOf(run, agent);
      expect(carried(asked)).toEqual([...Array.from({ length: before }, () => said).flat(), "message.input"]);
      const whole = JSON.stringify(asked.body.inputs);
      for (const earlier of agents.slice(0, before)) expect(whole).toContain(firstLine(textOf(run, earlier)));
    });
    expect(messageOf(askedOf(run, "writer"))).toBe("Write the report for foresters. It answers: Which trees grow fastest?");
  });
});

describe("a conditional pipeline", () => {
  const document = template("conditional-pipeline");
  const specialists = ["technical", "research", "creative", "data", "clarify"] as const;

  it.each([
    ["Write a function for prime numbers", "technical", "Classifier chose Technical"],
    ["What changed in battery technology this year, and which of it can already be bought?", "research", "Classifier chose Research"],
    ["Paint a sunset over the sea", "creative", "Classifier chose Creative"],
    ["Average of 12, 7 and 31, charted", "data", "Classifier chose Data"],
    ["Hm?", "clarify", "Classifier found no match: otherwise"],
  ])("sends %j to %s alone, and says why", async (request, chosen, because) => {
    const run = await play(document, { request });
    expect(order(run)).toEqual(["classifier", chosen]);
    expect(askedOf(run, chosen).body).toMatchObject(requestOf(document, chosen));
    expect(carried(askedOf(run, chosen))).toEqual(["message.input"]);
    expect(messageOf(askedOf(run, chosen))).toBe(request);
    expect(run.view.steps.get("classifier")?.because).toBe(because);
    for (const other of specialists.filter((id) => id !== chosen)) {
      expect(run.view.steps.get(other)).toMatchObject({ status: "skipped", skipped: { nodeId: "classifier" } });
    }
    expect(run.view.steps.get("merge")?.from).toEqual([`${chosen}.out>merge.in`]);
    expect(outputOf(run, "answer")).toBe(outputOf(run, chosen));
  });

  it("offers the classifier every category by name and nothing else to answer with", async () => {
    const run = await play(document);
    const { body } = askedOf(run, "classifier");
    expect(body).toMatchObject({
      model: "mistral-medium-latest",
      completion_args: {
        temperature: 0,
        response_format: {
          json_schema: { schema: { properties: { category: { enum: ["technical", "research", "creative", "data", "otherwise"] } } } },
        },
      },
    });
    expect(body.tools).toBeUndefined();
  });
});

/** Of a longer text: enough to find it again in JSON, where line breaks are escaped. */
function firstLine(text: string): string {
  return text.split("\n")[0] ?? "";
}
