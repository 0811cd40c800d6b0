/**
 * The one who puts a team's results together.
 */
import { linksIn, pointsIn, sentencesIn, tablesIn, tableText } from "../reading";
import { topicHeading, topicOfText } from "../topic";
import { capitalised, listed, shortened } from "../words";
import { filled, type Work, words } from "../work";
import { type Draft, type Role, sourceList } from "./role";

export const teamRoles: readonly Role[] = [
  {
    name: "team lead",
    cues: /you lead a team and have its results|a task was split and its subtasks were done/i,
    write: combine,
  },
  {
    name: "writer",
    cues: /\byou write (?:clear |short |plain )?texts\b/i,
    write: writeUp,
  },
];

type Result = { readonly title: string; readonly text: string; readonly isMissing: boolean };

/** Sections that are numbered, as a step that collects results writes them. */
function resultsIn(message: string): Result[] {
  const parts = message.split(/^## \d+\. /m).slice(1);
  return parts.map((part) => {
    const [title = "", ...rest] = part.split("\n");
    const text = rest.join("\n").trim();
    return { title: title.replace(/\s*\(for:[^)]*\)|\. It is p.*$/gi, "").trim(), text, isMissing: /^There is no result:/.test(text) };
  });
}

function combine(work: Work): Draft {
  const results = resultsIn(work.message);
  const goal = /^The (?:goal|task):\s*\n+([\s\S]*?)(?=\n# |$)/i.exec(work.message)?.[1] ?? work.request;
  const topic = topicOfText(goal) ?? work.topic;
  const found = results.filter(({ isMissing }) => !isMissing);
  const missing = results.filter(({ isMissing }) => isMissing);
  const table = found.flatMap(({ text }) => tablesIn(text)).at(-1);
  const links = linksIn(found.map(({ text }) => text).join("\n"));
  const lead = found.toReversed().flatMap(({ text }) => essenceOf(text))[0] ?? `There is no result on ${topic} yet.`;
  return {
    pieces: [
      words(`# ${topicHeading(topic)}\n\n**In short:** ${lead}\n\n`),
      words(found.length > 0 ? `## What was found\n\n${found.map((result) => sectionOf(result)).join("\n")}\n\n` : ""),
      words(table === undefined ? "" : `## Figures\n\n${tableText(table)}\n\n`),
      words(
        missing.length > 0
          ? `## Still missing\n\n${missing.map(({ title, text }) => `- **${title}:** ${text.replace(/^There is no result: /, "")}`).join("\n")}\n\n`
          : "",
      ),
      words(
        `## Conclusion\n\nThe ${found.length === 1 ? "result" : `${found.length} results`} on ${topic} fit together${missing.length > 0 ? `, apart from what is missing on ${listed(missing.map(({ title }) => shortened(title, 60)))}` : ""}. Begin with the first point above, and check it against the figures before money depends on it.\n`,
      ),
      words(sourceList(links)),
    ],
    picture: { subject: topic, bars: found.map(({ text }) => text.length) },
  };
}

/** One page from what others found; without any, a page on what is known. */
function writeUp(work: Work): Draft {
  // What was asked stands first where several texts came; it is no finding.
  const findings = work.material.length > 1 ? work.material.slice(1) : work.material;
  const essence = [...findings.flatMap(summariesIn), ...findings.flatMap((text) => essenceOf(text).slice(0, 2))];
  const points = (essence.length > 0 ? [...new Set(essence)] : work.lens.themes.map((theme) => filled(theme.text, work))).slice(0, 5);
  const [lead, ...others] = points;
  const reasons = others.map((point) => `- ${point}`).join("\n");
  return {
    pieces: [
      words(`## ${work.heading}\n\n**In short:** ${lead ?? `it is ${work.lens.verdict}.`}\n\n`),
      words(reasons === "" ? "" : `### Why\n\n${reasons}\n\n`),
      words(
        "### What to do\n\nDecide on the first point now, put a date on it, and look at the figures again before anything that can't be undone.\n",
      ),
      words(sourceList(linksIn(work.material.join("\n")))),
    ],
  };
}

function sectionOf({ title, text }: Result): string {
  return `- **${shortened(title, 90)}:** ${essenceOf(text).slice(0, 2).join(" ") || shortened(text.replace(/\s+/g, " "), 200)}`;
}

function summariesIn(text: string): string[] {
  return [...text.matchAll(/\*\*In short:\*\*\s*(.+)/g)].map(([, summary = ""]) => capitalised(summary));
}

/** The statements that carry a text, its own summary first. */
function essenceOf(text: string): string[] {
  const points = pointsIn(text)
    .filter((point) => !point.text.endsWith("?") && !/^open points/i.test(point.title))
    .map((point) => shortened(point.title === "" ? point.text : `${point.title.replace(/[.]$/, "")}: ${point.text}`, 200));
  const sentences = sentencesIn(text).map((sentence) => shortened(sentence, 200));
  return [...summariesIn(text), ...points, ...sentences];
}
