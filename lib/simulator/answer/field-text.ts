/**
 * What stands in a text field, by the field's name.
 */

import { pointsIn, sentencesIn } from "./reading";
import { meaningfulWords, shortened, subjectWords } from "./words";
import { filled, type Work } from "./work";

export type Field = { readonly name: string; readonly index: number };

export function textFor({ name, index }: Field, work: Work): string {
  const field = name
    .replaceAll(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll(/[_-]+/g, " ")
    .toLowerCase();
  const theme = work.lens.themes[index % work.lens.themes.length];
  const themeText = theme === undefined ? work.heading : filled(theme.text, work);
  const found = valueBeside(field, work.message);
  if (/\b(?:reason|rationale|because|justification|explanation|why)\b/.test(field))
    return `The message says “${shortened(work.request.replace(/\s+/g, " ").trim(), 90)}”.`;
  if (/\b(?:e ?mail)\b/.test(field)) return /[\w.+-]+@[\w-]+\.[\w.]*\w/.exec(work.message)?.[0] ?? "someone@example.org";
  if (/\b(?:url|link|website)\b/.test(field)) return /https?:\/\/[^\s)>\]]+/.exec(work.message)?.[0] ?? "https://www.example.org/simulated";
  if (/\b(?:phone|telephone)\b/.test(field)) return /\+?\d[\d ()/-]{6,}\d/.exec(work.message)?.[0] ?? "+1 555 0100";
  if (/\bdates?\b|\bday\b|deadline|due/.test(field)) return /\b\d{4}-\d{2}-\d{2}\b/.exec(work.message)?.[0] ?? "2026-03-31";
  if (/\bid\b/.test(field)) return `${meaningfulWords(work.topic)[0] ?? "item"}-${index + 1}`;
  if (/\b(?:full name|first name|customer|person|author|contact)\b/.test(field)) return found ?? nameIn(work.message) ?? "Not stated";
  if (/\b(?:company|organi[sz]ation)\b/.test(field)) return found ?? companyIn(work.message) ?? "Not stated";
  if (/\blanguage\b/.test(field)) return "English";
  if (/\bcurrency\b/.test(field)) return /€|eur/i.test(work.message) ? "EUR" : "USD";
  if (/\b(?:country|city|location|place)\b/.test(field)) return found ?? "Not stated";
  if (/\bsentiment\b/.test(field)) return "neutral";
  if (/\b(?:tag|keyword|label|categor(?:y|ies)|entit(?:y|ies))\b/.test(field))
    return subjectWords(`${work.topic} ${work.message}`)[index] ?? theme?.title.toLowerCase() ?? "general";
  if (/\b(?:title|headline|subject|heading|topic)\b/.test(field))
    return index === 0 ? shortened(work.heading, 80) : (theme?.title ?? work.heading);
  if (/\b(?:urgency|priority|severity|importance)\b/.test(field))
    return /urgent|asap|immediately|critical|outage/i.test(work.message) ? "high" : "medium";
  if (/\bname\b/.test(field))
    return index === 0 ? (found ?? nameIn(work.message) ?? shortened(work.heading, 60)) : (theme?.title ?? work.heading);
  if (/\b(?:summary|abstract|overview|tl dr)\b/.test(field))
    return sentencesIn(work.message)[0] ?? `In short, ${work.topic} is ${work.lens.verdict}.`;
  if (/\b(?:sub ?task|task|step|action|todo|next)\b/.test(field)) return taskFor(work, index);
  if (/\bquestions?\b/.test(field)) return work.lens.open[index % work.lens.open.length] ?? `What matters most about ${work.topic}?`;
  if (
    /\b(?:answer|reply|response|result|content|text|body|message|report|description|detail|finding|insight|point|note|comment|argument|item)\b/.test(
      field,
    )
  ) {
    return found ?? pointsIn(work.material.at(-1) ?? "")[index]?.text ?? themeText;
  }
  return found ?? shortened(index === 0 ? (sentencesIn(work.message)[0] ?? work.heading) : themeText, 160);
}

const actions = [
  "Collect what is known about",
  "Compare the options for",
  "Draft a first version of",
  "Check the open points of",
  "Summarise the result on",
] as const;

export function taskFor(work: Work, index: number): string {
  return `${actions[index % actions.length] ?? actions[0]} ${shortened(work.topic, 70)}`;
}

/** "Name: Ada", "order number is 4711". */
function valueBeside(field: string, message: string): string | undefined {
  const word = field.split(" ").find((part) => part.length > 2);
  if (word === undefined) return undefined;
  return new RegExp(`\\b${word.replace(/[^\w]/g, "")}\\s*(?::|=|\\bis\\b)\\s*["“]?([^\\n,.;"”]{2,60})`, "i").exec(message)?.[1]?.trim();
}

function nameIn(message: string): string | undefined {
  const match = /(?:[Mm]y name is|I am|I'm|[Rr]egards,?|[Ss]incerely,?|[Tt]his is)\s+(\p{Lu}\p{L}+(?: \p{Lu}\p{L}+)?)/u.exec(message);
  return match?.[1];
}

function companyIn(message: string): string | undefined {
  return /(?:from|at|for)\s+(\p{Lu}[\p{L}\d&-]*(?: \p{Lu}[\p{L}\d&-]*){0,3})/u.exec(message)?.[1];
}
