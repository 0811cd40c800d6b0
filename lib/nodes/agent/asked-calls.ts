/**
 * Calls of a model that a person has to allow before they are carried out.
 *
 * Pure. They are asked about one after the other; calls that need nobody wait for them, so that all of one turn
 * run together. The person may change the arguments; a call that is refused is answered with that.
 */
import { jsonEqual } from "../../document/json-equal";
import { isJsonObject, type JsonObject } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import type { Ask } from "../ask";
import type { FunctionAnswer } from "../contract";
import { readDecision } from "../decision";
import type { BoundNode } from "../execution";
import { functionNamed, type PendingCall, type ToolRun } from "./tool-calls";

export function pendingCall({ callId, name, given, asksFirst }: ToolRun): PendingCall {
  return { id: callId, name, arguments: given, isAllowed: !asksFirst, isChanged: false };
}

/** What is asked about next; null once everything is decided. */
export function callToAsk(pending: readonly PendingCall[]): PendingCall | null {
  return pending.find(({ isAllowed }) => !isAllowed) ?? null;
}

/** Until when it can be decided about if it is asked about at `now`; null: as long as it takes. */
export function decideBy(call: PendingCall, bound: readonly BoundNode[], now: number): number | null {
  const hours = functionNamed(call.name, bound)?.offered.decideHours ?? null;
  return hours === null ? null : now + hours * 3_600_000;
}

/** What a person is shown of a call. */
export function askOfCall(call: PendingCall, bound: readonly BoundNode[], agent: string, problem?: string): Ask {
  const found = functionNamed(call.name, bound);
  const { title = "", nodeId = call.name } = found?.node ?? {};
  const form = found?.offered.form;
  const hasDeadline = found !== undefined && found.offered.decideHours !== null;
  return {
    title: `May ${agent} call ${title || nodeId}?`,
    body: [found?.offered.tool.description ?? "", `The call: \`${call.name}\``, hasDeadline ? inTime : ""].filter(isSaid).join("\n\n"),
    fields: (form?.fields ?? []).map(({ options, ...field }) => ({ ...field, ...(options !== undefined && { options: [...options] }) })),
    values: form?.values(isJsonObject(call.arguments) ? call.arguments : {}) ?? {},
    ...(problem !== undefined && { problem }),
  };
}

const inTime = "Without a decision in time it is refused.";

function isSaid(text: string): boolean {
  return text !== "";
}

/** What became of the calls by a decision about the next one; `refused` is the answer to it, when that is what it was. */
export type DecidedCalls = { readonly pending: readonly PendingCall[]; readonly refused: readonly FunctionAnswer[] };

/** Fails with a sentence for whoever decided, when the call can't be carried out like this. */
export function decideCall(
  pending: readonly PendingCall[],
  decision: JsonObject,
  bound: readonly BoundNode[],
  agent: string,
): Result<DecidedCalls, string> {
  const call = callToAsk(pending);
  if (call === null) throw new Error("Nobody was asked about a call.");
  const read = readDecision(askOfCall(call, bound, agent), decision);
  if (!read.ok) return err(read.error.message);
  const { approve, comment, values } = read.value;
  const others = pending.filter((other) => other !== call);
  if (!approve) return ok({ pending: others, refused: [{ id: call.id, result: refusal(comment) }] });
  const offered = functionNamed(call.name, bound)?.offered;
  if (offered === undefined) return ok({ pending: others, refused: [{ id: call.id, result: "It is not there any more." }] });
  const given = offered.form.given(values);
  const input = offered.read(given);
  if (!input.ok) return err(input.error);
  const before = offered.read(call.arguments);
  const isChanged = !before.ok || !jsonEqual(input.value, before.value);
  const allowed: PendingCall = { ...call, arguments: isChanged ? given : call.arguments, isAllowed: true, isChanged };
  return ok({ pending: pending.map((other) => (other === call ? allowed : other)), refused: [] });
}

/** The next call once its time is over: nobody allowed it, so it is refused. */
export function refuseUndecided(pending: readonly PendingCall[]): DecidedCalls {
  const call = callToAsk(pending);
  if (call === null) throw new Error("Nobody was asked about a call.");
  return { pending: pending.filter((other) => other !== call), refused: [{ id: call.id, result: undecided }] };
}

const undecided = "Nobody allowed this call in time, so it is refused. Nothing was done.";

function refusal(comment: string): string {
  return comment === "" ? "A person refused this call. Nothing was done." : `A person refused this call: ${comment}`;
}
