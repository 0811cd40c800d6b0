import "server-only";

/**
 * The conversation of a step, or of every step of a run, entry by entry: from our own records, at any time, also
 * of a run under way; or, when asked, as the provider keeps it.
 */
import type { Plan } from "../../compile/plan";
import type { StoredEntries } from "../../engine/events";
import { lineage, type Moment } from "../../engine/lineage";
import { indexForRun } from "../../engine/plan-index";
import { applyToState, emptyRunState } from "../../engine/run-state";
import { type HistoryEntry, type HistorySource, historyOfTurn, type RunHistory, roleOf, type SaidTurn } from "../../projection/history";
import { foldRunView, type RunView, type StepView } from "../../projection/run-view";
import type { ProviderId } from "../../providers/contract";
import { providers } from "../../providers/providers.server";
import { type AppError, appError } from "../../shared/app-error";
import type { Entry } from "../../shared/conversation";
import { err, ok, type Result } from "../../shared/result";
import type { Actor } from "../access";
import { type AttemptCalls, selectAttemptCalls } from "../repositories/run-records";
import { findRerunSource } from "../repositories/runs";
import { noSuchRun, readBlob, readEvents } from "./runs";

/** Long enough for a slow service, short enough for a person who watches. */
const answerMs = 15_000;

export type HistoryQuery = { readonly path?: string | undefined; readonly source?: HistorySource | undefined };

/**
 * With `path` all that its model saw and said, what was carried first; without it what each step said itself.
 *
 * Fails with `not_found`, `no_such_step`, and for the provider's own record with `no_conversation` or what it answered.
 */
export async function readHistory(actor: Actor, runId: string, query: HistoryQuery): Promise<Result<RunHistory, AppError>> {
  const record = await readRecord(actor, runId);
  if (record === null) return err(noSuchRun());
  const { path } = query;
  if (path === undefined) return ok({ runId, path: null, source: "records", entries: await entriesOfRun(record) });
  const step = record.view.steps.get(path);
  if (step === undefined) return err(appError("no_such_step", `This run has no step ${path.slice(0, 200)}.`, "path"));
  if (query.source !== "provider") return ok({ runId, path, source: "records", entries: await entriesOfStep(record, step) });
  const kept = await entriesAtProvider(record, step);
  return kept.ok ? ok({ runId, path, source: "provider", entries: kept.value }) : kept;
}

type RunRecord = {
  readonly plan: Plan;
  readonly view: RunView;
  /** What a step has behind it, ending with its own last turn. */
  readonly momentsBefore: (step: StepView) => readonly Moment[];
  readonly titles: ReadonlyMap<string, string>;
  readonly attempts: readonly AttemptCalls[];
  readonly readEntries: (stored: StoredEntries) => Promise<readonly Entry[]>;
};

async function readRecord(actor: Actor, runId: string): Promise<RunRecord | null> {
  const source = await findRerunSource(actor, runId);
  if (source === null) return null;
  const [events, attempts] = await Promise.all([readEvents(actor, runId, 0), selectAttemptCalls(actor, runId)]);
  // Compiled and stored by this product together with the version.
  const plan = source.plan as Plan;
  const index = indexForRun(plan, events);
  const state = emptyRunState();
  for (const event of events) applyToState(index, state, event);
  return {
    plan,
    view: foldRunView(events),
    momentsBefore: ({ path, frame, nodeId, from, turn }) => [
      ...lineage(index, state, { frame, nodeId, from, turn }, { isConversation: true }),
      { path, turn },
    ],
    titles: new Map(plan.nodes.map(({ id, title }) => [id, title])),
    attempts,
    readEntries: async (entries) => {
      if ("inline" in entries) return entries.inline;
      const blob = await readBlob(actor, runId, entries.blob.blobId);
      return blob === null ? [] : JSON.parse(new TextDecoder().decode(blob.content));
    },
  };
}

async function entriesOfRun(record: RunRecord): Promise<readonly HistoryEntry[]> {
  const said = await Promise.all([...record.view.steps.values()].flatMap((step) => saidBy(record, step)));
  return said.sort((a, b) => a.startedAt - b.startedAt).flatMap((turn) => historyOfTurn(turn, false));
}

async function entriesOfStep(record: RunRecord, step: StepView): Promise<readonly HistoryEntry[]> {
  const seesEarlier = ["carry", "continue"].includes(contextOf(record, step) ?? "");
  const moments = seesEarlier ? record.momentsBefore(step) : record.momentsBefore(step).filter(({ path }) => path === step.path);
  const said = await Promise.all(moments.flatMap(({ path, turn }) => saidInTurn(record, path, turn, path === step.path)));
  return said.flatMap((turn) => historyOfTurn(turn, turn.path !== step.path));
}

/** As it was when the step ran; what it is set to, for one that has not asked yet or was taken over from an earlier run. */
function contextOf({ attempts, plan }: RunRecord, { path, nodeId }: StepView): string | null {
  const rendered = attempts.find((made) => made.path === path && made.context !== null)?.context;
  const configured = plan.nodes.find(({ id }) => id === nodeId)?.config.context;
  return rendered ?? (typeof configured === "string" ? configured : null);
}

/** Of other steps only what was successful is carried on. */
function saidInTurn(record: RunRecord, path: string, turn: number, isOwn: boolean): readonly Promise<SaidTurn>[] {
  const step = record.view.steps.get(path);
  if (step === undefined) return [];
  if (isOwn) return saidBy(record, step, (attempt) => attempt.turn === turn);
  const carried = saidBy(record, step, (attempt) => attempt.turn === turn && attempt.status === "succeeded");
  return carried.map(async (said) => ({ ...(await said), aside: [] }));
}

type Attempt = StepView["attempts"][number];

function saidBy(record: RunRecord, step: StepView, isWanted: (attempt: Attempt) => boolean = () => true): readonly Promise<SaidTurn>[] {
  return step.attempts.filter(isWanted).flatMap((attempt) => {
    const { model, startedAt, finishedAt } = attempt;
    if (model === null) return [];
    const { path, nodeId: node } = step;
    const agent = record.titles.get(node) ?? node;
    const calls = record.attempts.findLast((made) => made.path === path && made.attempt === attempt.attempt && made.turn === attempt.turn);
    const turn = { path, node, agent, attempt: attempt.attempt, startedAt, finishedAt, conversationId: model.conversationId };
    const stored = [model.aside ?? { inline: [] }, model.entries].map((entries) => record.readEntries(entries));
    return [Promise.all(stored).then(([aside = [], entries = []]) => ({ ...turn, aside, entries, calls: calls?.calls ?? [] }))];
  });
}

async function entriesAtProvider({ titles }: RunRecord, step: StepView): Promise<Result<readonly HistoryEntry[], AppError>> {
  const { path, nodeId: node } = step;
  const model = step.attempts.findLast((attempt) => attempt.model !== null && attempt.model.conversationId !== null)?.model;
  const conversationId = model?.conversationId ?? null;
  if (model == null || conversationId === null) {
    return err(appError("no_conversation", "This step has no conversation at a provider. What was recorded here is all there is."));
  }
  // The journal names one of these: the provider that answered.
  const provider = providers().byId(model.provider as ProviderId);
  const kept = provider.ok ? await provider.value.readHistory(conversationId, AbortSignal.timeout(answerMs)) : provider;
  if (!kept.ok) return err(appError(kept.error.code, kept.error.message));
  const agent = titles.get(node) ?? node;
  return ok(
    kept.value.map(({ entry, at }) => ({
      path,
      node,
      agent,
      role: roleOf(entry),
      type: entry.type,
      at,
      attempt: null,
      isCarried: false,
      isAside: false,
      conversationId,
      entry,
    })),
  );
}
