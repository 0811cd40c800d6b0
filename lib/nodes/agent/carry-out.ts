/**
 * What an agent's step does with calls of functions: has a person allow those that need it, then runs them all.
 *
 * Pure. What was asked and paid for is in the memory, so no turn of the model is repeated for a decision.
 */
import type { JsonObject } from "../../shared/json";
import { ok, type Result } from "../../shared/result";
import { askAsJson } from "../ask";
import type { ModelReport, StepOutcome } from "../contract";
import type { BoundNode, StepContext } from "../execution";
import { askOfCall, callToAsk, type DecidedCalls, decideBy, decideCall, refuseUndecided } from "./asked-calls";
import { childOf, readToolCalls, type ToolMemory } from "./tool-calls";

/** Whose calls they are, and what they may call. */
export type Caller = {
  readonly bound: readonly BoundNode[];
  readonly title: string;
  readonly limit: StepContext["limit"];
  /** How many children the step has had. */
  readonly children: number;
  /** Unix milliseconds. */
  readonly now: number;
  /** Of the answer that made the calls, in the turn in which it came. */
  readonly report?: ModelReport;
};

/** Asks a person about the next call that needs it, or runs what is left. There are calls in `memory.pending`. */
export function carryOut(memory: ToolMemory, caller: Caller): StepOutcome {
  const call = callToAsk(memory.pending);
  if (call === null) return run({ ...memory, decideBy: null }, caller);
  return askPerson({ ...memory, decideBy: decideBy(call, caller.bound, caller.now) }, caller);
}

/** Asks about the next call; `problem` says why the last decision could not be taken. The deadline is as it was. */
export function askPerson(memory: ToolMemory, { bound, title, report }: Caller, problem?: string): StepOutcome {
  const call = callToAsk(memory.pending);
  if (call === null) throw new Error("There is no call to ask about.");
  const ask = askAsJson(askOfCall(call, bound, title, problem));
  return { kind: "waiting", until: { for: "decision", ask, at: memory.decideBy }, memory, ...(report !== undefined && { model: report }) };
}

/** The calls after a decision about the one that was asked about. Fails with why it can't be taken like this. */
export function afterDecision(memory: ToolMemory, decision: JsonObject, { bound, title }: Caller): Result<ToolMemory, string> {
  const decided = decideCall(memory.pending, decision, bound, title);
  if (!decided.ok) return decided;
  return ok(withDecided(memory, decided.value));
}

/** The calls after nobody decided in time about the one that was asked about. */
export function afterDeadline(memory: ToolMemory): ToolMemory {
  return withDecided(memory, refuseUndecided(memory.pending));
}

function withDecided(memory: ToolMemory, { pending, refused }: DecidedCalls): ToolMemory {
  return { ...memory, calls: [], pending: [...pending], refused: [...memory.refused, ...refused], decideBy: null };
}

function run(memory: ToolMemory, { bound, limit, children, report }: Caller): StepOutcome {
  const { runs, refused } = readToolCalls(memory.pending, bound, (name) => `There is no function “${name}” any more. Nothing was done.`);
  const changed = new Map(memory.pending.flatMap((call) => (call.isChanged ? [[call.id, call.arguments]] : [])));
  const calls = runs.map(({ callId }, place) => {
    const given = changed.get(callId);
    return { callId, child: children + place, ...(given !== undefined && { changed: given }) };
  });
  return {
    kind: "spawned",
    children: runs.map(childOf),
    policy: { atOnce: limit("toolCallsAtOnce"), onFailure: "settle" },
    memory: { ...memory, calls, pending: [], refused: [...memory.refused, ...refused] },
    because: `it called ${[...new Set(runs.map(({ node }) => node.title || node.nodeId))].join(", ")}`,
    ...(report !== undefined && { model: report }),
  };
}
