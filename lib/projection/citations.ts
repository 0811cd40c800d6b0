/**
 * An answer as text with numbered marks where it cites, and the sources those numbers stand for. Pure.
 */
import type { Chunk, Entry, ReferenceChunk, TextChunk } from "../shared/conversation";

export type Source = {
  /** From 1, in the order of first mention. */
  readonly number: number;
  readonly title: string;
  readonly url: string | null;
  readonly description: string | null;
  readonly tool: string;
};

/** `markdown` holds `[2](#source-2)` where the answer cites source 2. */
export type CitedText = { readonly markdown: string; readonly sources: readonly Source[] };

/** Where a citation's mark points; the list of sources gives its items these ids. */
export function sourceAnchor(number: number): string {
  return `source-${number}`;
}

/** What the assistant's messages among `entries` say, one after another. The same page cited twice has one number. */
export function citedAnswer(entries: readonly Entry[]): CitedText {
  const messages = entries.filter((entry) => entry.type === "message.output");
  return citedText(messages.map(({ content }) => content));
}

export function citedText(contents: readonly (string | readonly Chunk[])[]): CitedText {
  const sources: Source[] = [];
  const markdown = contents.map((content) => (typeof content === "string" ? content : markedText(content, sources))).join("");
  return { markdown, sources };
}

/** Sources of several texts as one list, each once, numbered anew. */
export function mergedSources(texts: readonly CitedText[]): readonly Source[] {
  const merged: Source[] = [];
  for (const { sources } of texts) for (const source of sources) numberOf(source, merged);
  return merged;
}

/** Writes the marks into the text and adds to `sources` what is cited for the first time. */
function markedText(chunks: readonly Chunk[], sources: Source[]): string {
  let text = "";
  let previous = "";
  for (const chunk of chunks) {
    const piece = isText(chunk) ? chunk.text : isReference(chunk) ? markOf(numberOf(sourceOf(chunk), sources)) : "";
    // A passage that cites one page twice in a row shows its number once.
    if (piece !== previous || isText(chunk)) text += piece;
    previous = piece === "" ? previous : piece;
  }
  return text;
}

function markOf(number: number): string {
  return `[${number}](#${sourceAnchor(number)})`;
}

function numberOf(source: Omit<Source, "number">, sources: Source[]): number {
  const known = sources.find(({ url, title }) => (source.url === null ? url === null && title === source.title : url === source.url));
  if (known !== undefined) return known.number;
  const number = sources.length + 1;
  sources.push({ ...source, number });
  return number;
}

function sourceOf({ title, url, description, tool }: ReferenceChunk): Omit<Source, "number"> {
  return { title, url: url ?? null, description: description ?? null, tool };
}

// `type` tells the chunks apart; the catch-all variant keeps the compiler from narrowing on it.
function isText(chunk: Chunk): chunk is TextChunk {
  return chunk.type === "text";
}

function isReference(chunk: Chunk): chunk is ReferenceChunk {
  return chunk.type === "tool_reference";
}
