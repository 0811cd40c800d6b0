/**
 * What a simulated model is asked: everything an answer may depend on, and nothing else.
 */
import type { JsonObject } from "../../shared/json";
import type { OfferedTool, ResponseFormat } from "../wire/entries";

export type Turn = { readonly role: "user" | "assistant" | "tool"; readonly text: string };

export type LibraryPassage = { readonly documentName: string; readonly url: string; readonly text: string };

export type HandoffTarget = { readonly id: string; readonly name: string; readonly description: string };

export type Prompt = {
  readonly instructions: string;
  /** Oldest first; the last user turn is what is to be answered. */
  readonly turns: readonly Turn[];
  readonly tools: readonly OfferedTool[];
  readonly toolChoice: "auto" | "none" | "any";
  readonly format: ResponseFormat | undefined;
  readonly maxTokens: number | undefined;
  readonly stop: readonly string[];
  readonly randomSeed: number | undefined;
  /** Documents of the offered libraries. */
  readonly passages: readonly LibraryPassage[];
  /** Function calls already answered in this turn, by name. */
  readonly answeredCalls: readonly string[];
  readonly handoffs: readonly HandoffTarget[];
};

export type Reference = { readonly tool: string; readonly title: string; readonly url: string; readonly description: string };

/** What a picture shows; drawn when somebody downloads it. */
export type PictureSpec = { readonly subject: string; readonly bars: readonly number[] };

export type AnswerPart =
  | { readonly kind: "tool"; readonly name: string; readonly arguments: JsonObject; readonly info: JsonObject; readonly tokens: number }
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "reference"; readonly reference: Reference }
  | { readonly kind: "picture"; readonly picture: PictureSpec }
  | { readonly kind: "function_call"; readonly name: string; readonly arguments: JsonObject; readonly isPending: boolean }
  | { readonly kind: "handoff"; readonly to: HandoffTarget };

export type Answer = { readonly parts: readonly AnswerPart[]; readonly finish: "stop" | "length" | "tool_calls" };

/** Four characters a token is close enough for plausible usage. */
export function tokensOf(text: string): number {
  return Math.ceil(text.length / 4);
}
