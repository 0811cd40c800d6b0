import { asksForLabel, bestCategory, type Category, categoriesIn, restCategory } from "./classify";
import { complexity, subtasksOf } from "./decomposition";
import { passedOnState } from "./passed-state";
import { shortened, stemOf, subjectWords } from "./words";
import type { Work } from "./work";

/** The whole answer, or undefined when no convention is in force. */
export function conventionalAnswer(work: Work): string | undefined {
  return handoff(work) ?? decomposition(work) ?? passedOnState(work) ?? label(work) ?? workerPlan(work);
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
  if (work.isHandedOver) return undefined;
  const targets = handoffTargets(`${work.prompt.instructions}\n${work.message}`);
  if (targets.length === 0) return undefined;
  const request = work.message.replace(/\bIf one of these should answer[\s\S]*$/, "");
  const best = bestCategory(request, targets);
  return best === undefined
    ? undefined
    : `HANDOFF: ${best.label}\n\nThis is about ${shortened(work.topic, 90)}, which ${best.label.toLowerCase()} can settle.`;
}

/** Conditions in sentences of their own, or a list of names under a line that shows the form. */
function handoffTargets(text: string): Category[] {
  const sentences = [...text.matchAll(/^(.*?)\bHANDOFF:\s*["“[]?([A-Za-z][\w -]*?)["”\]]?[.\s]*$/gm)].map(
    ([, condition = "", target = ""]) => ({
      label: target.trim(),
      description: condition.replace(/\b(?:if|customer|user|needs?|say|reply|answer|output|with)\b/gi, " "),
    }),
  );
  const isForm = sentences.some(({ label }) => /^(?:NAME|AGENT|TARGET|X)\b/.test(label));
  if (!isForm) return sentences;
  const list = text.slice(text.search(/\bHANDOFF:/));
  return [...list.matchAll(/^\s*[-*•]\s*([^:\n]{2,80})(?::\s*(.*))?$/gm)].map(([, label = "", description = ""]) => ({
    label: label.trim(),
    description,
  }));
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
    ? `${[...lines, "SUBTASKS:"].join("\n")}\n${subtasksOf(work, task)
        .map((text, index) => `${index + 1}. ${text}`)
        .join("\n")}`
    : lines.join("\n");
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
