/**
 * A prompt, understood: what is asked, about what, with which material, seen how.
 */
import { type Lens, lensFor } from "./lenses";
import type { AnswerPart, Prompt, Reference } from "./prompt";
import { createRandom, type Random } from "./random";
import { topicHeading, topicOf } from "./topic";
import { subjectWords } from "./words";

export type Work = {
  readonly prompt: Prompt;
  /** The message to answer. */
  readonly message: string;
  /** Its first paragraph: what it asks for, without the material below it. */
  readonly request: string;
  readonly topic: string;
  readonly heading: string;
  /** Texts to work on: earlier answers and the long part of the message, oldest first. */
  readonly material: readonly string[];
  readonly lens: Lens;
  readonly random: Random;
  /** What functions came to that were called for this message, oldest first. */
  readonly functionResults: readonly string[];
  /** Somebody else passed the message on: it has reached the one who answers it. */
  readonly isHandedOver: boolean;
  /** What the tools found; filled before the text is written. */
  readonly sources: readonly Reference[];
};

/** A piece of an answer's text: words, a citation of a source, a picture. */
export type Piece = Extract<AnswerPart, { kind: "text" | "reference" | "picture" }>;

const shortMessage = 280;
/** What stands before the request of a message that was passed on. */
const handedOver = /^[^\n]{1,120}\bhands this over to you\b[\s\S]*?\bThe request:\s*/i;

export function understand(given: Prompt): Work {
  const isHandedOver = handedOver.test(given.turns.findLast((turn) => turn.role === "user")?.text ?? "");
  const prompt = { ...given, turns: given.turns.map((turn) => ({ ...turn, text: textOfList(turn.text.replace(handedOver, "")) })) };
  const message =
    prompt.turns.findLast((turn) => turn.role === "user")?.text ?? prompt.turns.findLast((turn) => turn.role === "tool")?.text ?? "";
  const topic = topicOf(prompt);
  const seed = `${prompt.instructions}\n${message}\n${prompt.turns.length}\n${prompt.randomSeed ?? ""}`;
  return {
    prompt,
    message,
    request: requestOf(message),
    topic,
    heading: topicHeading(topic),
    material: materialOf(prompt, message),
    lens: lensFor(prompt.instructions),
    random: createRandom(seed),
    functionResults: resultsSince(prompt),
    isHandedOver,
    sources: [],
  };
}

/** Does the message bring words of its own, or only point at what came before? */
export function bringsSubject(text: string): boolean {
  return subjectWords(text).length > 0;
}

function resultsSince({ turns }: Prompt): string[] {
  const asked = turns.findLastIndex((turn) => turn.role === "user");
  return turns.slice(asked + 1).flatMap((turn) => (turn.role === "tool" && turn.text.trim() !== "" ? [turn.text.trim()] : []));
}

function requestOf(message: string): string {
  if (message.length <= shortMessage) return message;
  const paragraph = message.split(/\n\s*\n/, 1)[0] ?? "";
  return paragraph.length <= 2 * shortMessage ? paragraph : paragraph.slice(0, shortMessage);
}

function materialOf(prompt: Prompt, message: string): string[] {
  const earlier = prompt.turns.filter((turn) => turn.role === "assistant").map((turn) => turn.text);
  const isMaterial = message.length > shortMessage || /^(?:\||#{1,3} |[-*] )/m.test(message) || /,.*\n.*,/.test(message);
  return isMaterial ? [...earlier, ...sectionsOf(message)] : earlier;
}

const divider = "\n\n---\n\n";

/** A JSON list of texts, as a step that collects results sends it, becomes those texts. */
function textOfList(message: string): string {
  if (!/^\s*[[{]/.test(message)) return message;
  try {
    const texts = textsIn(JSON.parse(message)).filter((text) => text.length > 40);
    return texts.length === 0 ? message : texts.join(divider);
  } catch {
    return message;
  }
}

function textsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value) && value.some((item) => typeof item === "object" && item !== null && !("output" in item || "text" in item))) {
    return [JSON.stringify(value)];
  }
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

const sectionStarts = [
  /\n(?=## \d+\. )/,
  // a heading that only introduces the next one
  /\n(?=#{1,4} [^\n]+\n+#{1,4} )/,
  /\n(?=# \S)|\n(?=[A-Z][A-Z0-9 _-]{4,40}:\s*\n)|\n-{3,}\n/,
  /\n(?=#{1,4} [^\n]*\b(?:findings|results?|answer|output|contribution|researcher|agent|option|proposal|view|perspective)\b)/i,
] as const;

/** Several answers in one message stand under headings of their own, labels in capitals or lines. */
function sectionsOf(message: string): string[] {
  for (const start of sectionStarts) {
    const sections = message.split(start).map((section) => section.trim());
    const long = sections.filter((section) => section.length > 160 || (sections.length === 1 && section !== ""));
    if (long.length > 1) return long;
  }
  return [message];
}

/** Fills `{topic}` and `{8-20}`. */
export function filled(template: string, { topic, random }: Pick<Work, "topic" | "random">): string {
  const text = template
    .replace(/\{(\d+)-(\d+)\}/g, (_, least: string, most: string) => String(random.int(Number(least), Number(most))))
    .replaceAll("{topic}", topic);
  return text.charAt(0).toUpperCase() + text.slice(1);
}

export const words = (text: string): Piece => ({ kind: "text", text });
