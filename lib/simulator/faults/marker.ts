/**
 * Faults asked for in a prompt: `[simulate: 429 x2]`, `[simulate: 500]`, `[simulate: cut]`, `[simulate: slow 5s]`.
 *
 * In the instructions or the message of the turn. `x2` makes it hit the first two tries, then the answer comes;
 * without it every try is hit. `5s` is the wait, or the Retry-After of a 429.
 */
import type { FaultKind } from "./fault";

const kindsByWord: Readonly<Record<string, FaultKind>> = {
  "429": "429",
  "500": "500",
  "503": "503",
  "3000": "3000",
  slow: "slow_first_byte",
  stall: "stall",
  cut: "cut_stream",
  malformed: "malformed_event",
  "bad json": "bad_json",
  error: "error_event",
  empty: "empty",
  html: "html",
  reset: "reset",
  guardrail: "guardrail_403",
};

const marker =
  /\[simulate:\s*(429|500|503|3000|slow|stall|cut|malformed|bad json|empty|html|reset|guardrail|error)((?:\s+(?:x\d{1,3}|\d{1,4}(?:\.\d+)?s))*)\s*\]/i;

export type MarkedFault = {
  readonly text: string;
  readonly kind: FaultKind;
  readonly times: number | undefined;
  readonly seconds: number | undefined;
};

/** The first marker in a text. */
export function markerIn(text: string): MarkedFault | undefined {
  const match = marker.exec(text);
  const kind = kindsByWord[match?.[1]?.toLowerCase() ?? ""];
  if (match === null || kind === undefined) return undefined;
  const times = /x(\d+)/i.exec(match[2] ?? "")?.[1];
  const seconds = /([\d.]+)s/i.exec(match[2] ?? "")?.[1];
  return {
    text: match[0],
    kind,
    times: times === undefined ? undefined : Number(times),
    seconds: seconds === undefined ? undefined : Number(seconds),
  };
}

/** Answers never repeat a marker, or the next agent would stumble over it. */
export function withoutMarkers(text: string): string {
  return text.replaceAll(/\s*\[simulate:[^\]\n]*\]/gi, "");
}
