import { beforeEach, describe, expect, it } from "vitest";
import { sentBody, withLiveRuns } from "../../../scripts/vitest/live-runs";
import { outputOf, template, textOf, treeOf } from "../../../scripts/vitest/played-run";
import { lastMessage, later, saysJson, schemaName } from "../../../scripts/vitest/scripted-model";
import type { WorkflowDocument } from "../../document/schema";
import type { RunEvent } from "../../engine/events";
import { foldRunView } from "../../projection/run-view";
import { canonicalJson } from "../../shared/json";
import type { Prompt } from "../../simulator/answer/prompt";
import type { Script } from "../../simulator/call";
import type { RecordedRequest } from "../../simulator/recorder";
import { forgetProcessWide, processWide } from "../runtime";

const live = withLiveRuns();

beforeEach(() => live.simulator().reset());

/** Ends of workers that lost their runs: they notice when they next renew their leases. */
const lost: Promise<void>[] = [];
const journals = new Map<string, readonly RunEvent[]>();

/** Another worker takes over what the one of now drives, which is not asked: it is cut off from the database as a dead one is. */
async function takeOver(): Promise<void> {
  const { startWorker } = await import("../worker");
  const { pool } = await import("../db");
  const old = processWide<{ stop: () => Promise<void> }>("worker", () => ({ stop: async () => undefined }));
  forgetProcessWide("worker");
  const alive = `FROM pg_locks JOIN pg_database ON pg_database.oid = database WHERE datname = current_database() AND locktype = 'advisory'`;
  await pool().query(`SELECT pg_terminate_backend(pid) ${alive}`);
  await expect.poll(async () => (await pool().query(`SELECT pid ${alive}`)).rows, { interval: 10 }).toEqual([]);
  await startWorker();
  lost.push(old.stop());
}

/** Never answers such a prompt the first time it is asked; everything else as told. */
function silentOnce(isSilent: (prompt: Prompt) => boolean, otherwise: Script = () => undefined): Script {
  const heard = new Set<string>();
  return (prompt) => {
    const key = `${prompt.instructions}\n${lastMessage(prompt)}`;
    if (!isSilent(prompt) || heard.has(key)) return otherwise(prompt);
    heard.add(key);
    return later<undefined>().promise;
  };
}

/** How often each request was sent, by its body. */
function counts(requests: readonly RecordedRequest[]): ReadonlyMap<string, number> {
  const counted = new Map<string, number>();
  for (const { path, body } of requests) {
    const key = `${path} ${canonicalJson(body)}`;
    counted.set(key, (counted.get(key) ?? 0) + 1);
  }
  return counted;
}

type Crash = {
  readonly document: WorkflowDocument;
  readonly script: Script;
  /** Steps that have their outcome before the crash, and steps that are at work in it. */
  readonly done: readonly string[];
  readonly interrupted: readonly string[];
  /** Requests that are sent a second time, where a turn that was cut off had more than one. */
  readonly repeated?: number;
};

/** Crashes once `done` is done and `interrupted` was asked, and gives the run as another worker brought it to its end. */
async function crash({ document, script, done, interrupted, repeated = interrupted.length }: Crash) {
  live.simulator().setScript(script);
  const runId = await live.start(document);
  for (const path of done) await live.reached(runId, (event) => event.type === "step_succeeded" && event.path === path);
  const unanswered = () =>
    live
      .simulator()
      .requests()
      .filter(({ finishedAt }) => finishedAt === null).length;
  await expect.poll(unanswered, { timeout: 10_000 }).toBe(interrupted.length);
  const before = (await live.journalOf(runId)).length;
  await takeOver();
  const journal = await live.ended(runId);
  journals.set(runId, journal);

  expect(journal.map((event) => event.seq)).toEqual(journal.map((_, index) => index + 1));
  const recovered = journal.find((event) => event.type === "run_recovered");
  expect(recovered?.type === "run_recovered" ? recovered.interrupted.toSorted() : []).toEqual(interrupted.toSorted());
  const again = journal.slice(before).flatMap((event) => (event.type === "step_started" ? [event.path] : []));
  for (const path of done) expect(again).not.toContain(path);
  const succeeded = journal.flatMap((event) => (event.type === "step_succeeded" ? [event.path] : []));
  expect(new Set(succeeded).size).toBe(succeeded.length);
  const times = [...counts(live.simulator().requests()).values()];
  expect(times.filter((count) => count === 2)).toHaveLength(repeated);
  expect(times.every((count) => count <= 2)).toBe(true);
  const run = { view: foldRunView(journal) };
  expect(run.view.status).toBe("succeeded");
  expect(treeOf(run).every((step) => step.endsWith(" succeeded"))).toBe(true);
  return { run, requests: live.simulator().requests() };
}

const lastSaid = (request: RecordedRequest | undefined) => String(sentBody(request).inputs?.at(-1)?.content ?? "");

describe("a crash asks nothing again that has its outcome", () => {
  it("inside a Map: items that are done stay done, and the list has all of them", async () => {
    const item = (index: number) => `each_comment[${index}].reviewer`;
    const { run, requests } = await crash({
      document: template("review-each"),
      script: silentOnce((prompt) => /^(?:Search|Refund): /.test(lastMessage(prompt))),
      done: [item(0), item(1)],
      interrupted: [item(2), item(3)],
    });
    expect(requests).toHaveLength(1 + 4 + 2 + 1);
    for (const index of [0, 1, 2, 3]) expect(lastSaid(requests.at(-1))).toContain(textOf(run, item(index)));
  });

  it("inside a lane that has done its first step: the lane goes on with its second", async () => {
    const { requests } = await crash({
      document: template("research-lanes"),
      script: silentOnce(({ instructions }) => instructions.startsWith("You appraise evidence")),
      done: ["researchers[0].engineer", "researchers[1].market_analyst", "researchers[2].scout"],
      interrupted: ["researchers[2].appraiser"],
    });
    expect(requests).toHaveLength(4 + 1 + 1);
  });

  it("inside an iteration of a Loop: earlier iterations and the iteration's first step stay as they were", async () => {
    let round = 0;
    const verdict: Script = (prompt) => {
      if (schemaName(prompt) !== "verdict") return undefined;
      round += 1;
      return saysJson({ score: round < 3 ? 2 : 9, strengths: ["Short."], improvements: [`Mend ${round}.`] });
    };
    const { run, requests } = await crash({
      document: template("evaluator-optimizer"),
      script: silentOnce((prompt) => lastMessage(prompt).startsWith("Score version 2."), verdict),
      done: ["improve[0].writer", "improve[0].critic", "improve[1].writer"],
      interrupted: ["improve[1].critic"],
    });
    expect(requests).toHaveLength(3 * 2 + 1);
    expect(outputOf(run, "text")).toBe(outputOf(run, "improve[2].writer"));
    expect(lastSaid(requests.at(-2))).toContain("The critic asks for: Mend 2.");
  });

  it("between a manager's workers: the plan and what was brought already are not paid for twice", async () => {
    const { run, requests } = await crash({
      document: template("manager-workers"),
      script: silentOnce(({ instructions }) => instructions.startsWith("You calculate in Python")),
      done: ["manager.call[0].search_worker", "manager.call[1].search_worker"],
      interrupted: ["manager.call[2].code_worker"],
    });
    expect(requests).toHaveLength(1 + 4 + 1 + 1);
    for (const [path] of run.view.steps)
      if (path.startsWith("manager.call[")) expect(lastSaid(requests.at(-1))).toContain(textOf(run, path));
  });

  it("while a manager reads the results: no worker works again", async () => {
    const workers = [
      "manager.call[0].search_worker",
      "manager.call[1].search_worker",
      "manager.call[2].code_worker",
      "manager.call[3].writer",
    ];
    const { requests } = await crash({
      document: template("manager-workers"),
      script: silentOnce((prompt) => schemaName(prompt) === "review"),
      done: workers,
      interrupted: ["manager"],
    });
    expect(requests).toHaveLength(1 + 4 + 1 + 1);
  });

  it("deep in a tree of subtasks: siblings and what lies above stay done", async () => {
    const answer: Script = (prompt) => {
      if (schemaName(prompt) !== "assessment") return undefined;
      const subtasks = { House: ["Plan", "Build"], Build: ["Walls", "Roof"] }[lastMessage(prompt)];
      return saysJson({ action: subtasks === undefined ? "execute" : "split", subtasks: subtasks ?? [], why: "So." });
    };
    const { requests } = await crash({
      document: { ...template("recursive"), sampleInput: { task: "House" } },
      script: silentOnce((prompt) => schemaName(prompt) === "" && lastMessage(prompt) === "Roof", answer),
      done: ["solve.task[0].solve", "solve.task[1].solve.task[0].solve"],
      interrupted: ["solve.task[1].solve.task[1].solve"],
      // A task is assessed and done in one turn, and no half of a turn is on record.
      repeated: 2,
    });
    expect(requests).toHaveLength(5 * 2 + 2);
  });

  it("and whoever lost its run writes nothing more into it", async () => {
    await Promise.all(lost);
    for (const [runId, journal] of journals) expect(await live.journalOf(runId)).toEqual(journal);
    expect(journals.size).toBe(6);
  });
});
