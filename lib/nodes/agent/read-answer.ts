/**
 * What an agent's answer means beyond its words: a handoff, a state, or something to be told about.
 *
 * Pure. One reading serves all answers of one turn, so that what is told is told once and counted.
 */
import type { StateVariable } from "../../document/schema";
import type { LimitName } from "../../shared/limits";
import type { ModelCall, StepError } from "../contract";
import type { BoundNode, ModelAnswer } from "../execution";
import type { Reaction } from "../reaction";
import { type Handoff, markerIn, namesOf, transferIn } from "./handoffs";
import { readStateAnswer, type StateAnswer } from "./state-convention";
import { readStructuredState } from "./structured-state";
import { readToolCalls, type ToolCalls, toolsOf } from "./tool-calls";

export type Expectation = {
  readonly targets: readonly BoundNode[];
  /** Nodes whose functions it may call. */
  readonly bound: readonly BoundNode[];
  /** Functions that it called in earlier turns. */
  readonly called: number;
  readonly variables: readonly StateVariable[];
  /** How the answer carries the state: not at all, by `STATE:` and `RESULT:`, or as JSON. */
  readonly stateOutput: "none" | "convention" | "structured";
  /** Limits in force. */
  readonly limit: (name: LimitName) => number;
};

export type Reading = {
  readonly react: (answer: ModelAnswer) => Reaction;
  /** Of the accepted answer. */
  readonly handoff: () => Handoff | undefined;
  readonly state: () => StateAnswer | undefined;
  /** Of the accepted answer: calls that bound nodes carry out before it goes on. */
  readonly tools: () => ToolCalls | undefined;
  /** Functions called so far, in earlier turns too. */
  readonly called: () => number;
  /** What people should know about the answer. */
  readonly notes: () => readonly string[];
};

export function startReading({ targets, bound, called, variables, stateOutput, limit }: Expectation): Reading {
  const notes: string[] = [];
  let handoff: Handoff | undefined;
  let state: StateAnswer | undefined;
  let tools: ToolCalls | undefined;
  let toolCalls = called;
  let stateRepairs = 0;
  let wasToldOfTargets = false;

  const react = (answer: ModelAnswer): Reaction => {
    handoff = transferIn(answer.calls, targets);
    if (handoff !== undefined) return { is: "accepted" };
    if (answer.calls.length > 0) return readCalls(answer.calls);
    const marker = targets.length === 0 ? undefined : markerIn(answer.text, targets);
    if (marker?.is === "known") {
      handoff = marker.handoff;
      return { is: "accepted" };
    }
    if (marker?.is === "unknown" && !wasToldOfTargets) {
      wasToldOfTargets = true;
      return { is: "gone_on_with", message: nobodyCalled(marker.name, targets) };
    }
    if (marker?.is === "unknown") notes.push(`it named ${marker.name}, to whom it can't hand over, so its answer stands`);
    return stateOutput === "none" ? { is: "accepted" } : readState(answer);
  };

  const readCalls = (calls: readonly ModelCall[]): Reaction => {
    toolCalls += calls.length;
    if (calls.length > limit("toolCallsAtOnce"))
      return { is: "refused", error: tooManyCalls(calls.length, limit("toolCallsAtOnce"), "at once") };
    if (toolCalls > limit("toolCalls")) return { is: "refused", error: tooManyCalls(toolCalls, limit("toolCalls"), "in one step") };
    const read = readToolCalls(calls, bound, (name) => (isTransfer(name) ? unreadableCall : unknownCall(name, targets, bound)));
    if (read.runs.length === 0) return { is: "gone_on_with", functionResults: read.refused, message: "" };
    tools = read;
    return { is: "accepted" };
  };

  // One that could be read was taken before.
  const isTransfer = (name: string): boolean => targets.some(({ nodeId }) => name === `transfer_to_${nodeId}`);

  const readState = ({ text, json }: ModelAnswer): Reaction => {
    const isJson = stateOutput === "structured";
    const read = isJson ? readStructuredState(json, variables) : readStateAnswer(text, variables);
    if (read.ok) {
      state = read.value;
      const { undeclared } = state;
      if (undeclared.length > 0)
        notes.push(
          `the workflow declares no ${undeclared.join(", ")}, so ${undeclared.length === 1 ? "it was" : "they were"} left out of the state`,
        );
      return { is: "accepted" };
    }
    // JSON was held to the schema already.
    if (isJson || stateRepairs >= limit("repairCalls")) return { is: "refused", error: stateInvalid(read.error, text) };
    stateRepairs += 1;
    return {
      is: "gone_on_with",
      message: `${read.error} Answer again, whole, with one line STATE: and its JSON object, then RESULT: and your answer.`,
    };
  };

  return { react, handoff: () => handoff, state: () => state, tools: () => tools, called: () => toolCalls, notes: () => notes };
}

const unreadableCall = "The arguments could not be read as JSON. Nothing was done. Call it again with whole arguments.";

function unknownCall(name: string, targets: readonly BoundNode[], bound: readonly BoundNode[]): string {
  const transfers = targets.map(({ nodeId }) => `transfer_to_${nodeId}`);
  const offered = [...transfers, ...toolsOf(bound).map((tool) => tool.name)].join(", ");
  const choice = offered === "" ? "No function can be called here; answer in words." : `These can be called: ${offered}.`;
  return `There is no function “${name.slice(0, 80)}”, so nothing was done. ${choice}`;
}

function nobodyCalled(name: string, targets: readonly BoundNode[]): string {
  return `Nobody called “${name}” is here, so nothing was handed over. You can hand over to: ${namesOf(targets)}. Name one of them, or answer yourself.`;
}

function tooManyCalls(count: number, most: number, when: string): StepError {
  const message = `The model called ${count} functions ${when}; at most ${most} are allowed. Say in the instructions when it should stop.`;
  return { code: "limit_tool_calls", class: "limit", message };
}

function stateInvalid(problem: string, raw: string): StepError {
  const message = `The answer's state can't be used, so none of it was: ${problem} Say in the instructions how STATE: and RESULT: should look.`;
  return { code: "state_invalid", class: "permanent", message, raw };
}
