/**
 * What the instructions themselves say somebody knows, and what of it answers a message.
 */
import { capitalised, listed, meaningfulWords, stemOf } from "./words";
import type { Work } from "./work";

/** "You know the terms of the shop: …", "These are the rules: …", "Opening hours: …" under a line that says so. */
const introduced = /(?:^|[.!?]\s+|\n)\s*(?:you know|these are|here are|known are)\s+([^:.\n]{3,90}):[ \t]*([^\n]*(?:\n\s*[-*•][^\n]*)*)/i;

type Knowledge = { readonly about: string; readonly facts: readonly string[] };

/** The facts that answer the message, in the words they are given in; undefined where the instructions hold none. */
export function knownAnswer({ prompt, message }: Work): string | undefined {
  const known = knowledgeIn(prompt.instructions);
  if (known === undefined) return undefined;
  const fitting = factsFor(message, known);
  if (fitting.length === 0)
    return `${capitalised(known.about)} say nothing of that. What they cover is ${listed(known.facts.map(subjectOf))}.`;
  return `${capitalised(fitting.join("; "))}.`;
}

function knowledgeIn(instructions: string): Knowledge | undefined {
  const [, about = "", text = ""] = introduced.exec(instructions) ?? [];
  const bullets = [...text.matchAll(/^\s*[-*•]\s*(.+)$/gm)].map(([, fact = ""]) => fact);
  const facts = (bullets.length > 0 ? bullets : sentence(text).split(/\s*[;,]\s+(?:and\s+)?/)).map((fact) =>
    fact.trim().replace(/[.\s]+$/, ""),
  );
  const told = facts.filter((fact) => fact !== "");
  // One clause is a way of speaking, no list of what is known.
  return told.length < 2 ? undefined : { about: about.trim(), facts: told };
}

function sentence(text: string): string {
  return text.split(/\.(?:\s|$)/, 1)[0] ?? "";
}

/** What is asked by the name of the whole, and of none of its parts, is answered with all of it. */
function factsFor(message: string, { about, facts }: Knowledge): readonly string[] {
  const asked = stems(message);
  const fitting = facts.filter((fact) => stems(fact).some((stem) => asked.includes(stem)));
  return fitting.length === 0 && stems(about).some((stem) => asked.includes(stem)) ? facts : fitting;
}

const stems = (text: string) => meaningfulWords(text).map(stemOf);

/** Its first word: what the fact is about. */
const subjectOf = (fact: string) => (meaningfulWords(fact)[0] ?? fact).toLowerCase();
