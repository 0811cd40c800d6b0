/**
 * Calls of functions that bound nodes offer: which of a model's calls run as steps, and what they came to.
 *
 * Pure. A call is a child step of the agent's; what it brought goes back to the model in the agent's next turn.
 */
import { z } from "zod";
import { type JsonValue, JsonValueSchema } from "../../shared/json";
import type { FunctionAnswer, FunctionTool, ModelCall, SpawnedChild } from "../contract";
import type { BoundFunction, BoundNode, ChildResult } from "../execution";
import { valueText } from "../received";

/** A call that a bound node carries out. */
export type ToolRun = {
  readonly callId: string;
  readonly name: string;
  readonly given: JsonValue;
  readonly node: BoundNode;
  readonly input: JsonValue;
  /** A person has to allow it first. */
  readonly asksFirst: boolean;
};

/** The calls of one answer: those to carry out, and answers to those that can't be. */
export type ToolCalls = { readonly runs: readonly ToolRun[]; readonly refused: readonly FunctionAnswer[] };

export function toolsOf(bound: readonly BoundNode[]): readonly FunctionTool[] {
  return bound.flatMap(({ functions }) => functions.map(({ tool }) => tool));
}

/** @param unknown what to tell the model of a call that nobody offers. */
export function readToolCalls(calls: readonly ModelCall[], bound: readonly BoundNode[], unknown: (name: string) => string): ToolCalls {
  const runs: ToolRun[] = [];
  const refused: FunctionAnswer[] = [];
  for (const { id, name, arguments: given } of calls) {
    const found = functionNamed(name, bound);
    const read = found?.offered.read(given);
    if (found === undefined || read === undefined) refused.push({ id, result: unknown(name) });
    else if (read.ok) runs.push({ callId: id, name, given, node: found.node, input: read.value, asksFirst: found.offered.asksFirst });
    else refused.push({ id, result: read.error });
  }
  return { runs, refused };
}

export function functionNamed(
  name: string,
  bound: readonly BoundNode[],
): { readonly node: BoundNode; readonly offered: BoundFunction } | undefined {
  for (const node of bound) {
    const offered = node.functions.find(({ tool }) => tool.name === name);
    if (offered !== undefined) return { node, offered };
  }
  return undefined;
}

export function childOf({ node, input }: ToolRun): SpawnedChild {
  return { title: node.title || node.nodeId, runs: { node: node.nodeId, as: "call" }, values: {}, input, carry: "nothing" };
}

/** A call as an agent keeps it while a person is asked. */
export const PendingCall = z.object({
  id: z.string(),
  name: z.string(),
  arguments: JsonValueSchema,
  /** It needs nobody, or somebody allowed it. */
  isAllowed: z.boolean(),
  /** Its arguments are not those that the model gave. */
  isChanged: z.boolean(),
});
export type PendingCall = z.output<typeof PendingCall>;

/** What an agent keeps while its tools are at work. */
export const ToolMemory = z.object({
  /** What was asked at first, for whoever it hands over to. */
  request: z.string(),
  /** The model's call by child of the step. */
  calls: z.array(
    z.object({
      callId: z.string(),
      child: z.number().int(),
      /** The arguments it was run with, where a person changed them. */
      changed: JsonValueSchema.optional(),
    }),
  ),
  /** Calls of the last answer, while a person has to allow some of them. */
  pending: z.array(PendingCall).default([]),
  /** Until when a person can decide about the one they are asked about, in Unix milliseconds; null: as long as it takes. */
  decideBy: z.number().nullable().default(null),
  /** Answers to calls that nobody carried out. */
  refused: z.array(z.object({ id: z.string(), result: z.string() })),
  /** How often the model was asked, and how many functions it called, in all turns so far. */
  asked: z.number().int(),
  called: z.number().int(),
});
export type ToolMemory = z.output<typeof ToolMemory>;

/** One answer for each call of the turn before, whatever became of it. */
export function answersOf({ calls, refused }: ToolMemory, children: readonly ChildResult[]): readonly FunctionAnswer[] {
  const carriedOut = calls.map(({ callId, child, changed }) => {
    const result = resultText(children.find(({ index }) => index === child));
    return { id: callId, result: changed === undefined ? result : `${changedBefore(changed)}\n${result}` };
  });
  return [...carriedOut, ...refused];
}

function changedBefore(given: JsonValue): string {
  return `A person changed the arguments before it ran, to ${JSON.stringify(given)}. What came of it:`;
}

function resultText(child: ChildResult | undefined): string {
  if (child?.status === "succeeded") return valueText(child.output) || "It was done; there is nothing to tell.";
  if (child?.status === "failed") return `It failed: ${child.error?.message ?? "no reason was given."}`;
  return "It was cancelled before it was done.";
}
