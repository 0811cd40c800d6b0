/**
 * How large a task is, and what it falls into.
 */
import { taskFor } from "./field-text";
import { capitalised, wordsOf } from "./words";
import type { Work } from "./work";

const ownSubtask = /^(?:collect what|compare the options|draft a first|check the open|summarise the result)/i;
const large =
  /\b(?:strategy|plan|roadmap|system|platform|launch|migrat\w*|redesign|comprehensive|complete|business|campaign|architecture|organi[sz]e)\b/i;

/** How many separate things a task asks for; generic subtasks of ours count as one. */
export function complexity(task: string): number {
  if (ownSubtask.test(task)) return 1;
  const own = withoutPurpose(task);
  const parts = own.split(/,|;|\band\b|\bthen\b|\bincluding\b/i).filter((part) => wordsOf(part).length > 1).length;
  return Math.max(parts, large.test(own) ? 2 : 0, wordsOf(own).length > 14 ? 2 : 1);
}

/** The parts a task names, each saying what it is for; generic ones where it names none. */
export function subtasksOf(work: Work, task: string): string[] {
  const [head = "", list] = withoutPurpose(task).split(/\b(?:including|consisting of|covering):?\s+/i);
  const named = (list ?? head.replace(/^[^:]{0,60}:\s+/, ""))
    .split(/,|;|\band\b|\bthen\b/i)
    .map((part) => capitalised(part.trim().replace(/[.]$/, "")))
    .filter((part) => wordsOf(part).length > 1);
  if (named.length > 1)
    return named.slice(0, 5).map((part) => (list === undefined ? part : `${part} (for: ${head.trim().replace(/[.,]$/, "")})`));
  return [0, 1, 2].map((index) => taskFor(work, index));
}

/** A subtask of ours names its purpose in brackets, which is no part of the work. */
function withoutPurpose(task: string): string {
  return task.replace(/\s*\((?:for|part of):[^)]*\)/gi, "").trim();
}
