import { beforeEach, describe, expect, it } from "vitest";
import { sentBody, withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import type { WorkflowDocument } from "../document/schema";
import { documentOf, nodeOf } from "../document/testing";
import type { JsonValue } from "../shared/json";

const { simulator, actor, start, journalOf, ended, reached } = withLiveRuns();

beforeEach(() => simulator().reset());

type AgentConfig = { readonly [key: string]: JsonValue };

const agent = (id: string, config: AgentConfig) => nodeOf(id, { model: "mistral-small-latest", message: `${id} asks.`, ...config });
const continuing = { instructions: "You keep the log.", context: "continue" };

/** Agents between an input and an output, wired by these arrows. */
function drawn(agents: readonly ReturnType<typeof agent>[], arrows: readonly `${string}>${string}`[]): WorkflowDocument {
  const document = documentOf(["input", ...agents, "output"], arrows);
  return withKinds(document, {
    input: { type: "input", config: { fields: [] } },
    output: { type: "output", config: { format: "markdown", value: "done" } },
  });
}

/** "start" or the conversation it was appended to, by the node that asked. */
function asked(): Readonly<Record<string, string>> {
  const calls = simulator()
    .requests()
    .map((request) => {
      const [, appendedTo = "start"] = /^\/v1\/conversations\/([^/?]+)/.exec(request.path) ?? [];
      const message = sentBody(request).inputs?.at(-1)?.content ?? "";
      return [message.split(" ")[0] ?? "", appendedTo] as const;
    });
  return Object.fromEntries(calls);
}

async function said(runId: string, path: string) {
  const event = (await journalOf(runId)).find((entry) => entry.type === "step_succeeded" && entry.path === path);
  return event?.type === "step_succeeded" ? event.model : undefined;
}

describe("an agent that continues", () => {
  it("goes on in the conversation that the same instructions began, or with none of its own, and begins one where they differ", async () => {
    const agents = [
      agent("first", { instructions: "You keep the log." }),
      agent("same", continuing),
      agent("blank", { instructions: "", context: "continue" }),
      agent("other", { instructions: "You doubt.", context: "continue" }),
      agent("again", continuing),
    ];
    const runId = await start(drawn(agents, ["input>first", "first>same", "same>blank", "blank>other", "other>again", "again>output"]));
    await ended(runId);
    const first = (await said(runId, "first"))?.conversationId;
    expect(asked()).toEqual({ first: "start", same: first, blank: first, other: "start", again: first });
    const doubting = simulator()
      .requests()
      .find((request) => sentBody(request).instructions === "You doubt.");
    expect(sentBody(doubting).inputs?.map(({ type }) => type)).toEqual([
      ...Array.from({ length: 3 }, () => ["message.input", "message.output"]).flat(),
      "message.input",
    ]);
    expect((await said(runId, "again"))?.leftOut).toEqual([
      "2 entries of other steps were not carried: this agent's own conversation goes on.",
    ]);
  });

  it("is the only one that does: a sibling begins a conversation of its own from the same entries", async () => {
    const agents = [agent("first", { instructions: "You keep the log." }), agent("left", continuing), agent("right", continuing)];
    const runId = await start(drawn(agents, ["input>first", "first>left", "first>right", "left>output", "right>output"]));
    await ended(runId);
    const first = (await said(runId, "first"))?.conversationId;
    expect(asked()).toEqual({ first: "start", left: first, right: "start" });
  });

  it("begins anew when it tries again, as the conversation may hold the turn already", async () => {
    const agents = [
      agent("first", { instructions: "You keep the log." }),
      agent("flaky", { ...continuing, message: "flaky [simulate: 503 x1]" }),
    ];
    const runId = await start(drawn(agents, ["input>first", "first>flaky", "flaky>output"]));
    await ended(runId);
    const first = (await said(runId, "first"))?.conversationId;
    const [once, ...later] = simulator()
      .requests()
      .flatMap(({ path, body }) => (JSON.stringify(body).includes("flaky") ? [path.split("?")[0]] : []));
    expect(once).toBe(`/v1/conversations/${first}`);
    expect(new Set(later)).toEqual(new Set(["/v1/conversations"]));
  });

  it("leaves the conversation of an earlier run alone when it is run again", async () => {
    const { rerun } = await import("./services/reruns");
    const agents = [agent("first", { instructions: "You keep the log." }), agent("next", continuing)];
    const runId = await start(drawn(agents, ["input>first", "first>next", "next>output"]));
    await ended(runId);
    simulator().reset();
    const again = await rerun(actor(), runId, { path: "next" });
    if (!again.ok) throw new Error(again.error.message);
    await ended(again.value.runId);
    expect(asked()).toEqual({ next: "start" });
  });
});

describe("a handler that listens until a time", () => {
  it("lets its run rest while what it took waits for a person after that time, and ends once that is decided", async () => {
    const { pool } = await import("./db");
    const { decideStep } = await import("./services/run-inbox");
    const runId = await start(
      withKinds(documentOf(["input", "emit", "listen", { ...nodeOf("ask"), parent: "listen" }, "output"], ["input>emit", "emit>output"]), {
        input: { type: "input", config: { fields: [] } },
        emit: { type: "emit", config: { name: "work.came" } },
        listen: { type: "on_event", config: { event: "work.came", listenUntil: "time", seconds: 1 }, size: { width: 400, height: 300 } },
        ask: { type: "approval", config: { title: "Good?" } },
        output: { type: "output", config: { format: "markdown", value: "done" } },
      }),
    );
    await reached(runId, ({ type }) => type === "step_waiting");
    const listening = (await journalOf(runId)).find((event) => event.type === "step_listening");
    const until = listening?.type === "step_listening" ? (listening.until ?? 0) : 0;
    const row = async () => (await pool().query("SELECT status, owner, wake_at FROM run WHERE id = $1", [runId])).rows[0];
    await expect.poll(async () => Date.now() > until && (await row()).owner === null, { timeout: 10_000 }).toBe(true);
    expect((await row()).wake_at.getTime()).toBeGreaterThan(Date.now() + 86_400_000);
    const seq = (await journalOf(runId)).find((event) => event.type === "step_waiting")?.seq ?? 0;
    expect(await decideStep(actor(), runId, { seq, decision: { approve: true, comment: "", values: {} } })).toMatchObject({ ok: true });
    expect((await ended(runId)).at(-1)).toMatchObject({ status: "succeeded" });
  });
});
