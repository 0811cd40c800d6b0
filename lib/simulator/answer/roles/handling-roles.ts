/**
 * Roles that deal with what comes in: events, comments, notes that others took.
 */
import { isJsonObject, type JsonValue, ownValue } from "../../../shared/json";
import { numbersIn, sentencesIn } from "../reading";
import { topicHeading } from "../topic";
import { capitalised, listed, shortened } from "../words";
import { filled, type Work, words } from "../work";
import type { Draft, Role } from "./role";

export const handlingRoles: readonly Role[] = [
  {
    name: "event handler",
    cues: /you (?:receive|handle|deal with|react to) [^.]{0,40}\b(?:batches|events?|errors|alerts|signals)\b/i,
    write: handle,
  },
  { name: "comment reviewer", cues: /review what (?:customers|people|users|readers) (?:say|write)/i, write: reviewComment },
  { name: "summary of reviews", cues: /sum up reviews/i, write: sumUp },
  { name: "reporter on notes", cues: /you write [^.]{0,40}\bfrom (?:the )?notes\b/i, write: reportNotes },
  { name: "analyst with a state", cues: /you analyse what was collected/i, write: analyseCollected },
];

const dataLine = /^Data:\s*(.+)$/im;

function handle(work: Work): Draft {
  const event = /^Event:\s*(\S+)/im.exec(work.message)?.[1] ?? "the event";
  const data = (dataLine.exec(work.message)?.[1] ?? work.message).trim().replace(/[.]$/, "");
  const before = work.prompt.turns
    .filter((turn) => turn.role === "user")
    .slice(0, -1)
    .flatMap((turn) => dataLine.exec(turn.text)?.[1] ?? []);
  return { pieces: [words(/error|fail/i.test(event) ? onError(data, before) : onData(data, before))] };
}

function onError(data: string, before: readonly string[]): string {
  const record = /\brecord\s+[\w-]+/i.exec(data)?.[0] ?? "the record";
  const again =
    before.length === 0
      ? ""
      : `\n\nThis is error ${before.length + 1} in this run; the one before was “${shortened(before.at(-1) ?? "", 80)}”.`;
  return `**${data}.**\n\n- **Likely cause:** a value was taken over from the source without a check.\n- **Right now:** set ${record} aside, go on with the others, and tell the source.\n- **From now on:** check this rule where data comes in, and count how often it fails.${again}\n`;
}

function onData(data: string, before: readonly string[]): string {
  const [total, affected] = numbersIn(data);
  const isPartial = total !== undefined && affected !== undefined && affected < total;
  const use =
    total === undefined
      ? "It can be used as it is."
      : isPartial
        ? `${total - affected} of ${total} can be used as they are; ${affected} (${Math.round((affected / total) * 1_000) / 10} %) need a second look.`
        : `All ${total} can be used as they are.`;
  const earlier = before.map((text) => numbersIn(text)[0]).filter((number) => number !== undefined);
  const sum = earlier.reduce((all, number) => all + number, total ?? 0);
  const compared =
    before.length === 0
      ? "It is the first batch, so there is nothing to compare it with yet."
      : `Together with the ${before.length === 1 ? "batch" : `${before.length} batches`} before, ${sum} records have arrived.`;
  return `**${capitalised(data)}.** ${use} ${compared}\n`;
}

const praiseWords = /\b(?:kind|great|love|early|thank|happy|perfect|excellent|friendly|easy|helpful|wonderful)\w*/i;
const urgentWords = /\b(?:money|refund|weeks|nobody|never|broken|danger|double|lost|charged)\b/i;

function reviewComment(work: Work): Draft {
  const [, title = "Comment", comment = work.message] = /^([^:\n]{2,60}):\s+([\s\S]+)$/.exec(work.message) ?? [];
  const text = comment.trim().replace(/[.]$/, "");
  if (praiseWords.test(text)) {
    return {
      pieces: [
        words(
          `Praise for ${title.toLowerCase()}: ${uncapitalised(text)}. It matters because people tell others about such things. Pass it on to the team and keep doing it.`,
        ),
      ],
    };
  }
  const weight = urgentWords.test(text)
    ? "This is urgent: a person is out of pocket or without an answer."
    : "It costs time and nerves, and probably sales, but nobody is harmed.";
  const step = urgentWords.test(text)
    ? "Answer today, in person, and settle it."
    : `Try it out as a customer would, and mend the one step where it goes wrong.`;
  return { pieces: [words(`A problem with ${title.toLowerCase()}: ${uncapitalised(text)}. ${weight} ${step}`)] };
}

function uncapitalised(text: string): string {
  return /^I\b/.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1);
}

type Section = { readonly title: string; readonly text: string };

function sectionsOf(message: string): Section[] {
  return message
    .split(/^## \d+\. /m)
    .slice(1)
    .map((part) => {
      const [title = "", ...rest] = part.split("\n");
      return { title: title.trim(), text: rest.join(" ").trim() };
    });
}

function sumUp(work: Work): Draft {
  const sections = sectionsOf(work.message);
  const praised = sections.filter(({ text }) => /^Praise/.test(text));
  const problems = sections.filter((section) => !praised.includes(section));
  const isUrgent = ({ text }: Section) => /\burgent\b/.test(text);
  const first = [...problems.filter(isUrgent), ...problems.filter((section) => !isUrgent(section))].slice(0, 3);
  const steps = first.map(
    (section, place) => `${place + 1}. **${section.title}.** ${sentencesIn(section.text).at(-1) ?? shortened(section.text, 160)}`,
  );
  const common =
    problems.length > 1
      ? `${capitalised(listed(problems.map(({ title }) => title.toLowerCase())))} have one thing in common: people are left alone at the moment they need an answer.`
      : "There are too few comments to find something they have in common.";
  const kind =
    praised.length === 0
      ? "Nothing was praised this time."
      : `- ${praised.map(({ title, text }) => `**${title}:** ${text.replace(/^Praise for [^:]*: /, "").split(". ")[0]}.`).join("\n- ")}`;
  return {
    pieces: [
      words(`## To do first\n\n${steps.join("\n") || "Nothing is pressing."}\n\n## In common\n\n${common}\n\n## Praised\n\n${kind}\n`),
    ],
  };
}

/** The state that was put into the instructions. */
function stateIn(instructions: string): JsonValue | undefined {
  const text = /(\{[\s\S]*\})\s*$/.exec(instructions)?.[1];
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function countIn(state: JsonValue | undefined): number | undefined {
  const count = isJsonObject(state) ? Object.entries(state).find(([key]) => /count|records|total/i.test(key))?.[1] : undefined;
  return typeof count === "number" ? count : undefined;
}

function analyseCollected(work: Work): Draft {
  const count = countIn(stateIn(work.prompt.instructions));
  const findings = work.random
    .some(work.lens.themes, 3)
    .map((theme, place) => `${place + 1}. **${theme.title}.** ${filled(theme.text, work)}`);
  const basis = count === undefined ? "" : `\n\nBased on ${count} records; the direction is safe, the size of the effects less so.`;
  return { pieces: [words(`${findings.join("\n")}${basis}\n`)] };
}

function reportNotes(work: Work): Draft {
  const state = stateIn(work.prompt.instructions);
  const notes = isJsonObject(state) ? ownValue(state, "notes") : undefined;
  const texts = Array.isArray(notes) ? notes.filter((note): note is string => typeof note === "string") : [];
  const points = texts.flatMap((text) =>
    text.split("\n").flatMap((line) => /^(?:\w+: )?(?:[-*]|\d+[.)])\s+(.+)$/.exec(line.trim())?.[1] ?? []),
  );
  const count = countIn(state);
  const lead = points[0]?.replace(/\*\*[^*]*\*\*\s*/, "") ?? `There are ${texts.length} notes on ${work.topic}.`;
  const [open = `What would change the picture of ${work.topic}?`] = work.lens.open;
  return {
    pieces: [
      words(
        `## ${topicHeading(work.topic)}\n\n**The answer:** ${lead}\n\n### Findings\n\n${points.map((point) => `- ${point}`).join("\n") || "- There are none yet."}\n\n### Still open\n\n- ${open}${count === undefined ? "" : `\n- Whether ${count} records are enough to tell regions apart.`}\n`,
      ),
    ],
  };
}
