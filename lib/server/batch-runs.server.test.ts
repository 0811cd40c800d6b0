import { afterEach, describe, expect, it } from "vitest";
import { sentBody, withKinds, withLiveRuns } from "../../scripts/vitest/live-runs";
import type { WorkflowDocument } from "../document/schema";
import { documentOf, nodeOf, standingIn } from "../document/testing";
import type { RunEvent, StoredValue } from "../engine/events";
import type { JsonObject, JsonValue } from "../shared/json";
import { forgetProcessWide } from "./runtime";

const runs = withLiveRuns();

afterEach(() => {
  delete process.env.WINDROSE_LIMIT_MAP_ITEMS_IN_ONE_RUN;
  forgetProcessWide("env");
});

const words = (count: number): readonly string[] => Array.from({ length: count }, (_, at) => `word ${at}`);
const list = { type: "input", config: { fields: [{ key: "words", label: "Words", type: "json", required: true }] } };
const given = (expression: string) => ({ type: "transform", config: { mode: "expression", template: "", expression } });

/** start ──► greet ──► each [ inside ] ──► after, where `inside` is a chain of nodes for every word. */
function mapping(
  inside: { readonly [id: string]: { readonly type: string; readonly config: JsonObject } },
  after: { readonly type: string; readonly config: JsonObject },
  config: JsonObject = {},
): WorkflowDocument {
  const ids = Object.keys(inside);
  const arrows = ids.slice(1).map((id, at) => `${ids[at]}>${id}` as const);
  return withKinds(
    documentOf(
      ["start", "greet", "each", ...ids.map((id) => standingIn("each", nodeOf(id))), "after"],
      ["start>greet", "greet>each", "each>after", ...arrows],
    ),
    {
      start: list,
      greet: given("{greeting: 'hello'}"),
      each: { type: "map", config: { items: "input.words", atOnce: 20, ...config } },
      ...inside,
      after,
    },
  );
}

function stored(journal: readonly RunEvent[], path: string): JsonValue {
  const end = journal.find((event) => event.type === "step_succeeded" && event.path === path);
  if (end?.type !== "step_succeeded") throw new Error(`${path} did not succeed: ${JSON.stringify(journal.at(-1))}`);
  return inline(end.output);
}

function inline(value: StoredValue): JsonValue {
  if (!("inline" in value)) throw new Error("The value lies beside the journal.");
  return value.inline;
}

/** The same run with its items worked on in the run itself. */
async function inOneRun<T>(play: () => Promise<T>): Promise<T> {
  process.env.WINDROSE_LIMIT_MAP_ITEMS_IN_ONE_RUN = "10000";
  forgetProcessWide("env");
  const played = await play();
  delete process.env.WINDROSE_LIMIT_MAP_ITEMS_IN_ONE_RUN;
  forgetProcessWide("env");
  return played;
}

type BatchRow = { readonly id: string; readonly status: string; readonly parent_path: string; readonly owner: string | null };

async function batchesOf(runId: string): Promise<readonly BatchRow[]> {
  const { pool } = await import("./db");
  const { rows } = await pool().query<BatchRow>(
    "SELECT id, status, parent_path, owner FROM run WHERE parent_run_id = $1 ORDER BY length(parent_path), parent_path",
    [runId],
  );
  return rows;
}

describe("a Map of more items than one run works on", () => {
  const noting = {
    note: {
      type: "state",
      config: {
        changes: [
          { variable: "seen", mode: "template", value: "{{ item }}" },
          { variable: "sum", mode: "expression", value: "index" },
        ],
      },
    },
    shout: given("[index, upper(item), nodes.greet.output.greeting, len(input.words), len(state.seen)]"),
  };
  const state: WorkflowDocument["state"] = [
    { name: "seen", type: "list", initial: ["before"], reducer: "append" },
    { name: "sum", type: "number", initial: 7, reducer: "add" },
  ];

  it.each([101, 150, 260])(
    "comes to the same, byte for byte, as one whose items are worked on in the run itself: %i items",
    async (count) => {
      const document = { ...mapping(noting, given("{received: received, state: state}")), state };
      const input = { words: words(count) };
      const runId = await runs.start(document, input);
      const inBatches = JSON.stringify(stored(await runs.ended(runId), "after"));
      const direct = await inOneRun(async () => runs.ended(await runs.start(document, input)));
      expect(inBatches).toBe(JSON.stringify(stored(direct, "after")));
      expect(await batchesOf(runId)).toEqual(
        Array.from({ length: Math.ceil(count / 50) }, (_, number) =>
          expect.objectContaining({ status: "succeeded", parent_path: `each.batch[${number}].each` }),
        ),
      );
    },
  );

  it("hands on what was said for its items, in their order, as if they had been worked on in the run itself", async () => {
    const says = (message: string) => ({ type: "agent", config: { model: "mistral-small-latest", instructions: "Answer.", message } });
    const document = mapping({ say: says("On {{ item }}") }, says("Sum up."));
    const input = { words: words(103) };
    const askedLast = async () => {
      runs.simulator().reset();
      await runs.ended(await runs.start(document, input));
      return sentBody(runs.simulator().requests().at(-1)).inputs?.map(({ type, content }) => [type, content]);
    };
    const inBatches = await askedLast();
    expect(inBatches).toHaveLength(103 * 2 + 1);
    expect(inBatches).toEqual(await inOneRun(askedLast));
  });

  it("is paid for in those runs, and the run that waits for them says what they used beside its own", async () => {
    const { readRunReport } = await import("./services/run-reports");
    const says = { type: "agent", config: { model: "mistral-small-latest", instructions: "Answer.", message: "On {{ item }}" } };
    const runId = await runs.start(mapping({ say: says }, given("len(received)")), { words: words(101) });
    await runs.ended(runId);
    const usage = (await readRunReport(runs.actor(), runId))?.usage;
    const each = await Promise.all((await batchesOf(runId)).map(async ({ id }) => (await readRunReport(runs.actor(), id))?.usage));
    const used = each.map((one) => one?.totalTokens ?? 0);
    expect(usage).toMatchObject({ totalTokens: 0, costUsd: 0 });
    expect(Math.min(...used)).toBeGreaterThan(0);
    expect(usage?.startedRuns).toEqual({
      runs: 3,
      totalTokens: used.reduce((sum, tokens) => sum + tokens, 0),
      costUsd: expect.closeTo(each.reduce((sum, one) => sum + (one?.costUsd ?? 0), 0)),
    });
  });

  it("lets handlers of the run hear what is emitted for its items", async () => {
    const drawn = mapping(
      { tell: { type: "emit", config: { name: "word.seen", mode: "expression", template: "", expression: "index" } } },
      given("len(received)"),
    );
    const heard: WorkflowDocument = {
      ...drawn,
      nodes: [
        ...drawn.nodes,
        { ...nodeOf("on"), type: "on_event", config: { event: "word.seen" } },
        { ...standingIn("on", nodeOf("take")), ...given("event.data") },
      ],
    };
    const journal = await runs.ended(await runs.start(heard, { words: words(101) }));
    const taken = journal.filter((event) => event.type === "step_succeeded" && event.path.endsWith(".take"));
    expect(new Set(taken.map((event) => (event.type === "step_succeeded" ? inline(event.output) : null)))).toEqual(
      new Set(words(101).map((_, at) => at)),
    );
  });

  it("is worked on inside other containers too, with what those give to templates", async () => {
    const drawn = mapping({ shout: given("[index, item, iteration]") }, given("received"));
    const nested: WorkflowDocument = {
      ...drawn,
      nodes: [
        ...drawn.nodes.map((node) => (node.id === "each" ? standingIn("again", node) : node)),
        { ...nodeOf("again"), type: "loop", config: { until: "false", most: 2 } },
      ],
      edges: documentOf([], ["start>greet", "greet>again", "again>after"]).edges,
    };
    const input = { words: words(101) };
    const runId = await runs.start(nested, input);
    const inBatches = JSON.stringify(stored(await runs.ended(runId), "after"));
    const direct = await inOneRun(async () => runs.ended(await runs.start(nested, input)));
    expect(inBatches).toBe(JSON.stringify(stored(direct, "after")));
    expect((await batchesOf(runId)).map((row) => row.parent_path)).toContain("again[1].each.batch[2].each");
  });
});

describe("when items of a long list fail", () => {
  /** Items of these numbers fail. */
  const failing = (numbers: readonly number[], config: JsonObject, after = given("received")) =>
    mapping({ shout: given(`contains(${JSON.stringify(numbers)}, index) ? item.deeper.still : item`) }, after, config);
  const input = { words: words(160) };

  it("stops the others, and fails as one run would", async () => {
    const document = failing([3], { onFailure: "stop" });
    const runId = await runs.start(document, input);
    const end = (await runs.ended(runId)).at(-1);
    const direct = await inOneRun(async () => (await runs.ended(await runs.start(document, input))).at(-1));
    expect(end).toMatchObject({ status: "failed", error: { path: "each", message: expect.stringContaining("word 3: ") } });
    expect(end?.type === "run_finished" && direct?.type === "run_finished" && end.error?.message === direct.error?.message).toBe(true);
    await expect
      .poll(async () =>
        (await batchesOf(runId)).every(({ status }) => status === "failed" || status === "cancelled" || status === "succeeded"),
      )
      .toBe(true);
  });

  it("goes on with all of them, and says which failed", async () => {
    const document = failing([3, 51, 159], { onFailure: "settle" });
    const inBatches = await runs.ended(await runs.start(document, input));
    const direct = await inOneRun(async () => runs.ended(await runs.start(document, input)));
    expect(JSON.stringify(stored(inBatches, "after"))).toBe(JSON.stringify(stored(direct, "after")));
    const because = (journal: readonly RunEvent[]) => journal.find((event) => event.type === "step_succeeded" && event.path === "each");
    expect(because(inBatches)).toMatchObject({ because: "157 of 160 items succeeded" });
  });

  it.each([
    [157, "succeeded"],
    [158, "failed"],
  ])("counts over all batches how many have to succeed: %i of 157 that do: %s", async (atLeast, status) => {
    const end = (await runs.ended(await runs.start(failing([3, 51, 159], { onFailure: "at_least", atLeast }), input))).at(-1);
    expect(end).toMatchObject({ status });
    if (status === "failed")
      expect(end).toMatchObject({ error: { code: "too_few_succeeded", message: expect.stringContaining("157 of 160 parts") } });
  });
});

describe("the runs that work for a Map", () => {
  const slow = mapping(
    {
      say: {
        type: "agent",
        config: { model: "mistral-small-latest", instructions: "Answer. [simulate: slow 1s]", message: "On {{ item }}" },
      },
    },
    given("len(received)"),
    { atOnce: 60 },
  );
  const input = { words: words(120) };
  const underway = async (runId: string): Promise<readonly BatchRow[]> => {
    await expect.poll(async () => (await batchesOf(runId)).filter(({ owner }) => owner !== null).length, { timeout: 20_000 }).toBe(3);
    return batchesOf(runId);
  };

  it("are cancelled with the run that waits for them", async () => {
    const { cancelRun } = await import("./services/run-inbox");
    const runId = await runs.start(slow, input);
    const batches = await underway(runId);
    await cancelRun(runs.actor(), runId);
    expect((await runs.ended(runId)).at(-1)).toMatchObject({ status: "cancelled" });
    for (const { id } of batches) expect((await runs.ended(id)).at(-1)).toMatchObject({ status: "cancelled" });
  });

  it("go on after their worker is lost, and ask for no item again that was done", async () => {
    const { pool } = await import("./db");
    const { wakeRun } = await import("./worker");
    runs.simulator().reset();
    const runId = await runs.start(slow, input);
    const batches = await underway(runId);
    const done = async () => (await runs.journalOf(batches[0]?.id ?? "")).some(({ type }) => type === "step_succeeded");
    await expect.poll(done, { timeout: 20_000 }).toBe(true);
    const lost = [runId, ...batches.map(({ id }) => id)];
    await pool().query(
      "UPDATE run SET owner = 'gone', epoch = epoch + 1, lease_until = now() - interval '1 second' WHERE id = ANY($1) AND finished_at IS NULL",
      [lost],
    );
    const before = new Set<string>();
    for (const { id } of batches) {
      for (const event of await runs.journalOf(id)) if (event.type === "step_succeeded") before.add(`${id}/${event.path}`);
    }
    expect(before.size).toBeGreaterThan(0);
    // The owner that was lost hears of it when it writes next.
    const isTaken = async () => {
      for (const id of lost) await wakeRun(id);
      return (await runs.journalOf(runId)).at(-1)?.type;
    };
    await expect.poll(isTaken, { timeout: 60_000, interval: 500 }).toBe("run_finished");
    expect(stored(await runs.journalOf(runId), "after")).toBe(120);
    const journals = await Promise.all(batches.map(async ({ id }) => ({ id, events: await runs.journalOf(id) })));
    expect(journals.some(({ events }) => events.some(({ type }) => type === "run_recovered"))).toBe(true);
    const repeated = journals.flatMap(({ id, events }) =>
      events.flatMap((event) => (event.type === "step_started" && event.attempt > 1 ? [`${id}/${event.path}`] : [])),
    );
    expect(repeated.length).toBeGreaterThan(0);
    expect(repeated.filter((step) => before.has(step))).toEqual([]);
    expect(await batchesOf(runId)).toHaveLength(3);
  }, 90_000);

  const stepsOf = async (run: BatchRow | undefined) => {
    const steps = { anew: [] as string[], reused: [] as string[] };
    for (const event of await runs.journalOf(run?.id ?? "")) {
      if (event.type === "step_started") steps[event.reused ? "reused" : "anew"].push(event.path);
    }
    return { anew: new Set(steps.anew), reused: new Set(steps.reused) };
  };

  it("are taken over by a run that goes on after a failure, and only what failed is worked on anew", async () => {
    const { rerun } = await import("./services/reruns");
    const document = mapping({ shout: given("index == 110 ? item.deeper.still : item") }, given("len(received)"), { atOnce: 1 });
    const runId = await runs.start(document, input);
    expect((await runs.ended(runId)).at(-1)).toMatchObject({ status: "failed" });
    const again = await rerun(runs.actor(), runId, {});
    if (!again.ok) throw new Error(again.error.message);
    expect((await runs.ended(again.value.runId)).at(-1)).toMatchObject({ status: "failed" });
    const [batch, ...others] = await batchesOf(again.value.runId);
    expect([batch?.parent_path, others]).toEqual(["each.batch[2].each", []]);
    const { anew, reused } = await stepsOf(batch);
    expect([...anew]).toEqual(["each[10].shout"]);
    expect(reused).toEqual(new Set(["each", ...words(10).map((_, at) => `each[${at}].shout`)]));

    const refused = await rerun(runs.actor(), batch?.id ?? "", {});
    expect(refused).toMatchObject({
      ok: false,
      error: { code: "part_of_a_run", message: expect.stringContaining("Items 101–120 of 120") },
    });
  });

  it("do nothing again, when too few items of all succeeded, that succeeded", async () => {
    const { rerun } = await import("./services/reruns");
    const failing = given("contains([3, 70], index) ? item.deeper.still : item");
    const document = mapping({ shout: failing }, given("len(received)"), { onFailure: "at_least", atLeast: 119 });
    const runId = await runs.start(document, input);
    expect((await runs.ended(runId)).at(-1)).toMatchObject({ status: "failed", error: { code: "too_few_succeeded" } });
    for (const { id } of await batchesOf(runId)) await runs.ended(id);
    const again = await rerun(runs.actor(), runId, {});
    if (!again.ok) throw new Error(again.error.message);
    expect((await runs.ended(again.value.runId)).at(-1)).toMatchObject({ status: "failed", error: { code: "too_few_succeeded" } });
    const done = new Set((await Promise.all((await batchesOf(runId)).map(doneIn))).flat());
    const redone = await Promise.all((await batchesOf(again.value.runId)).map(async (row) => ({ row, steps: await stepsOf(row) })));
    const anew = redone.flatMap(({ row, steps }) => [...steps.anew].map((path) => `${row.parent_path}/${path}`));
    expect(anew).toEqual(expect.arrayContaining(["each.batch[0].each/each[3].shout", "each.batch[1].each/each[20].shout"]));
    expect(done.size).toBeGreaterThan(0);
    expect(anew.filter((step) => done.has(step))).toEqual([]);
  });

  async function doneIn({ id, parent_path }: BatchRow): Promise<readonly string[]> {
    const journal = await runs.journalOf(id);
    return journal.flatMap((event) => (event.type === "step_succeeded" && event.path !== "each" ? [`${parent_path}/${event.path}`] : []));
  }
});
