import { afterEach, describe, expect, it, vi } from "vitest";
import type { JsonObject } from "../../shared/json";
import { AskSchema } from "../ask";
import type { StepOutcome } from "../contract";
import { readDecision } from "../decision";
import { firstTurn, received, stepContext, turnResumed } from "../testing";
import { approvalNode } from "./definition";
import { executeApproval } from "./executor.server";

const fields: readonly JsonObject[] = [
  { key: "text", label: "Text", type: "long_text", value: "{{ received }}" },
  { key: "copies", label: "", type: "number", required: false, value: "1" },
];
const config = (parts: JsonObject = {}) => approvalNode.config.parse({ title: "Publish {{ input.topic }}?", ...parts });
const context = () => stepContext({ title: "Sign-off", scope: { input: { topic: "bees" }, received: "draft" } });
const step = (parts: JsonObject = {}) => firstTurn(config(parts), received({ Writer: "draft" }));
const ask = (parts: JsonObject = {}) => executeApproval(step(parts), context());

function waitingOf(outcome: StepOutcome) {
  if (outcome.kind !== "waiting" || outcome.until.for !== "decision") throw new Error(`It does not wait for a decision: ${outcome.kind}`);
  return { ask: AskSchema.parse(outcome.until.ask), at: outcome.until.at, memory: outcome.memory };
}

/** What the step comes to when a person decides so. */
async function decide(decision: JsonObject, parts: JsonObject = {}): Promise<StepOutcome> {
  const { memory } = waitingOf(await ask(parts));
  return executeApproval(turnResumed(step(parts), { by: "decision", person: "ada", decision }, memory), context());
}

afterEach(() => {
  vi.useRealTimers();
});

describe("an Approval's card and ports", () => {
  it("has a port for a time-out only with a deadline", () => {
    const portsOf = (parts: JsonObject) => approvalNode.ports(config(parts)).outputs.map(({ id }) => id);
    expect(portsOf({})).toEqual(["approved", "rejected"]);
    expect(portsOf({ deadlineHours: 2 })).toEqual(["approved", "rejected", "timeout"]);
  });

  it("says what a person does, and by when", () => {
    expect(approvalNode.describe(config())).toBe("Approval · a person decides");
    expect(approvalNode.describe(config({ fields, deadlineHours: 1 }))).toBe("Approval · a person edits and decides, within 1 hour");
  });

  it.each([
    [{ title: " " }, "missing_question", "title"],
    [{ fields: [{ key: "a" }, { key: "a" }] }, "duplicate_field", "fields.1.key"],
    [{ fields: [{ key: "a", type: "choice" }] }, "no_options", "fields.0.options"],
  ])("finds in %j: %s", (parts, code, field) => {
    expect(approvalNode.check?.(config(parts))).toMatchObject([{ code, field, severity: "error" }]);
  });
});

describe("asking", () => {
  it("shows the question, what was received, and the fields with their first values", async () => {
    const waiting = waitingOf(await ask({ fields }));
    expect(waiting.ask).toEqual({
      title: "Publish bees?",
      body: "draft",
      fields: [
        { key: "text", label: "Text", type: "long_text", required: true },
        { key: "copies", label: "", type: "number", required: false },
      ],
      values: { text: "draft", copies: "1" },
    });
    expect(waiting.at).toBeNull();
  });

  it("waits until its deadline, counted from now", async () => {
    vi.useFakeTimers({ now: 5_000 });
    expect(waitingOf(await ask({ deadlineHours: 0.5 })).at).toBe(1_805_000);
  });

  it("fails before it asks when a text can't be filled in, and names the field", async () => {
    expect(await ask({ body: "{{ input.none }}" })).toMatchObject({ kind: "failed", error: { code: "undefined_reference" } });
    const broken = { fields: [{ key: "text", label: "Text", value: "{{ input.none }}" }] };
    expect(await ask(broken)).toMatchObject({ kind: "failed", error: { message: expect.stringContaining("The field Text: ") } });
  });
});

describe("a decision", () => {
  it("to approve passes on what was received where there was nothing to edit", async () => {
    expect(await decide({ approve: true })).toEqual({
      kind: "succeeded",
      ports: ["approved"],
      output: "draft",
      because: "Sign-off was approved",
    });
  });

  it("to approve passes on the values as the person left them, read by their fields", async () => {
    const edited = await decide({ approve: true, values: { text: "better", copies: "2" } }, { fields });
    expect(edited).toMatchObject({ ports: ["approved"], output: { text: "better", copies: 2 } });
    expect(await decide({ approve: true }, { fields })).toMatchObject({ output: { text: "draft", copies: 1 } });
  });

  it("gives the whole decision when asked to", async () => {
    expect(await decide({ approve: true, comment: " Nice. " }, { fields, output: "decision" })).toMatchObject({
      output: { decision: "approved", comment: "Nice.", values: { text: "draft", copies: 1 }, by: "ada" },
    });
  });

  it("to reject takes the other port with the comment, whatever stands in the fields", async () => {
    expect(await decide({ approve: false, comment: "Too long.", values: { text: "" } }, { fields })).toEqual({
      kind: "succeeded",
      ports: ["rejected"],
      output: { decision: "rejected", comment: "Too long.", values: { text: "draft", copies: "1" }, by: "ada" },
      because: "Sign-off was rejected: Too long.",
    });
  });

  it.each([
    [{ approve: true, values: { text: " " } }, "It can't be approved like this. Look at: Text."],
    [{ approve: true, values: { copies: "two" } }, "It can't be approved like this. Look at: copies."],
    [{}, "A decision says whether it approves: `approve` is true or false."],
    [{ approve: "yes" }, "A decision says whether it approves: `approve` is true or false."],
    [{ approve: true, comment: "x".repeat(10_001) }, "The comment has to be a text of at most 10000 characters."],
  ])("that does not fit is asked for again, and nothing is lost: %j", async (decision, problem) => {
    vi.useFakeTimers({ now: 0 });
    const parts = { fields, deadlineHours: 1 };
    vi.setSystemTime(60_000);
    const first = waitingOf(await ask(parts));
    vi.setSystemTime(120_000);
    const again = await executeApproval(turnResumed(step(parts), { by: "decision", person: "ada", decision }, first.memory), context());
    expect(waitingOf(again)).toMatchObject({ ask: { ...first.ask, problem }, at: first.at });
  });

  it("is read against what was shown, not against what the settings say by then", async () => {
    const { memory } = waitingOf(await ask({ fields }));
    const later = turnResumed(
      step({ fields: [] }),
      { by: "decision", person: "ada", decision: { approve: true, values: { copies: "x" } } },
      memory,
    );
    expect(await executeApproval(later, context())).toMatchObject({ kind: "waiting" });
  });

  it("names every field that is wrong", () => {
    const shown = AskSchema.parse({ title: "", body: "", fields: [{ key: "a" }, { key: "b", type: "number" }], values: {} });
    expect(readDecision(shown, { approve: true, values: { b: "x" } })).toMatchObject({
      ok: false,
      error: { fields: { a: "This is needed: fill it in.", b: "This should be a number, like 12 or 0.5." } },
    });
  });
});

describe("a deadline", () => {
  it("takes the port for it, and says that nobody decided", async () => {
    const parts = { fields, deadlineHours: 1 };
    const { memory } = waitingOf(await ask(parts));
    expect(await executeApproval(turnResumed(step(parts), { by: "time" }, memory), context())).toEqual({
      kind: "succeeded",
      ports: ["timeout"],
      output: { decision: "timeout", comment: "", values: { text: "draft", copies: "1" }, by: null },
      because: "Sign-off was not decided in time",
    });
  });
});
