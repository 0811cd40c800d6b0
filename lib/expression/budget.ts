/**
 * Bounds how much one evaluation may do.
 *
 * Pure: counts steps instead of reading a clock, so that the same input always ends the same way. A
 * step is about a tenth of a microsecond; the budget stands for `limits.expressionMs`.
 */
import { utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import { ExpressionFault, type Span } from "./expression-error";

const stepsPerMs = 10_000;
/** Characters a text operation handles in one step. */
const charactersPerStep = 32;

export class Budget {
  #steps = limits.expressionMs.value * stepsPerMs;

  /** Takes the steps before the work is done. */
  spend(steps: number, span: Span): void {
    this.#steps -= steps;
    if (this.#steps < 0)
      throw new ExpressionFault("too_slow", "This takes too long to work out; use less data or split it over several nodes.", span);
  }

  spendOnText(characters: number, span: Span): void {
    this.spend(1 + characters / charactersPerStep, span);
  }

  /** A text about to be built of so many characters. */
  allowText(characters: number, span: Span): void {
    this.checkLength(characters, span);
    this.spendOnText(characters, span);
  }

  checkLength(characters: number, span: Span): void {
    if (characters > limits.expressionOutputBytes.value) throw tooLarge(span);
  }
}

/** A finished text may not pass the limit in bytes. */
export function checkOutput(text: string, span: Span): string {
  const limit = limits.expressionOutputBytes.value;
  if (text.length * 3 > limit && utf8Bytes(text) > limit) throw tooLarge(span);
  return text;
}

function tooLarge(span: Span): ExpressionFault {
  const limit = limits.expressionOutputBytes.value / 1_000_000;
  return new ExpressionFault("output_too_large", `The result is larger than ${limit} MB; take a part of it, e.g. with slice().`, span);
}
