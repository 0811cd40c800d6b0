/** Very long text is cut at a line's end, so that a page stays quick; the rest comes on request. */

export const shownAtFirst = 12_000;

export type CutText = { readonly text: string; readonly hidden: number };

/** `hidden` counts the characters left out; 0 when nothing is. */
export function cutText(text: string, limit = shownAtFirst): CutText {
  // A little more is not worth a button.
  if (text.length <= limit * 1.2) return { text, hidden: 0 };
  const lineEnd = text.lastIndexOf("\n", limit);
  const end = lineEnd > limit / 2 ? lineEnd : wholeCharacterEnd(text, limit);
  return { text: text.slice(0, end), hidden: text.length - end };
}

/** Half of a pair would show as a broken character. */
function wholeCharacterEnd(text: string, end: number): number {
  const code = text.charCodeAt(end - 1);
  return code >= 0xd800 && code < 0xdc00 ? end - 1 : end;
}
