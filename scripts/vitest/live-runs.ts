/**
 * Runs of a worker in this process, on a database and against a simulator of the test file's own.
 *
 * Only tests import it. The server's modules are loaded late: they read the environment when first asked.
 */
import { afterAll, beforeAll, expect } from "vitest";
import type { WorkflowDocument, WorkflowNode } from "../../lib/document/schema";
import type { RunEvent } from "../../lib/engine/events";
import type { Actor } from "../../lib/server/access";
import { forgetProcessWide } from "../../lib/server/runtime";
import type { JsonObject } from "../../lib/shared/json";
import type { RecordedRequest } from "../../lib/simulator/recorder";
import { type Simulator, startSimulator } from "../../lib/simulator/server";
import { brokenInvariants } from "../shared/broken-invariants";
import { begun, withTestDatabase } from "./test-database";

export type LiveRuns = {
  readonly simulator: () => Simulator;
  readonly actor: () => Actor;
  /** Starts a run of a new workflow, on the document's sample input unless another is given. */
  readonly start: (document: WorkflowDocument, input?: JsonObject) => Promise<string>;
  readonly journalOf: (runId: string) => Promise<readonly RunEvent[]>;
  /** The journal once the run is over. */
  readonly ended: (runId: string) => Promise<readonly RunEvent[]>;
  /** Waits until the journal holds such an event. */
  readonly reached: (runId: string, isIt: (event: RunEvent) => boolean) => Promise<void>;
};

/** Call it once, at the top of a test file. */
export function withLiveRuns(): LiveRuns {
  withTestDatabase();
  let simulator: Simulator | undefined;
  let actor: Actor | undefined;

  beforeAll(async () => {
    simulator = await startSimulator({ pace: 0 });
    process.env.WINDROSE_SIMULATOR_URL = simulator.url;
    const { startWorker } = await import("../../lib/server/worker");
    const { localActor } = await import("../../lib/server/access");
    await startWorker();
    actor = await localActor();
  });

  afterAll(async () => {
    const { stopWorker } = await import("../../lib/server/worker");
    await stopWorker();
    forgetProcessWide("worker");
    // Whatever the tests of the file did to its runs.
    expect(await brokenInvariants()).toEqual([]);
    await simulator?.close();
  });

  const journalOf = async (runId: string): Promise<readonly RunEvent[]> => (await import("../../lib/server/journal")).readJournal(runId);
  const reached = async (runId: string, isIt: (event: RunEvent) => boolean): Promise<void> => {
    await expect.poll(async () => (await journalOf(runId)).some(isIt), { timeout: 20_000 }).toBe(true);
  };
  return {
    simulator: () => begun(simulator),
    actor: () => begun(actor),
    start: async (document, input = document.sampleInput) => startRunOf(begun(actor), document, input),
    journalOf,
    ended: async (runId) => {
      await reached(runId, ({ type }) => type === "run_finished");
      return journalOf(runId);
    },
    reached,
  };
}

async function startRunOf(actor: Actor, document: WorkflowDocument, input: JsonObject): Promise<string> {
  const { createWorkflow } = await import("../../lib/server/services/workflows");
  const { startRun } = await import("../../lib/server/services/runs");
  const made = await createWorkflow(actor, { document });
  if (!made.ok) throw new Error(made.error.message);
  const started = await startRun(actor, { workflowId: made.value.workflowId, input, trigger: "api" });
  if (!started.ok) throw new Error(JSON.stringify(started.error));
  return started.value.runId;
}

/** The same document with kinds and settings by node id; a node that is not named is an agent. */
export function withKinds(
  document: WorkflowDocument,
  kinds: { readonly [nodeId: string]: { readonly type: string } & Partial<WorkflowNode> },
): WorkflowDocument {
  return { ...document, nodes: document.nodes.map((node) => ({ ...node, ...kinds[node.id] })) };
}

/** What was sent to a model, as far as tests look at it. */
export type SentBody = {
  readonly model?: string;
  readonly instructions?: string;
  readonly inputs?: readonly { readonly type: string; readonly content?: string }[];
  readonly tools?: readonly { readonly type: string; readonly function?: { readonly name: string } }[];
  readonly completion_args?: { readonly temperature?: number };
};

/** The body of a request to a conversation. */
export function sentBody(request: RecordedRequest | undefined): SentBody {
  // The simulator answers 422 to any other shape before it records an answer.
  return (request?.body ?? {}) as SentBody;
}
