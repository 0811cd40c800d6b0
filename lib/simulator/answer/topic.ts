/**
 * What a request is about, as words that fit into a sentence.
 */
import type { Prompt, Turn } from "./prompt";
import { capitalised, isGeneric, meaningfulWords, shortened, wordsOf } from "./words";

const longestTopic = 80;
/** Stands in where nothing names a subject. */
export const unnamedTopic = "the request at hand";
const polite =
  /^(?:hi|hello|hey|dear \w+|please|kindly|can you|could you|would you|will you|i(?:'d| would) like (?:you )?to|i (?:want|need) (?:you )?to|i (?:want|need)|help (?:me|us)(?: to)?|let(?:'s| us)|we (?:want|need) to|your task is to|task)[\s,:!]+/i;
const verbs =
  "analy[sz]e|answer|assess|brainstorm|bring|build|calculate|categori[sz]e|check|classify|clean|collect|compare|compile|compose|compute|consider|create|decide on|describe|design|determine|develop|discuss|draft|draw|elaborate on|estimate|evaluate|examine|explain|explore|extract|find(?: out)?|forecast|gather|generate|get|give|identify|illustrate|imagine|improve|investigate|list|look (?:at|into|up|for)|make|normali[sz]e|outline|paint|plan|prepare|present|produce|propose|provide|recommend|report on|research|retrieve|review|rewrite|score|search(?: for)?|show|solve|study|suggest|summari[sz]e|synthesi[sz]e|tell|think about|translate|work out|write";
const leadingVerb = new RegExp(`^(?:${verbs})\\b(?:\\s*(?:,|and|&)\\s*(?:then\\s+)?(?:${verbs})\\b)*\\s*`, "i");
const forms =
  "advert|analysis|answer|article|aspects?|blog post|brief|briefing|comparison|copy|description|document|draft|email|essay|evidence|explanation|guide|haiku|idea|ideas|image|introduction|list|memo|names?|newsletter|note|outline|overview|page|paper|paragraph|picture|piece|plan|poem|post|presentation|proposal|report|review|section|sides?|sentence|short story|slogans?|speech|story|strategy|study|summary|synthesis|table|taglines?|text|tweet|user stories";
const aboutForm = new RegExp(
  `^(?:me |us )?(?:an? |the |some |\\d+ |two |three |four |five |ten )?(?:[\\w-]+ ){0,3}?(?:${forms})\\s+(?:on|about|of|regarding|covering|into|describing|that explains)\\s+`,
  "i",
);
const forForm = new RegExp(
  `^(?:me |us )?(?:an? |the |some |\\d+ |two |three |four |five |ten )?(?:[\\w-]+ ){0,3}?(?:${forms})\\s+for\\s+`,
  "i",
);
/** "a report for the board": whom it is for, not what it is about. */
const forReaders =
  /^(?:an? |the )?(?:[\w-]+ ){0,2}?(?:report|summary|briefing|e-?mail|letter|text|article|presentation|memo|newsletter|answer|document|page|speech)\s+for\s+.*$/i;
const readers = /\s+for (?:the|a|an|our|my|your)\s+.*$/i;
/** "… and compute the average": a second thing to do, not part of the subject. */
const secondOrder = new RegExp(`(?:,|;| and| then)+ (?:then )?(?:${verbs})\\b.*$`, "i");
const filler = /^(?:me|us|about|on|the following|following|this|that|these|those|the|a|an|all|any|our|my|your|for|of|:|-)\s+/i;
const trailing =
  /[\s,]+(?:from (?:your|a|the|an) [\w -]*(?:perspective|point of view|angle)|in (?:great |more )?detail|step by step|in (?:about |at most |under )?\d+ words|for (?:me|us)|please|as an? [\w ]+ would|if possible)$/i;

/** "1. Market": a part of several, named by whoever numbered them. */
const numberedPart = /^\d+\.\s/;

/** The subject of the conversation; never empty. */
export function topicOf(prompt: Prompt): string {
  const users = prompt.turns.filter((turn) => turn.role === "user");
  const latest = users.at(-1);
  const found =
    (latest && topicOfText(latest.text)) ??
    firstTopic(users.slice(0, -1)) ??
    firstTopic(prompt.turns.filter((turn) => turn.role === "assistant")) ??
    topicOfInstructions(prompt.instructions);
  return found ?? unnamedTopic;
}

function firstTopic(turns: readonly Turn[]): string | undefined {
  for (const turn of turns) {
    const topic = topicOfText(turn.text);
    if (topic !== undefined) return topic;
  }
  return undefined;
}

/** @returns undefined when the text names no subject of its own. */
export function topicOfText(text: string): string | undefined {
  // What a subtask is for stands in brackets behind it.
  const plain = text
    .replace(/```[\s\S]*?```/g, " ")
    .replace(/\s*\((?:for|part of):[^)\n]*\)/gi, "")
    .trim();
  const labelled = /^\W*(?:topic|subject|theme|question|task|title|company|product|brief)\W*:\W*(.+)$/im.exec(plain)?.[1];
  if (labelled !== undefined) return topicOfSentence(labelled);
  for (const line of plain.split("\n").map((line) => line.trim())) {
    const heading = /^#{1,3}\s+(.*)$/.exec(line)?.[1];
    if (heading !== undefined && numberedPart.test(heading)) continue;
    const topic = heading === undefined ? topicOfLine(line) : topicOfHeading(heading);
    if (topic !== undefined) return topic;
  }
  return undefined;
}

/** "Electric vehicles: a technical view" is about the part before the colon. */
function topicOfHeading(heading: string): string | undefined {
  const bare = heading.replace(/[*_`]/g, "");
  const parts = bare.split(/:\s+| – | — /);
  return parts.map((part) => topicOfSentence(part)).find((topic) => topic !== undefined);
}

function topicOfLine(line: string): string | undefined {
  if (/^[|>\-*\d]/.test(line) && !/^\d+\s*\w/.test(line)) return undefined;
  for (const sentence of line.split(/(?<=[.?!])\s+/)) {
    const colon = /^([^:]{0,80}):\s+(.+)$/.exec(sentence);
    const topic =
      (colon?.[2] !== undefined && isGeneric(colon[1] ?? "") ? topicOfSentence(colon[2]) : undefined) ?? topicOfSentence(sentence);
    if (topic !== undefined) return topic;
  }
  return undefined;
}

function topicOfInstructions(instructions: string): string | undefined {
  const about = /\b(?:about|on the topic of|regarding|on the subject of)\s+([^.\n]+)/i.exec(instructions)?.[1];
  return about === undefined ? undefined : topicOfSentence(about);
}

function topicOfSentence(sentence: string): string | undefined {
  let rest = sentence
    .replace(/[*_`#"“”]/g, "")
    .replace(/[\s.!;,:]+$/, "")
    .trim();
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(polite, "").trim();
  }
  const asked = topicOfQuestion(rest);
  const candidate = asked ?? topicOfOrder(rest);
  const topic = shortened(candidate.replace(/[?]+$/, "").trim(), longestTopic);
  return meaningfulWords(topic).length === 0 || isGeneric(topic) ? undefined : topic;
}

function topicOfOrder(order: string): string {
  let rest = order.replace(leadingVerb, "");
  const hadVerb = rest !== order;
  const subject = rest.replace(aboutForm, "");
  rest = subject === rest ? rest.replace(forReaders, "").replace(forForm, "") : subject.replace(readers, "");
  rest = rest.replace(secondOrder, "");
  for (let before = ""; before !== rest; ) {
    before = rest;
    rest = rest.replace(filler, "").replace(trailing, "");
  }
  return hadVerb || isTitleCase(rest) ? rest : uncapitalised(rest);
}

function topicOfQuestion(question: string): string | undefined {
  const text = question.replace(/,? (?:and|but|or) (?:which|what|how|who|why|when|where|if|whether)\b.*$/i, "");
  const match =
    /^what (?:has |have |is |was |'s )?(?:changed|happened|new|going on) (?:in|with|about|to) (?<thing>.+)$/i.exec(text) ??
    /^(?:what|which)(?: is|'s| are| was| were) (?:the )?(?<thing>.+)$/i.exec(text) ??
    /^who(?: is| are| was| were) (?<thing>.+)$/i.exec(text) ??
    /^(?:should|could|can|shall|may|must) (?:we|i|they) (?<choice>.+)$/i.exec(text) ??
    /^how (?:do|does|can|could|should|would) (?:i|we|you|one) (?<way>.+)$/i.exec(text) ??
    /^how (?:does|did) (?<actor>.+) (?<does>\w+)\??$/i.exec(text) ??
    /^(?<manner>how(?: \w+)?) (?:do|did) (?<rest>.+)$/i.exec(text) ??
    /^(?<clause>(?:how|why|when|where|whether) .+)$/i.exec(text);
  const { thing, choice, way, actor, does, manner, rest, clause } = match?.groups ?? {};
  if (thing !== undefined) return thing.replace(/^(?:latest|current|main|key|most important) (?=\w+ )/i, (word) => word);
  if (choice !== undefined) return gerund(choice);
  if (way !== undefined) return `how to ${way}`;
  if (actor !== undefined) return `how ${actor} ${does}s`;
  if (manner !== undefined) return `${uncapitalised(manner)} ${rest}`;
  if (clause !== undefined) return uncapitalised(clause);
  if (isStatement(text)) return `“${shortened(text, 70)}”`;
  return text.endsWith("?") || text !== question ? `“${shortened(text, 70)}”` : undefined;
}

/** "I was charged twice": has a verb of its own, so it is quoted rather than bent into a subject. */
function isStatement(text: string): boolean {
  return /^(?:i|we|my|our|this|it|he|she|they|there|the)\b.*\b(?:am|is|are|was|were|has|have|had|can't|cannot|does|doesn't|don't|did|will|want|need|keeps?|crashes|freezes|got|get|says?)\b/i.test(
    text,
  );
}

/** "move our servers" → "moving our servers", so that it fits where a noun does. */
function gerund(choice: string): string {
  const [verb = "", ...rest] = choice.split(" ");
  const form =
    /[^aeiou][aeiou][bgnptm]$/.test(verb) && verb.length < 5 ? `${verb}${verb.at(-1)}ing` : `${verb.replace(/([^eoy])e$/, "$1")}ing`;
  return [form, ...rest].join(" ");
}

function isTitleCase(text: string): boolean {
  const significant = text.split(/\s+/).filter((word) => word.length > 3);
  return significant.length > 1 && significant.filter((word) => /^\p{Lu}/u.test(word)).length > significant.length / 2;
}

function uncapitalised(text: string): string {
  const first = text.split(/\s/, 1)[0] ?? "";
  return /^\p{Lu}\p{Ll}+$/u.test(first) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** The topic as a heading. */
export function topicHeading(topic: string): string {
  return capitalised(topic.replace(/[“”]|[?]+$/g, ""));
}

/** How many words a person wrote, for choosing between a chat and a task. */
export function lengthInWords(text: string): number {
  return wordsOf(text).length;
}
