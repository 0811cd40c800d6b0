/**
 * The words of JavaScript that are drawn in a colour of their own.
 *
 * Pure, and no parser: what begins first counts, so that a keyword in a comment is a comment. A regular
 * expression is read as what stands in it, and what a template string holds as a part of the string.
 */
const kinds = ["comment", "string", "keyword", "number"] as const;

export type CodeWord = { readonly start: number; readonly end: number; readonly is: (typeof kinds)[number] };

const keywords =
  "async|await|break|case|catch|const|continue|default|delete|do|else|false|finally|for|function|if|in|instanceof|let|new|null|of|return|switch|throw|true|try|typeof|undefined|var|void|while";

const pattern = new RegExp(
  [
    /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/.source,
    /(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`(?:[^`\\]|\\[\s\S])*`?)/.source,
    // A property may be called like a keyword.
    `(?<![.\\w$])(?<keyword>${keywords})(?![\\w$])`,
    /(?<![\w$])(?<number>\d[\w.]*)/.source,
  ].join("|"),
  "g",
);

/** In the order of the text, none within another. */
export function codeWords(text: string): readonly CodeWord[] {
  return [...text.matchAll(pattern)].flatMap(({ 0: word, index, groups }) => {
    const is = kinds.find((kind) => groups?.[kind] !== undefined);
    return is === undefined ? [] : [{ start: index, end: index + word.length, is }];
  });
}
