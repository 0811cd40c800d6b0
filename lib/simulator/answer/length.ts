/**
 * How long an answer may be: what the request limits and what its words ask for.
 */
import type { Answer, AnswerPart, Prompt } from "./prompt";
import { sentencesIn } from "./reading";
import { wordsOf } from "./words";

const charactersPerToken = 4;

export function withinLimits(parts: readonly AnswerPart[], prompt: Prompt): Answer {
  const asked = shortenedAsAsked(parts, prompt);
  const stopped = cutAtStop(asked, prompt.stop);
  if (prompt.maxTokens === undefined || prompt.maxTokens === 0) return { parts: stopped, finish: "stop" };
  const cut = cutAt(stopped, prompt.maxTokens * charactersPerToken);
  return { parts: cut.parts, finish: cut.wasCut ? "length" : "stop" };
}

/** "in one sentence", "at most 50 words": the text becomes that short, citations and pictures stay. */
function shortenedAsAsked(parts: readonly AnswerPart[], prompt: Prompt): readonly AnswerPart[] {
  const request = `${prompt.instructions}\n${prompt.turns.findLast((turn) => turn.role === "user")?.text.slice(0, 400) ?? ""}`;
  const sentences = askedSentences(request);
  const most = /\b(?:in|under|at most|max(?:imum)?(?: of)?|no more than|up to|fewer than|less than|within) (\d{1,4}) words\b/i.exec(
    request,
  )?.[1];
  if (sentences === undefined && most === undefined) return parts;
  const text = textOf(parts);
  if (/^\s*[[{]/.test(text)) return parts;
  const count = sentences;
  const running = sentencesIn(text.replace(/^\s*[-*]\s+/gm, "").replace(/^#{1,4} .*$/gm, ""));
  const short = count === undefined ? withinWords(text, Number(most)) : running.slice(0, count).join(" ") || text;
  return [
    ...parts.filter((part) => part.kind === "tool"),
    { kind: "text", text: short },
    ...parts.filter((part) => part.kind === "reference" || part.kind === "picture"),
  ];
}

const numberWords = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** How many sentences the whole answer may have; a limit of one of its parts does not count. */
function askedSentences(request: string): number | undefined {
  for (const sentence of request.split(/(?<=[.!?])\s|\n/)) {
    const count = /\b(?:in|with|using|exactly|only|just|write|at most) (?:exactly |at most |only |just )?(\w+) (?:[a-z]+ )?sentences?\b/i
      .exec(sentence)?.[1]
      ?.toLowerCase();
    if (count === undefined || /summary|begin|start|introduc|each|every|describe|per /i.test(sentence.split(/sentences?/i)[0] ?? ""))
      continue;
    const number = numberWords.includes(count) ? numberWords.indexOf(count) : Number(count);
    if (number >= 1 && number <= 10) return number;
  }
  return undefined;
}

function withinWords(text: string, most: number): string {
  if (wordsOf(text).length <= most) return text;
  const kept: string[] = [];
  let count = 0;
  for (const line of text.split("\n")) {
    const words = wordsOf(line).length;
    if (count + words > most) break;
    kept.push(line);
    count += words;
  }
  const whole = kept
    .join("\n")
    .replace(/\n+#{1,4} [^\n]*\s*$/, "")
    .trim();
  return wordsOf(whole).length > most / 3
    ? whole
    : text
        .split(/\s+/)
        .filter((word) => !/^[#|*-]+$/.test(word))
        .slice(0, most)
        .join(" ");
}

function textOf(parts: readonly AnswerPart[]): string {
  return parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function cutAtStop(parts: readonly AnswerPart[], stops: readonly string[]): readonly AnswerPart[] {
  const text = textOf(parts);
  const at = stops
    .filter((stop) => stop !== "")
    .map((stop) => text.indexOf(stop))
    .filter((index) => index >= 0);
  return at.length === 0 ? parts : cutAt(parts, Math.min(...at)).parts;
}

function cutAt(parts: readonly AnswerPart[], characters: number): { parts: AnswerPart[]; wasCut: boolean } {
  const kept: AnswerPart[] = [];
  let left = characters;
  for (const part of parts) {
    if (part.kind !== "text") {
      kept.push(part);
      continue;
    }
    if (left <= 0) return { parts: kept, wasCut: true };
    kept.push({ kind: "text", text: part.text.slice(0, left) });
    if (part.text.length > left) return { parts: kept, wasCut: true };
    left -= part.text.length;
  }
  return { parts: kept, wasCut: false };
}
