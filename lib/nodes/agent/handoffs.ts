/**
 * Handing over: how it is offered to a model, and how its wish to do it is read.
 *
 * Pure. Two ways mean the same: a call of `transfer_to_<node>`, and a line `HANDOFF: NAME reason`.
 */
import { isJsonObject, ownValue } from "../../shared/json";
import type { FunctionTool, ModelCall } from "../contract";
import type { BoundNode } from "../execution";

export type Handoff = { readonly target: BoundNode; readonly reason: string };

/** A line that names somebody who is not there, as it was written. */
export type Marker = { readonly is: "known"; readonly handoff: Handoff } | { readonly is: "unknown"; readonly name: string };

export function transferTools(targets: readonly BoundNode[]): readonly FunctionTool[] {
  return targets.map((target) => ({
    type: "function",
    name: transferName(target),
    description: `Hand the conversation over to ${describeTarget(target)} They answer from then on.`,
    parameters: {
      type: "object",
      properties: { reason: { type: "string", description: "Why they are the right one, and what they should know." } },
      required: ["reason"],
      additionalProperties: false,
    },
  }));
}

/** What a model that is offered no functions is told about whom it may hand over to. */
export function handoffConvention(targets: readonly BoundNode[]): string {
  return [
    "If one of these should answer instead of you, say so in one line, and nothing else: HANDOFF: NAME reason",
    targets.map((target) => `- ${nameOf(target)}${purposeOf(target)}`).join("\n"),
    "Otherwise answer yourself.",
  ].join("\n");
}

/** The first call that hands over and can be read; undefined when no call does. */
export function transferIn(calls: readonly ModelCall[], targets: readonly BoundNode[]): Handoff | undefined {
  for (const call of calls) {
    const target = targets.find((candidate) => transferName(candidate) === call.name);
    if (target === undefined || !isJsonObject(call.arguments)) continue;
    const reason = ownValue(call.arguments, "reason");
    return { target, reason: typeof reason === "string" ? reason.trim() : "" };
  }
  return undefined;
}

const markerLine = /^[ \t>*_#`"-]*HANDOFF[*_` ]*:[ \t]*(.*)$/im;

/** The first `HANDOFF:` line of an answer; undefined when there is none, or it says that nobody should. */
export function markerIn(text: string, targets: readonly BoundNode[]): Marker | undefined {
  const found = markerLine.exec(text);
  if (found === null) return undefined;
  const said = wordsOf(found[1] ?? "");
  if (said.length === 0 || /^(?:none|nobody|no|not)$/.test(said[0]?.plain ?? "")) return undefined;
  const match = exactMatch(said, targets) ?? looseMatch(said, targets);
  if (match === undefined)
    return {
      is: "unknown",
      name: (found[1] ?? "")
        .replace(/[*_`"[\]]/g, "")
        .trim()
        .slice(0, 80),
    };
  const onLine = said
    .slice(match.words)
    .map(({ written }) => written)
    .join(" ");
  const reason = onLine.replace(/^[\s:,.–—-]+/, "") || withoutMarker(text);
  return { is: "known", handoff: { target: match.target, reason } };
}

/** An answer without its `HANDOFF:` line. */
export function withoutMarker(text: string): string {
  return text.replace(markerLine, "").trim();
}

export function namesOf(targets: readonly BoundNode[]): string {
  return targets.map(nameOf).join(", ");
}

/** What the next one is asked with: who hands over, why, and what the person wanted. */
export function handoffMessage(from: string, reason: string, request: string): string {
  const why = reason === "" ? "" : ` The reason: ${reason}`;
  return `${from} hands this over to you.${why}\n\nThe request:\n\n${request}`;
}

function transferName({ nodeId }: BoundNode): string {
  return `transfer_to_${nodeId}`;
}

function describeTarget(target: BoundNode): string {
  return target.purpose === "" ? `${nameOf(target)}.` : `${nameOf(target)}: ${target.purpose.replace(/[.\s]*$/, ".")}`;
}

function nameOf({ title, nodeId }: BoundNode): string {
  return title || nodeId;
}

function purposeOf({ purpose }: BoundNode): string {
  return purpose === "" ? "" : `: ${purpose}`;
}

type SaidWord = { readonly plain: string; readonly written: string };
type Match = { readonly target: BoundNode; readonly words: number };

function wordsOf(text: string): SaidWord[] {
  return text
    .split(/[\s_]+/)
    .map((written) => ({ written: written.replace(/[*`"[\]]/g, ""), plain: written.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "") }))
    .filter(({ plain, written }) => plain !== "" || /^[–—-]+$/.test(written));
}

function plainWords(name: string): string[] {
  return wordsOf(name).map(({ plain }) => plain);
}

/** A target's whole title or id, the longest that fits. */
function exactMatch(said: readonly SaidWord[], targets: readonly BoundNode[]): Match | undefined {
  const matches = targets.flatMap((target) =>
    [target.title, target.nodeId].map(plainWords).flatMap((name): Match[] => {
      const fits = name.length > 0 && name.every((word, index) => said[index]?.plain === word);
      return fits ? [{ target, words: name.length }] : [];
    }),
  );
  return matches.sort((a, b) => b.words - a.words)[0];
}

/** A word that only one target has in its name: BILLING for "Billing support". */
function looseMatch([first]: readonly SaidWord[], targets: readonly BoundNode[]): Match | undefined {
  if (first === undefined || first.plain.length < 3) return undefined;
  const fitting = targets.filter(({ title, nodeId }) => [...plainWords(title), ...plainWords(nodeId)].includes(first.plain));
  const [only, ...others] = fitting;
  return only === undefined || others.length > 0 ? undefined : { target: only, words: 1 };
}
