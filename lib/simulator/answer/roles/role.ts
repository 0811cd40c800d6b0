/**
 * A role is a kind of text a model is asked for, told by the words of its instructions.
 */
import type { Calculation } from "../calculate";
import type { PictureSpec, Reference } from "../prompt";
import { type Piece, type Work, words } from "../work";

export type Draft = {
  readonly pieces: readonly Piece[];
  /** Shown as the code interpreter's work where that tool is offered. */
  readonly calculation?: Calculation;
  /** Drawn where image generation is offered. */
  readonly picture?: PictureSpec;
};

export type Role = {
  readonly name: string;
  /** The role whose cue comes first in the instructions is played. */
  readonly cues: RegExp;
  readonly write: (work: Work) => Draft;
};

/** Bullets, each followed by the citation of a source while there are any. */
export function citedBullets(points: readonly { readonly title: string; readonly text: string }[], sources: readonly Reference[]): Piece[] {
  return points.flatMap(({ title, text }, index) => {
    const source = sources[index % Math.max(sources.length, 1)];
    const bullet = words(`- **${title}.** ${text}`);
    return source === undefined || index >= sources.length
      ? [bullet, words("\n")]
      : [bullet, { kind: "reference", reference: source } as const, words("\n")];
  });
}

/** The sources once more as text, for readers that only pass text on. */
export function sourceList(links: readonly { readonly title: string; readonly url: string }[]): string {
  if (links.length === 0) return "";
  return `\n### Sources\n\n${links.map(({ title, url }) => `- [${title}](${url})`).join("\n")}\n`;
}
