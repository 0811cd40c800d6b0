import "server-only";

/**
 * What came into a run's inbox, as events of its journal.
 *
 * A decision for a step that waits no more is dropped: the first one won. Events wait while a handler
 * is about to listen.
 */
import { z } from "zod";
import { ResumptionRecord, type RunEventBody } from "../engine/events";
import { listenersFor, mayDeliver } from "../engine/listeners";
import type { PlanIndex } from "../engine/plan-index";
import type { RunState } from "../engine/run-state";
import { budgetItems } from "../shared/budget";
import { JsonValueSchema } from "../shared/json";

export type InboxItem = { readonly id: string; readonly kind: string; readonly by: string; readonly data: unknown };

export type InboxReading = {
  readonly events: readonly RunEventBody[];
  /** What is done with. */
  readonly ids: readonly string[];
  /** Something was left for later. */
  readonly isPartial: boolean;
};

/** What the writers of the inbox put into `data`, by kind. */
export const inboxData = {
  cancel: z.object({ path: z.string().optional() }),
  /** `turn` and `attempt` say which waiting it answers. */
  resume: z.object({
    path: z.string(),
    turn: z.number().int(),
    by: ResumptionRecord,
    /** Of the other run, as JSON text: the inbox does not keep the order of an object's keys. */
    output: z.string().optional(),
  }),
  event: z.object({ name: z.string(), data: JsonValueSchema }),
  budget: z.object({ caps: z.record(z.enum(budgetItems), z.number().nullable()) }),
} as const;

export function inboxEvents(index: PlanIndex, state: RunState, items: readonly InboxItem[], at: number): InboxReading {
  const events: RunEventBody[] = [];
  const ids: string[] = [];
  const answered = new Set<string>();
  const heard: string[] = [];
  for (const item of items) {
    if (item.kind === "event" && !mayDeliver(index, state)) continue;
    ids.push(item.id);
    const event = eventOf(state, item, at, heard);
    if (event === null) continue;
    if (event.type === "event_emitted") heard.push(event.name);
    if (event.type === "step_resumed") {
      if (answered.has(event.path)) continue;
      answered.add(event.path);
    }
    events.push(event);
  }
  return { events, ids, isPartial: ids.length < items.length };
}

/** @param heard names of events that come before this one and are not folded into the state yet. */
function eventOf(state: RunState, { kind, by, data }: InboxItem, at: number, heard: readonly string[]): RunEventBody | null {
  if (kind === "cancel") return cancelOf(state, by, inboxData.cancel.parse(data).path, at);
  if (kind === "event") {
    const { name, data: value } = inboxData.event.parse(data);
    const to = listenersFor(state, name, at).filter((path) => !heard.includes(state.steps.get(path)?.listening?.untilEvent ?? ""));
    return { type: "event_emitted", at, name, data: { inline: value }, from: null, depth: 0, to };
  }
  if (kind === "budget") return { type: "budget_raised", at, by, caps: inboxData.budget.parse(data).caps };
  const { path, turn, by: told, output } = inboxData.resume.parse(data);
  const resumption = told.by === "run" && output !== undefined ? { ...told, output: JSON.parse(output) } : told;
  const step = state.steps.get(path);
  if (step?.phase !== "waiting" || step.turn !== turn || step.waiting?.for !== resumption.by) return null;
  return { type: "step_resumed", at, path, attempt: step.attempt, turn: step.turn + 1, by: resumption };
}

function cancelOf(state: RunState, by: string, path: string | undefined, at: number): RunEventBody | null {
  if (path !== undefined) return { type: "cancel_requested", at, by, path };
  return state.cancelRequested ? null : { type: "cancel_requested", at, by };
}
