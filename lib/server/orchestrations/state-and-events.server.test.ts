import { beforeEach, describe, expect, it } from "vitest";
import { withKinds, withLiveRuns } from "../../../scripts/vitest/live-runs";
import {
  askedOf,
  carried,
  messageOf,
  mostAtOnce,
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
import { heldUntil, says, saysJson, schemaName } from "../../../scripts/vitest/scripted-model";
import type { WorkflowDocument } from "../../document/schema";
import { documentOf, nodeOf, standingIn } from "../../document/testing";
import { stateView } from "../../projection/state-view";
import type { JsonObject, JsonValue } from "../../shared/json";
import { limits } from "../../shared/limits";

const live = withLiveRuns();
const play = playerOf(live);

beforeEach(() => live.simulator().reset());

describe("state that agents write with STATE: and RESULT:", () => {
  const document = template("explicit-state");

  it("is read from the answer, told to the next agent alone, and nothing else is", async () => {
    live
      .simulator()
      .setScript(({ instructions }) =>
        instructions.startsWith("You take in figures")
          ? says('Sure.\nSTATE: {"count": 2, "sum": 9, "mean": 4.5, "status": "collected"}\nRESULT: Two figures.')
          : says('STATE: {"status": "analysed"}\nRESULT: They are low.'),
      );
    const run = await play(document, { data: "4 and 5" });
    expect(order(run)).toEqual(["intake", "interpreter"]);
    for (const id of ["intake", "interpreter"]) {
      expect(askedOf(run, id).body).toMatchObject(requestOf(document, id));
      expect(carried(askedOf(run, id))).toEqual(["message.input"]);
    }
    expect(messageOf(askedOf(run, "interpreter"))).toBe(
      'The state so far: {"count":2,"sum":9,"mean":4.5,"status":"collected"}\n\nContinue: what do these values say?',
    );
    expect([outputOf(run, "intake"), outputOf(run, "interpreter")]).toEqual(["Two figures.", "They are low."]);
    expect(run.view.steps.get("interpreter")?.writes).toEqual([{ variable: "status", value: "analysed" }]);
    expect(textOf(run, "finding")).toMatch(
      /^They are low\.[\s\S]*\| Count \| 2 \|\n\| Sum \| 9 \|\n\| Mean \| 4\.5 \|\n\| Status \| analysed \|$/,
    );
  });

  it("is mended in the same conversation when it can't be read, and only then written", async () => {
    let asked = 0;
    live.simulator().setScript(({ instructions }) => {
      if (!instructions.startsWith("You take in figures")) return undefined;
      asked += 1;
      return asked === 1 ? says('STATE: {"count": "many"}\nRESULT: Some.') : says('STATE: {"count": 3}\nRESULT: Three.');
    });
    const run = await play(document);
    expect(run.asked.slice(0, 2).map(({ step, appendedTo }) => [step, appendedTo === null])).toEqual([
      ["intake", true],
      ["intake", false],
    ]);
    expect(run.view.steps.get("intake")?.writes).toEqual([{ variable: "count", value: 3 }]);
    expect(outputOf(run, "intake")).toBe("Three.");
  });
});

describe("state that nodes keep", () => {
  const document = template("shared-state");

  it("goes through each variable's reducer, and into the instructions of whoever comes after", async () => {
    live
      .simulator()
      .setScript((prompt) => (schemaName(prompt) === "collection" ? saysJson({ records: 12, finding: "More visitors." }) : undefined));
    const run = await play(document, { question: "Who reads?" });
    expect(order(run)).toEqual(["collector", "analyst", "reporter"]);
    const afterCollecting = { data_collected: true, data_count: 12, analysis_complete: false, notes: ["Collected: More visitors."] };
    const analysis = outputOf(run, "analyst");
    const afterAnalysis = { ...afterCollecting, analysis_complete: true, notes: [...afterCollecting.notes, `Analysed: ${analysis}`] };
    for (const [agent, state] of [
      ["analyst", afterCollecting],
      ["reporter", afterAnalysis],
    ] as const) {
      const { instructions = "" } = askedOf(run, agent).body;
      expect(JSON.parse(instructions.slice(instructions.indexOf("{")))).toEqual(state);
      expect(carried(askedOf(run, agent))).toEqual(["message.input"]);
    }
    const shown = stateView(run.view, document.state).map(({ name, current }) => [name, current]);
    expect(Object.fromEntries(shown)).toEqual(afterAnalysis);
    expect(textOf(run, "report")).toContain("Records: 12 · data collected: true · analysis complete: true · notes taken: 2");
  });
});

describe("events", () => {
  const document = template("event-driven");
  const emitted = ({ view }: PlayedRun) => view.emitted.map(({ name, from, to }) => [name, from, to.length]);

  it("reach the handler of their name, each handler in one conversation of its own, and one that nobody handles is shown", async () => {
    const run = await play(document);
    expect(treeOf(run)).toEqual([
      "april succeeded",
      "arrivals succeeded",
      "failure succeeded",
      "log succeeded",
      "march succeeded",
      "on_data succeeded",
      "on_data[0].data_handler succeeded",
      "on_data[0].stored succeeded",
      "on_data[1].data_handler succeeded",
      "on_data[1].stored succeeded",
      "on_error succeeded",
      "on_error[0].error_handler succeeded",
    ]);
    expect(order(run).toSorted()).toEqual(["on_data[0].data_handler", "on_data[1].data_handler", "on_error[0].error_handler"]);
    expect(mostAtOnce(run, (path) => path.startsWith("on_data["))).toBe(1);
    const march = askedOf(run, "on_data[0].data_handler");
    expect(march.body).toMatchObject(requestOf(document, "data_handler"));
    expect(messageOf(march)).toBe("Event: data.received\nData: 1000 records of sales in March, 12 of them without a price");
    expect(carried(march)).toEqual(["message.input"]);
    const april = askedOf(run, "on_data[1].data_handler");
    expect(carried(april)).toEqual(["message.input", "message.output", "message.input"]);
    expect(april.body.inputs?.slice(0, 2).map(({ content }) => content)).toEqual([
      messageOf(march),
      outputOf(run, "on_data[0].data_handler"),
    ]);
    expect(messageOf(april)).toBe("Event: data.received\nData: 800 records of sales in April, all complete");
    expect(carried(askedOf(run, "on_error[0].error_handler"))).toEqual(["message.input"]);
    expect(emitted(run).toSorted()).toEqual([
      ["data.received", "april", 1],
      ["data.received", "march", 1],
      ["data.stored", "on_data[0].stored", 0],
      ["data.stored", "on_data[1].stored", 0],
      ["error.occurred", "failure", 1],
    ]);
  });

  it("are handled side by side where a handler keeps no conversation", async () => {
    const held = heldUntil(2, ({ instructions }) => instructions.startsWith("You receive batches"));
    live.simulator().setScript(held.script);
    const run = await play(withNode(document, "on_data", { inOneConversation: false, atOnce: 2 }));
    expect(held.most()).toBe(2);
    expect(carried(askedOf(run, "on_data[1].data_handler"))).toEqual(["message.input"]);
  });

  it("are handled by turns where handlers share a conversation, each agent with all that was said before", async () => {
    const shares = { inOneConversation: true, conversation: "desk" };
    const run = await play(withNode(withNode(document, "on_data", shares), "on_error", shares));
    expect(mostAtOnce(run, (path) => path.includes("].") && path.endsWith("handler"))).toBe(1);
    const handled = order(run);
    const heard = run.view.emitted.filter(({ to }) => to.length > 0).map(({ to }) => to[0] ?? "");
    expect(handled.map((path) => path.replace(/\[.*/, ""))).toEqual(heard);
    handled.forEach((path, place) => {
      const before = handled.slice(0, place);
      const said = askedOf(run, path).body.inputs?.map(({ content }) => content) ?? [];
      expect(said).toEqual([...before.flatMap((other) => [messageOf(askedOf(run, other)), outputOf(run, other)]), said.at(-1)]);
    });
    expect(handled).toHaveLength(3);
  });

  it("of a failed step are told to who listens for them, before the run fails", async () => {
    const listens = withNode(document, "on_error", { event: "step.failed" });
    live.simulator().setFaults([{ match: { bodyIncludes: "You receive batches" }, fault: "guardrail_403" }]);
    const run = await play(listens);
    expect(run.view).toMatchObject({ status: "failed", error: { code: "forbidden_by_guardrail" } });
    expect(messageOf(askedOf(run, "on_error[0].error_handler"))).toMatch(/^Event: step\.failed\nData: [\s\S]*forbidden_by_guardrail/);
    expect(treeOf(run)).toContain("on_error[0].error_handler succeeded");
  });
});

describe("a handler that listens", () => {
  /** Listens for orders for so long, with an agent that answers each. */
  const desk = (seconds: number) => deskThat({ listenUntil: "time", seconds });

  function deskThat(listens: JsonObject): WorkflowDocument {
    const clerk = nodeOf("clerk", { model: "mistral-small-latest", instructions: "You take orders.", message: "{{ event.data }}" });
    const drawn = documentOf(["input", "desk", standingIn("desk", clerk), "output"], ["input>desk", "desk>output"]);
    return withKinds(drawn, {
      input: { type: "input", config: { fields: [] } },
      desk: { type: "on_event", config: { event: "order.came", ...listens }, size: { width: 400, height: 300 } },
      output: { type: "output", config: { format: "markdown", value: "{{ len(received) }} orders" } },
    });
  }

  it("until a time handles what comes from outside meanwhile, ends by itself, and takes nothing after that", async () => {
    const { emitEvent } = await import("../services/run-inbox");
    const runId = await live.start(desk(3));
    await live.reached(runId, ({ type }) => type === "step_listening");
    const order = async (data: string) => emitEvent(live.actor(), runId, { name: "order.came", data });
    expect([await order("Two chairs."), await order("One desk.")]).toMatchObject([{ ok: true }, { ok: true }]);
    const run = await readPlayedRun(runId, await live.ended(runId), live.simulator().requests());
    expect(run.view.status).toBe("succeeded");
    expect(["desk[0].clerk", "desk[1].clerk"].map((path) => messageOf(askedOf(run, path)))).toEqual(["Two chairs.", "One desk."]);
    expect(outputOf(run, "output")).toBe("2 orders");
    const listening = run.journal.find((event) => event.type === "step_listening");
    const until = listening?.type === "step_listening" ? (listening.until ?? Number.POSITIVE_INFINITY) : Number.POSITIVE_INFINITY;
    expect(run.journal.at(-1)?.at).toBeGreaterThanOrEqual(until);
  });

  it("keeps what comes after the end of its run beside it, refused and up to a limit, and leaves the run as it was", async () => {
    const { emitEvent, readLateEvents } = await import("../services/run-inbox");
    const { pool } = await import("../db");
    const runId = await live.start(desk(1));
    const told = (data: JsonValue) => emitEvent(live.actor(), runId, { name: "order.came", data });
    const late = () => readLateEvents(live.actor(), runId);
    await live.reached(runId, ({ type }) => type === "step_listening");
    expect(await late()).toEqual({ ok: true, value: [] });
    const journal = await live.ended(runId);
    const row = async () => (await pool().query("SELECT * FROM run WHERE id = $1", [runId])).rows;
    const before = await row();
    expect(await told({ item: "a chair" })).toMatchObject({
      ok: false,
      error: { code: "already_finished", state: "succeeded", message: expect.stringMatching(/The event is kept with the run\.$/) },
    });
    expect(await late()).toMatchObject({ value: [{ name: "order.came", data: { item: "a chair" } }] });
    for (let count = 1; count < limits.lateEvents.value; count += 1) await told(count);
    expect(await told("One too many.")).toMatchObject({ error: { message: expect.stringContaining("not kept") } });
    expect(await late()).toMatchObject({ value: { length: limits.lateEvents.value } });
    expect([await row(), await live.journalOf(runId)]).toEqual([before, journal]);
    expect(await readLateEvents({ ...live.actor(), workspaceId: "another" }, runId)).toMatchObject({ error: { code: "not_found" } });
  });

  it("or until an event holds no process meanwhile, and takes nothing that comes after it", async () => {
    const { emitEvent } = await import("../services/run-inbox");
    const { pool } = await import("../db");
    const runId = await live.start(deskThat({ listenUntil: "event", untilEvent: "orders.closed" }));
    const row = async () => (await pool().query("SELECT status, owner, note FROM run WHERE id = $1", [runId])).rows[0];
    await expect.poll(row, { timeout: 10_000 }).toEqual({ status: "waiting", owner: null, note: "Waiting for the event orders.closed." });
    const tell = (name: string, data: string) => emitEvent(live.actor(), runId, { name, data });
    const { startWorker, stopWorker } = await import("../worker");
    await stopWorker();
    for (const [name, data] of [
      ["order.came", "Two chairs."],
      ["orders.closed", "Five o'clock."],
      ["order.came", "One desk."],
    ] as const) {
      expect(await tell(name, data)).toMatchObject({ ok: true });
    }
    await startWorker();
    const run = await readPlayedRun(runId, await live.ended(runId), live.simulator().requests());
    expect(outputOf(run, "output")).toBe("1 orders");
    expect(run.view.emitted.map(({ name, to }) => [name, to.length])).toEqual([
      ["order.came", 1],
      ["orders.closed", 0],
      ["order.came", 0],
    ]);
  });

  it("ends without an order when none comes", async () => {
    const run = await play(desk(1));
    expect(run.asked).toEqual([]);
    expect(run.view.steps.get("desk")).toMatchObject({ status: "succeeded", because: "no event came" });
    expect(outputOf(run, "output")).toBe("0 orders");
  });
});
