/**
 * The text of a step while it streams, put together from pieces that say where they belong.
 *
 * Pure. A piece replaces everything from its offset on, so a piece that comes twice, and the text so
 * far that a late viewer is sent first, leave the same text. A later attempt begins anew.
 */
export type LiveText = { readonly attempt: number; readonly text: string };

export type LivePiece = { readonly path: string; readonly attempt: number; readonly offset: number; readonly text: string };

/** Null when something before the piece is missing: only a new beginning of the stream can mend that. */
export function withLivePiece(current: LiveText | undefined, piece: LivePiece): LiveText | null {
  if (current !== undefined && piece.attempt < current.attempt) return current;
  const known = current !== undefined && current.attempt === piece.attempt ? current.text : "";
  if (piece.offset > known.length) return null;
  return { attempt: piece.attempt, text: known.slice(0, piece.offset) + piece.text };
}

/** About what fits on a card. */
const lineLength = 46;

/** The end of the last line that says something, from a word on, without the signs of Markdown; empty when none does. */
export function lastLineOf(text: string): string {
  const line = text
    .slice(-2_000)
    .split("\n")
    .map(withoutMarks)
    .findLast((candidate) => candidate !== "");
  if (line === undefined) return "";
  if (line.length <= lineLength) return line;
  const tail = line.slice(-lineLength);
  const firstSpace = tail.indexOf(" ");
  return firstSpace < 0 ? tail : tail.slice(firstSpace + 1);
}

function withoutMarks(line: string): string {
  return line
    .replace(/^\s*(#{1,6}|[-*+>]|\d+\.)\s+/, "")
    .replace(/[*_`]+/g, "")
    .trim();
}
