import { EventSourceParserStream } from "eventsource-parser/stream";
import { afterEach, describe, expect, it } from "vitest";
import { withTestDatabase } from "../../../scripts/vitest/test-database";
import { emptyDocument } from "../../document/schema";
import type { RunEvent, RunEventBody } from "../../engine/events";
import { type Actor, localActor } from "../access";
import { pool, prisma } from "../db";
import { publishToRun } from "../live";
import { insertRun } from "../repositories/runs";
import { findOrCreateVersion } from "../repositories/versions";
import { watchRun } from "./run-streams";
import { createWorkflow } from "./workflows";

withTestDatabase();

const at = Date.UTC(2026, 10, 23);
const open = new Set<AbortController>();

afterEach(() => {
  for (const controller of open) controller.abort();
  open.clear();
});

/** A run that nobody drives: its journal holds what the test writes. */
async function newRun(): Promise<{ actor: Actor; runId: string }> {
  const actor = await localActor();
  const document = emptyDocument("Watched");
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  const { workflowId } = made.value;
  const plan = { planVersion: 1, nodes: [], edges: [], inputFields: [], outputNodes: [], state: [] } as const;
  const versionId = await findOrCreateVersion(actor, { workflowId, hash: "h", document, plan, planHash: "p" });
  const runId = `run-${workflowId}`;
  const events = [{ seq: 1, type: "run_started", at, planHash: "p", input: {}, simulated: true }] as const;
  await insertRun(actor, { id: runId, workflowId, versionId, trigger: "api", isSimulated: true, input: {}, stepsTotal: 0, events });
  return { actor, runId };
}

const step = (seq: number): RunEvent => ({ seq, type: "step_started", at, path: `step${seq}`, nodeId: "a", attempt: 1, from: [] });
const finished = (seq: number): RunEvent => ({ seq, type: "run_finished", at, status: "succeeded", outputs: {} });

async function record(runId: string, ...events: readonly RunEvent[]): Promise<void> {
  for (const { seq, type, at: time, ...data } of events) {
    await pool().query("INSERT INTO run_event (run_id, seq, workspace_id, at, type, data) VALUES ($1, $2, 'local', $3, $4, $5)", [
      runId,
      seq,
      new Date(time),
      type,
      JSON.stringify(data),
    ]);
    await prisma().run.update({ where: { id: runId }, data: { nextSeq: seq + 1 } });
  }
}

const finish = (runId: string) => prisma().run.update({ where: { id: runId }, data: { status: "succeeded", finishedAt: new Date() } });

type Frame = { readonly event: string; readonly id?: string; readonly data: unknown };

/** Opens a stream; `next` waits for as many frames as are asked for, `rest` for the end. */
async function watch(actor: Actor, runId: string, after: string | null = null) {
  const abort = new AbortController();
  open.add(abort);
  const result = await watchRun(actor, { runId, after, signal: abort.signal });
  if (!result.ok) throw new Error(result.error.message);
  const body = new Response(result.value).body ?? new ReadableStream();
  const reader = body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream()).getReader();
  const one = async (): Promise<Frame | null> => {
    const { done, value } = await reader.read();
    return done ? null : { event: value.event ?? "", id: value.id, data: JSON.parse(value.data) };
  };
  return {
    abort,
    next: async (count: number): Promise<Frame[]> => {
      const frames: Frame[] = [];
      for (let index = 0; index < count; index += 1) frames.push((await one()) ?? { event: "closed", data: null });
      return frames;
    },
    rest: async (): Promise<Frame[]> => {
      const frames: Frame[] = [];
      for (let frame = await one(); frame !== null; frame = await one()) frames.push(frame);
      return frames;
    },
  };
}

const seqsOf = (frames: readonly Frame[]) => frames.filter(({ event }) => event === "run").map(({ id }) => Number(id));

describe("a run's event stream", () => {
  it("gives the journal, then what happens, then the end", async () => {
    const { actor, runId } = await newRun();
    await record(runId, step(2));
    const stream = await watch(actor, runId);
    expect(seqsOf(await stream.next(2))).toEqual([1, 2]);
    await record(runId, step(3), finished(4));
    publishToRun(runId, { kind: "events", events: [step(3), finished(4)] });
    const rest = await stream.rest();
    expect(seqsOf(rest)).toEqual([3, 4]);
    expect(rest.at(-1)).toMatchObject({ event: "end", data: {} });
  });

  it("resumes after the event a client has, without a gap or a repetition", async () => {
    const { actor, runId } = await newRun();
    await record(runId, step(2), step(3), step(4), finished(5));
    for (const after of [1, 2, 3, 4]) {
      const frames = await (await watch(actor, runId, String(after))).rest();
      expect(seqsOf(frames)).toEqual([2, 3, 4, 5].filter((seq) => seq > after));
    }
  });

  it("drops what it sent already and reads what the live channel left out", async () => {
    const { actor, runId } = await newRun();
    const stream = await watch(actor, runId);
    await stream.next(1);
    await record(runId, step(2), step(3), finished(4));
    publishToRun(runId, { kind: "events", events: [step(2)] });
    publishToRun(runId, { kind: "events", events: [step(2)] });
    publishToRun(runId, { kind: "events", events: [finished(4)] });
    expect(seqsOf(await stream.rest())).toEqual([2, 3, 4]);
  });

  it("notices what another process wrote without being told", async () => {
    const { actor, runId } = await newRun();
    const stream = await watch(actor, runId);
    await stream.next(1);
    await record(runId, finished(2));
    expect(seqsOf(await stream.rest())).toEqual([2]);
  });

  it.each(["garbage", "-1", "1e9", "999", "", "1; DROP TABLE run"])("starts from the beginning for the last event id %j", async (after) => {
    const { actor, runId } = await newRun();
    expect(seqsOf(await (await watch(actor, runId, after)).next(1))).toEqual([1]);
  });

  it("tells a client that has everything of a finished run that it is over", async () => {
    const { actor, runId } = await newRun();
    await record(runId, finished(2));
    await finish(runId);
    expect(await (await watch(actor, runId, "2")).rest()).toEqual([{ event: "end", data: {} }]);
  });

  it("sends live output after the events it belongs to, as JSON that no content can break out of", async () => {
    const { actor, runId } = await newRun();
    const text = "data: [DONE]\n\nevent: end\ndata: {}\n\n";
    const stream = await watch(actor, runId);
    publishToRun(runId, { kind: "live", path: "a", attempt: 1, offset: 0, text });
    const [first, second] = await stream.next(2);
    expect(first).toMatchObject({ event: "run", id: "1" });
    expect(second).toMatchObject({ event: "live", data: { path: "a", attempt: 1, offset: 0, text } });
  });

  it("drops a reader that falls more than a megabyte behind, who then resumes", async () => {
    const { actor, runId } = await newRun();
    const stream = await watch(actor, runId);
    await stream.next(1);
    for (let piece = 0; piece < 40; piece += 1) {
      publishToRun(runId, { kind: "live", path: "a", attempt: 1, offset: piece * 50_000, text: "x".repeat(50_000) });
    }
    const seen = await stream.rest();
    expect(seen.length).toBeLessThan(40);
    expect(seen.at(-1)?.event).toBe("live");
  });

  it("reads a journal larger than its buffer at the reader's pace, whole", async () => {
    const { actor, runId } = await newRun();
    const huge = (seq: number): RunEvent => ({ ...step(seq), from: ["x".repeat(300_000)] }) as RunEvent & RunEventBody;
    await record(runId, ...[2, 3, 4, 5, 6, 7, 8, 9].map(huge), finished(10));
    expect(seqsOf(await (await watch(actor, runId)).rest())).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  });
});

describe("the limit of streams", () => {
  it("refuses the 51st of a person and takes it once another closed", async () => {
    const { actor, runId } = await newRun();
    const streams = await Promise.all(Array.from({ length: 50 }, () => watch(actor, runId)));
    const signal = new AbortController().signal;
    expect(await watchRun(actor, { runId, after: null, signal })).toMatchObject({ ok: false, error: { code: "too_many_streams" } });
    streams[0]?.abort.abort();
    expect(seqsOf(await (await watch(actor, runId)).next(1))).toEqual([1]);
  });

  it("is not touched by runs that are not there", async () => {
    const { runId } = await newRun();
    const stranger: Actor = { personId: "stranger", workspaceId: "elsewhere", role: "owner" };
    const signal = new AbortController().signal;
    for (const id of [runId, "no-such-run"]) {
      expect(await watchRun(stranger, { runId: id, after: null, signal })).toEqual({
        ok: false,
        error: { code: "not_found", message: "There is no such run." },
      });
    }
  });
});
