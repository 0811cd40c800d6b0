/**
 * Finds the expressions in a template.
 *
 * Pure. Goes on behind one it can't read, so that an editor can colour a text that is being typed.
 */
import { type ExpressionError, ExpressionFault } from "./expression-error";
import { type Token, tokenize } from "./tokenizer";

/** An expression's span includes its braces. With an `error`, `tokens` is empty and the span reaches the next `}}`, or the end. */
export type TemplateSpan =
  | { readonly is: "text"; readonly text: string }
  | {
      readonly is: "expression";
      readonly tokens: readonly Token[];
      readonly start: number;
      readonly end: number;
      readonly error?: ExpressionError;
    };

/** A text with more broken expressions than this is no template: what follows them is taken for plain text. */
const mostBroken = 20;
const opening = /(\\*)\{\{/g;

export function templateSpans(source: string): readonly TemplateSpan[] {
  const spans: TemplateSpan[] = [];
  let text = "";
  let at = 0;
  let broken = 0;
  opening.lastIndex = 0;
  for (let match = opening.exec(source); match !== null && broken < mostBroken; match = opening.exec(source)) {
    const backslashes = match[1]?.length ?? 0;
    // Each pair of backslashes is one; a single one left over takes the braces' meaning away.
    text += source.slice(at, match.index) + "\\".repeat(backslashes / 2);
    at = match.index + match[0].length;
    if (backslashes % 2 === 1) {
      text += "{{";
      continue;
    }
    const span = readSpan(source, at - 2);
    if (span.error !== undefined) broken += 1;
    if (text !== "") spans.push({ is: "text", text });
    text = "";
    spans.push(span);
    at = span.end;
    opening.lastIndex = at;
  }
  text += source.slice(at);
  return text === "" ? spans : [...spans, { is: "text", text }];
}

function readSpan(source: string, start: number): Extract<TemplateSpan, { is: "expression" }> {
  try {
    const { tokens, end } = tokenize(source, start + 2, "template");
    return { is: "expression", tokens, start, end: end + 2 };
  } catch (error) {
    if (!(error instanceof ExpressionFault)) throw error;
    const close = source.indexOf("}}", start + 2);
    return { is: "expression", tokens: [], start, end: close === -1 ? source.length : close + 2, error: error.error };
  }
}
