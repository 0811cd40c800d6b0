import { describe, expect, it } from "vitest";
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

const classifier = `Classify requests into categories:
- TECHNICAL: Requires technical analysis
- RESEARCH: Requires web research
- CREATIVE: Requires creative content
- DATA: Requires data analysis
Output: Single word classification`;

describe("one label", () => {
  it.each([
    ["What are the latest AI trends?", "RESEARCH"],
    ["Calculate Fibonacci sequence", "TECHNICAL"],
    ["Create a sunset landscape", "CREATIVE"],
    ["Chart the average revenue per quarter", "DATA"],
    ["qwer asdf", "OTHER"],
  ])("%s is %s", (message, label) => {
    expect(answer(classifier, message)).toBe(label);
    expect(answer(classifier, `Classify this request: ${message}`)).toBe(label);
  });

  it("is the one for everything else where there is one", () => {
    expect(answer("Triage the message. Answer with one word: billing, technical or other", "Nice weather today")).toBe("other");
    expect(answer("Triage the message. Answer with one word: billing, technical or other", "My invoice is wrong")).toBe("billing");
  });

  it("follows the description of a label nobody thought of", () => {
    const labels =
      "Decide which garden the plant belongs to. Answer with only one word.\n- NORTH: ferns, moss and shade\n- SOUTH: cacti, sun and sand";
    expect(answer(labels, "Where do I put my cacti?")).toBe("SOUTH");
  });
});

describe("what the instructions say somebody knows", () => {
  const terms =
    "You know the terms of the library: lending for four weeks, a fine of 20 cents a day, renewal twice by telephone.\n\nAnswer in two sentences.";

  it("is answered with, as far as it was asked for", () => {
    expect(answer(terms, "Can I have a renewal?")).toBe("Renewal twice by telephone.");
    expect(answer(terms, "What are the terms?")).toBe("Lending for four weeks; a fine of 20 cents a day; renewal twice by telephone.");
  });

  it("is not stretched over what it says nothing of", () => {
    expect(answer(terms, "Do you have parking?")).toMatch(/^The terms of the library say nothing of that\./);
  });

  it("may stand in a list of its own", () => {
    expect(answer("These are the opening hours:\n- Monday: closed\n- Tuesday: 9 to 17\nBe brief.", "Are you there on Tuesday?")).toBe(
      "Tuesday: 9 to 17.",
    );
  });
});

describe("a colleague who is called as a function", () => {
  it("is told the part of the message that is for them, in its words", () => {
    const parameters = { type: "object", properties: { input: { type: "string" } }, required: ["input"] };
    const called = { name: "lending_desk", description: "Lending desk: Terms of lending and fines.", parameters };
    const { parts } = composeAnswer(
      prompt("You are the front desk.", "Where do you park, and how high are the fines?", {
        tools: [{ type: "function", function: called }],
      }),
    );
    expect(parts).toEqual([expect.objectContaining({ name: "lending_desk", arguments: { input: "How high are the fines?" } })]);
  });
});

describe("conventions in words", () => {
  const front =
    "You greet customers.\nIf the customer needs billing support, say: HANDOFF: BILLING\nIf the customer needs sales, say: HANDOFF: SALES\nOtherwise, answer yourself.";

  it("hands over only when a condition is met", () => {
    expect(answer(front, "I was charged twice, please refund")).toMatch(/^HANDOFF: BILLING\n/);
    expect(answer(front, "Are dogs allowed in the garden?")).not.toContain("HANDOFF");
  });

  it("decides to execute or to decompose", () => {
    const instructions =
      "Assess the task.\nTASK: [description]\nCOMPLEXITY: [SIMPLE/COMPLEX]\nACTION: [EXECUTE/DECOMPOSE]\nSUBTASKS: [list]";
    expect(answer(instructions, "Translate this word")).toContain("ACTION: EXECUTE");
    expect(answer(instructions, "Research the market, design a page and write a press release")).toMatch(
      /ACTION: DECOMPOSE\nSUBTASKS:\n1\. Research the market\n2\. Design a page\n3\. Write a press release/,
    );
  });

  it("passes a state on and updates it", () => {
    const instructions = "Process the request and output:\nSTATE: {key: value}\nRESULT: [your result]";
    const first = answer(instructions, "Process this data: [1,2,3,4,5]");
    expect(first).toMatch(/^STATE: \{.*"sum":15.*\}\nRESULT: /);
    expect(answer(instructions, first)).toMatch(/"step":2.*"sum":15/);
  });

  it("assigns every worker of a manager", () => {
    const text = answer(
      "You are a manager.\n- Coder: writes code\n- Finder: searches the web\nBreak down the task into subtasks and assign them.",
      "Build a bird feeder",
    );
    expect(text).toMatch(/1\. \*\*Coder\*\*[\s\S]*2\. \*\*Finder\*\*/);
  });

  it("writes JSON where words ask for it", () => {
    const text = answer(
      "Answer only with JSON with the keys name, email and urgency.",
      "This is Ada Lovelace, ada@example.org, please call me asap",
    );
    expect(JSON.parse(text)).toEqual({ name: "Ada Lovelace", email: "ada@example.org", urgency: "high" });
  });
});

describe("a pipeline of tables", () => {
  const request = "Analyse bicycle traffic in Ghent until 2024";
  const say = (turns: Prompt["turns"], instructions: string, message: string) => {
    const all = [...turns, { role: "user" as const, text: message }];
    return [...all, { role: "assistant" as const, text: answer(instructions, message, { turns: all }) }];
  };
  const collected = say([], "You collect data from the web.", request);
  const cleaned = say(collected, "You clean and normalise data.", "Clean the collected data.");
  const analysed = say(
    cleaned,
    "You analyse cleaned data and calculate statistics.",
    "Analyse the cleaned data. Find trends, calculate statistics.",
  );
  const reported = say(analysed, "You write professional reports with an executive summary.", "Write the report.");
  const last = (turns: Prompt["turns"]) => turns.at(-1)?.text ?? "";

  it("keeps its subject through directives that name none", () => {
    for (const turns of [collected, cleaned, analysed, reported]) expect(last(turns)).toContain("icycle traffic in Ghent");
  });

  it("really cleans what was collected and really computes from it", () => {
    expect(last(collected)).toContain("| n/a |");
    expect(last(cleaned)).not.toContain("n/a");
    expect(last(cleaned)).toContain("1 repeated row removed");
    const column =
      last(cleaned)
        .match(/^\| 20\d\d \| (\d+) \|/gm)
        ?.map((row) => Number(row.split("|")[2])) ?? [];
    const mean = Math.round((column.reduce((total, value) => total + value, 0) / column.length) * 100) / 100;
    expect(last(analysed)).toContain(`| ${mean.toLocaleString("en-US")} |`);
  });

  it("reports what was found", () => {
    expect(last(reported)).toMatch(/### Executive summary[\s\S]*### Key findings[\s\S]*### Figures/);
  });
});

describe("points of view", () => {
  const views = ["Focus on technical details.", "Focus on business and economics.", "Focus on peer-reviewed sources."];
  const findings = views.map((view) =>
    answer(`You research. ${view}`, "Research artificial intelligence in healthcare from your specialised perspective", {
      tools: [{ type: "web_search" }],
    }),
  );

  it("differ in what they say about the same subject", () => {
    expect(new Set(findings).size).toBe(3);
    expect(findings.map((text) => /the (\w+) view/.exec(text)?.[1])).toEqual(["technical", "market", "academic"]);
  });

  it.each([
    ["labelled sections", findings.map((text, index) => `RESEARCHER ${index + 1} FINDINGS:\n${text}`).join("\n\n")],
    ["a JSON list", JSON.stringify(findings)],
  ])("are brought together from %s with every source", (_, message) => {
    const text = answer("You synthesise research from several sources.", message);
    expect(text).toContain("3 contributions");
    for (const source of findings.join("\n").match(/https:\/\/[\w./-]+/g) ?? []) expect(text).toContain(source);
  });
});

describe("tools", () => {
  it("run before the text, and only where they are offered", () => {
    const kinds = (tools: Prompt["tools"]) =>
      composeAnswer(
        prompt("Handle technical queries with code execution", "Calculate the first 12 Fibonacci numbers", { tools }),
      ).parts.map((part) => part.kind);
    expect(kinds([])).not.toContain("tool");
    expect(kinds([{ type: "code_interpreter" }])[0]).toBe("tool");
    expect(kinds([{ type: "image_generation" }])).toContain("picture");
  });

  it("compute true results", () => {
    const { parts } = composeAnswer(
      prompt("Handle technical queries with code execution", "Calculate the first 12 Fibonacci numbers", {
        tools: [{ type: "code_interpreter" }],
      }),
    );
    const [tool] = parts;
    expect(tool).toMatchObject({
      kind: "tool",
      name: "code_interpreter",
      info: { code_output: "[0, 1, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89]\n" },
    });
  });

  it("cite only made-up addresses, and say so", () => {
    const { parts } = composeAnswer(
      prompt("Handle research queries with web search", "Research tides", { tools: [{ type: "web_search" }] }),
    );
    const references = parts.flatMap((part) => (part.kind === "reference" ? [part.reference] : []));
    expect(references.length).toBeGreaterThan(1);
    for (const { title, url } of references) {
      expect(title).toContain("(simulated source)");
      expect(new URL(url).hostname).toMatch(/\.example\.(?:org|com|edu)$/);
    }
  });
});

describe("any prompt", () => {
  const odd = [
    "",
    " ",
    "?",
    "🙂",
    "a".repeat(20_000),
    "{",
    "[]",
    "| a |\n| - |",
    "null",
    "\u0000",
    "<script>alert(1)</script>",
    "__proto__",
    "1".repeat(300),
    "(((((1+",
    "$1 $& {topic}",
    "}{".repeat(2_000),
  ];
  it.each(odd)("%# gets some text", (message) => {
    for (const instructions of [
      "",
      "You collect data.",
      "You analyse data.",
      "You synthesise research.",
      "Summarise.",
      classifier,
      "You review texts.",
      "STATE: x",
    ]) {
      const text = answer(instructions, message);
      expect(text.trim()).not.toBe("");
      expect(text).not.toMatch(/undefined|\[object Object\]|NaN/);
    }
  });

  it("gives the same answer to the same prompt, and another to another seed or message", () => {
    const ask = (randomSeed: number | undefined, message = "Research electric ferries") =>
      answer("You are a market researcher.", message, { randomSeed });
    expect(ask(1)).toBe(ask(1));
    expect(ask(2)).not.toBe(ask(1));
    expect(ask(1, "Research cargo bikes")).not.toBe(ask(1));
  });

  it("keeps to the length it is given", () => {
    expect(answer("Answer in one sentence.", "Research tides").match(/[.!?](?:\s|$)/g)?.length).toBe(1);
    expect(answer("You research. Answer in at most 40 words.", "Research tides").split(/\s+/).length).toBeLessThanOrEqual(42);
    expect(composeAnswer(prompt("You research.", "Research tides", { maxTokens: 5 })).finish).toBe("length");
  });

  it("stays fast on long material", () => {
    const long = `${"The harbour | opens at 6, and ".repeat(15_000)}\n`;
    const before = performance.now();
    for (const instructions of ["Summarise.", "You synthesise research.", "You analyse data.", "You review texts."])
      answer(instructions, long);
    expect(performance.now() - before).toBeLessThan(4_000);
  });
});
