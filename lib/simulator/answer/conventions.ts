/**
 * Answers whose form the instructions fix in words: labels, hand-offs, state blocks, plans, decompositions.
 */
import type { JsonValue } from "../../shared/json";
import { statisticsOf } from "./calculate";
import { asksForLabel, bestCategory, type Category, categoriesIn, restCategory } from "./classify";
import { taskFor } from "./field-text";
import { numbersIn } from "./reading";
import { unnamedTopic } from "./topic";
import { capitalised, shortened, stemOf, subjectWords, wordsOf } from "./words";
import { filled, type Work } from "./work";

/** The whole answer, or undefined when no convention is in force. */
export function conventionalAnswer(work: Work): string | undefined {
  return handoff(work) ?? decomposition(work) ?? stateBlock(work) ?? label(work) ?? workerPlan(work);
}

function label(work: Work): string | undefined {
  const { instructions } = work.prompt;
  const source = asksForLabel(instructions)
    ? instructions
    : asksForLabel(`${instructions}\n${work.request}`)
      ? `${instructions}\n${work.request}`
      : undefined;
  if (source === undefined) return undefined;
  const categories = categoriesIn(source);
  if (categories.length < 2) return undefined;
  const subject = work.message.replace(/^[^:\n]{0,60}:\s*/, "") || work.message;
  return (bestCategory(subject, categories) ?? restCategory(categories))?.label ?? "OTHER";
}

/** "If … , say: HANDOFF: BILLING": said only when the message meets one of the conditions. */
function handoff(work: Work): string | undefined {
  const targets: Category[] = [...work.prompt.instructions.matchAll(/^(.*?)\bHANDOFF:\s*["“[]?([A-Za-z][\w -]*?)["”\]]?[.\s]*$/gm)].map(
    ([, condition = "", target = ""]) => ({
      label: target.trim(),
      description: condition.replace(/\b(?:if|customer|user|needs?|say|reply|answer|output|with)\b/gi, " "),
    }),
  );
  if (targets.length === 0) return undefined;
  const best = bestCategory(work.message, targets);
  return best === undefined
    ? undefined
    : `HANDOFF: ${best.label}\n\nThis is about ${shortened(work.topic, 90)}, which ${best.label.toLowerCase()} can settle.`;
}

function decomposition(work: Work): string | undefined {
  const { instructions } = work.prompt;
  if (!/\bACTION:\s*\[?\s*EXECUTE/i.test(instructions) && !/mark as (?:EXECUTABLE|DECOMPOSE)/i.test(instructions)) return undefined;
  const task = work.message.replace(/^(?:task|assess|decompose)[^:\n]{0,40}:\s*/i, "").split("\n")[0] ?? work.topic;
  const isComplex = complexity(task) > 1;
  const lines = [
    `TASK: ${shortened(task, 160)}`,
    `COMPLEXITY: ${isComplex ? "COMPLEX" : "SIMPLE"}`,
    `ACTION: ${isComplex ? "DECOMPOSE" : "EXECUTE"}`,
  ];
  return isComplex
    ? `${[...lines, "SUBTASKS:"].join("\n")}\n${subtasks(work, task)
        .map((text, index) => `${index + 1}. ${text}`)
        .join("\n")}`
    : lines.join("\n");
}

/** How many separate things a task asks for; prefixed subtasks of ours count as one. */
export function complexity(task: string): number {
  if (/^(?:collect what|compare the options|draft a first|check the open|summarise the result)/i.test(task)) return 1;
  const parts = task.split(/,|;|\band\b|\bthen\b|\bincluding\b/i).filter((part) => wordsOf(part).length > 1).length;
  const isLarge =
    /\b(?:strategy|plan|system|platform|launch|migrat\w*|redesign|comprehensive|complete|business|campaign|architecture|organi[sz]e)\b/i.test(
      task,
    );
  return Math.max(parts, isLarge ? 2 : 0, wordsOf(task).length > 14 ? 2 : 1);
}

function subtasks(work: Work, task: string): string[] {
  const named = task
    .replace(/^[^:]{0,60}:\s+/, "")
    .split(/,|;|\band\b|\bthen\b/i)
    .map((part) => capitalised(part.trim().replace(/[.]$/, "")))
    .filter((part) => wordsOf(part).length > 1);
  return named.length > 1 ? named.slice(0, 5) : [0, 1, 2].map((index) => taskFor(work, index));
}

function stateBlock(work: Work): string | undefined {
  if (!/^\s*STATE:/im.test(work.prompt.instructions)) return undefined;
  const before = stateIn(work.message) ?? work.material.map(stateIn).findLast((state) => state !== undefined) ?? {};
  const numbers = /STATE:/i.test(work.message) ? [] : numbersIn(work.message).slice(0, 50);
  const step = typeof before.step === "number" ? before.step + 1 : 1;
  const statistics =
    numbers.length > 1
      ? { count: numbers.length, sum: numbers.reduce((total, number) => total + number, 0), mean: statisticsOf(numbers).mean }
      : {};
  const state = {
    ...before,
    ...(step === 1 && before.topic === undefined && work.topic !== unnamedTopic ? { topic: work.topic } : {}),
    step,
    ...statistics,
  };
  const [theme] = work.random.some(work.lens.themes, 1);
  const result =
    numbers.length > 1
      ? `The ${numbers.length} values add up to ${statistics.sum}; their mean is ${statistics.mean}.`
      : theme === undefined
        ? work.heading
        : filled(theme.text, work);
  return `STATE: ${JSON.stringify(state)}\nRESULT: ${result}`;
}

function stateIn(text: string): { readonly [key: string]: JsonValue } | undefined {
  const source = /STATE:\s*(\{[\s\S]*?\})\s*(?:\n|$)/.exec(text)?.[1];
  if (source === undefined) return undefined;
  try {
    return JSON.parse(source);
  } catch {
    return undefined;
  }
}

/** A manager with a list of workers assigns each of them what fits. */
function workerPlan(work: Work): string | undefined {
  const { instructions } = work.prompt;
  if (
    !/\b(?:workers?|team members?|agents?|specialists?|manager|coordinator|coordinat\w*)\b/i.test(instructions) ||
    !/sub-?tasks?|delegat|assign|break\b.*\bdown/i.test(instructions)
  )
    return undefined;
  const workers = [...instructions.matchAll(/^\s*[-*•]\s*([^:\n]{2,50}):\s*(.+)$/gm)].map(([, label = "", description = ""]) => ({
    label: label.trim(),
    description: description.trim(),
  }));
  if (workers.length === 0) return undefined;
  const lines = workers.map(({ label, description }, index) => {
    const needs = index === 0 ? "" : ` Needs the result of step ${index}.`;
    return `${index + 1}. **${label}** works on ${shortened(work.topic, 70)} (${shortened(description.replace(/[.]$/, ""), 80).toLowerCase()}).${needs}`;
  });
  const wanted = new Set(subjectWords(work.message).map(stemOf));
  const lead =
    workers.find(({ label, description }) => subjectWords(`${label} ${description}`).some((word) => wanted.has(stemOf(word)))) ??
    workers[0];
  return `## Plan: ${work.heading}\n\n${lines.join("\n")}\n\n**First:** ${lead?.label}. **Done when** every step has a result and they are merged into one answer.\n`;
}
