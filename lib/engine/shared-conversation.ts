/**
 * Handlers that share a conversation: whose turn it is, and what was said before. Pure.
 *
 * Each of them keeps its own children; the order of their events is the order of the conversation.
 */
import type { RunState } from "./run-state";
import type { ChildState, StepState } from "./step-state";

/** A child of one of the handlers that share a conversation. */
export type Utterance = { readonly owner: StepState; readonly child: ChildState };

/** All that is or will be said in the conversation of a handler, by its own children and the others', in order. */
export function utterances(state: RunState, { frame, conversation }: StepState): readonly Utterance[] {
  return [...state.steps.values()]
    .filter((step) => step.frame === frame && step.conversation === conversation)
    .flatMap((owner) => owner.children.map((child) => ({ owner, child })))
    .sort((a, b) => orderOf(a.child) - orderOf(b.child));
}

export function orderOf({ event }: ChildState): number {
  return event?.order ?? 0;
}

/** The frame of whoever speaks or is to speak next; null when nobody is. Who was cancelled before its turn has lost it. */
export function nextToSpeak(state: RunState, step: StepState): string | null {
  const next = utterances(state, step).find(({ owner, child }) => {
    const phase = state.frames.get(child.frame)?.phase;
    return owner.phase === "spawned" && (phase === "pending" || phase === "active");
  });
  return next?.child.frame ?? null;
}

export function isAnyConversationShared(state: RunState): boolean {
  return [...state.steps.values()].some(({ phase, conversation }) => phase === "spawned" && conversation !== null);
}
