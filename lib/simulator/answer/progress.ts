/**
 * How far a text has come that is improved again and again: what a critic sees of it.
 *
 * A draft says which version it is, or the critic is told the round; each makes the verdict better.
 */
import type { Work } from "./work";

const counted = /\b(?:revision|version|draft|iteration|round|attempt|pass)\W{0,3}(?:no\.?\s*|number\s*|#\s*)?(\d{1,3})\b/gi;

/** 1 for what is seen for the first time. */
export function roundOf({ prompt, message }: Pick<Work, "prompt" | "message">): number {
  const texts = [message, prompt.instructions, ...prompt.turns.slice(-4).map((turn) => turn.text)];
  const named = texts.flatMap((text) => [...text.matchAll(counted)].map(([, count]) => Number(count)));
  return Math.max(1, ...named.filter((count) => count < 100));
}

/** From 0.62 in the first round to 0.96 at most. */
export function qualityIn(work: Pick<Work, "prompt" | "message">): number {
  return Math.min(0.96, 0.5 + roundOf(work) * 0.12);
}

/** What a critic lets pass. */
export const passMark = 0.8;

/** Does the prompt ask for a judgement of something that can become better? */
export function judgesWork({ prompt, message }: Pick<Work, "prompt" | "message">): boolean {
  return /\bcritic|critiqu|\breview|\bjudge|\bassess|\bevaluat|\bgrade|\bscore|proof-?read|feedback/i.test(
    `${prompt.instructions}\n${message.slice(0, 300)}`,
  );
}
