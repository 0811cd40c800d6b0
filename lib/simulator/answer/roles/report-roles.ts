/**
 * Roles that argue: researching, advising, synthesising, evaluating, reporting.
 */

import { measuresOf, statisticsTable } from "../data";
import type { Lens } from "../lenses";
import { lenses, lensFor } from "../lenses";
import { headingsIn, linksIn, type Point, pointsIn, sentencesIn, tablesIn, tableText } from "../reading";
import { topicHeading } from "../topic";
import { listed, shortened } from "../words";
import { filled, type Work, words } from "../work";
import { latestTable } from "./data-roles";
import { citedBullets, type Draft, type Role, sourceList } from "./role";

export const reportRoles: readonly Role[] = [
  {
    name: "synthesiser",
    cues: /findings of (?:several|all|the|many)|into one (?:briefing|report|answer|document|text)|several (?:researchers|reports|contributions)|consolidat\w*|synthesi[sz]\w*|combine[sd]? (?:the |all )?(?:findings|research|results|reports|answers)|unified (?:report|view)|bring together/i,
    write: synthesise,
  },
  {
    name: "evaluator",
    cues: /evaluat\w+ (?:[\w-]+ ){0,3}(?:strateg|approach|option|proposal|answer|idea|candidate)|compar\w+ (?:[\w-]+ ){0,3}(?:approach|option|proposal|strateg)|\bjudge\b|rank (?:the|them)|which is best/i,
    write: evaluate,
  },
  {
    name: "reporter",
    cues: /writes? (?:[\w-]+,? ){0,4}reports?|report writer|executive summar|final report|business report/i,
    write: report,
  },
  {
    name: "adviser",
    cues: /(?:conservative|risk-averse|aggressive|innovative|balanced|pragmatic|bold|cautious|optimistic|contrarian)\b|advis(?:e|or|er)|strategist|recommend (?:a|the|what|whether)/i,
    write: advise,
  },
  {
    name: "researcher",
    cues: /research\w*|search(?:es)? (?:for|the web)|investigat\w*|cite (?:your |all )?sources|find (?:relevant )?information|expert (?:on|in)|perspective/i,
    write: research,
  },
];

export function research(work: Work): Draft {
  const { lens, random } = work;
  const themes = random.some(lens.themes, 4).map((theme) => ({ title: theme.title, text: filled(theme.text, work) }));
  const title = lens.name === "general" ? work.heading : `${work.heading}: the ${lens.name} view`;
  return {
    pieces: [
      words(
        `## ${title}\n\nA look at ${work.topic} with one question in mind: ${lens.angle}. In short, it is ${lens.verdict}.\n\n### Findings\n\n`,
      ),
      ...citedBullets(themes, work.sources),
      words(`\n### In numbers\n\n${measuresTable(work)}\n\n### Still open\n\n${lens.open.map((question) => `- ${question}`).join("\n")}\n`),
      words(sourceList(work.sources)),
    ],
  };
}

function measuresTable(work: Work): string {
  const rows = work.lens.measures.map(({ name, unit, range: [least, most] }) => [
    name,
    `${work.random.int(least, most)}${unit === "%" ? "%" : unit === "" ? "" : ` ${unit}`}`,
  ]);
  return tableText({ columns: ["Measure", "Value"], rows });
}

function advise(work: Work): Draft {
  const { lens, random } = work;
  const [first, second, third] = random.some(lens.themes, 3).map((theme) => ({ title: theme.title, text: filled(theme.text, work) }));
  const arguments_ = [first, second, third].filter((argument) => argument !== undefined);
  return {
    pieces: [
      words(`## ${work.heading}\n\n**Position (${lens.name}):** ${lens.verdict}.\n\n### Why\n\n`),
      ...citedBullets(arguments_, work.sources),
      words(`\n### In numbers\n\n${measuresTable(work)}\n\n### What I would do next\n\n`),
      words(
        `1. Name one owner and write down today's baseline.\n2. ${lens.name === "bold" ? "Announce the goal and staff it fully." : "Agree on the result that ends the first stage."}\n3. ${lens.name === "cautious" ? "Keep the present way running until a full cycle has passed." : `Look at the numbers after ${random.int(4, 10)} weeks and decide again.`}\n\n`,
      ),
      words(`**What would change my mind:** ${lens.open[0] ?? "better data."}\n`),
      words(sourceList(work.sources)),
    ],
  };
}

type Contribution = { readonly label: string; readonly lens: Lens; readonly points: readonly Point[]; readonly text: string };

function contributionsOf(work: Work): Contribution[] {
  return work.material.slice(-8).map((text, index) => {
    const heading = headingsIn(text)[0] ?? "";
    const lens = lensOf(heading, text);
    const points = pointsIn(text).filter((point) => !point.text.endsWith("?"));
    const label = lens.name === "general" ? `Source ${index + 1}` : `${topicHeading(lens.name)} view`;
    return {
      label,
      lens,
      points:
        points.length > 0
          ? points
          : sentencesIn(text)
              .slice(0, 3)
              .map((sentence) => ({ title: "", text: sentence })),
      text,
    };
  });
}

/** What a text calls itself, else what its words lean to. */
function lensOf(heading: string, text: string): Lens {
  const named = /\bthe (\w+) view\b|\*\*Position \((\w+)\)/.exec(text);
  return lenses.find(({ name }) => name === (named?.[1] ?? named?.[2])) ?? lensFor(`${heading} ${text.slice(0, 600)}`);
}

function synthesise(work: Work): Draft {
  const contributions = contributionsOf(work);
  if (contributions.length === 0) return research(work);
  const links = [...linksIn(work.material.join("\n")), ...work.sources];
  const labels = contributions.map(({ label }) => label);
  const leading = contributions.flatMap(({ label, points }) => points.slice(0, 1).map((point) => ({ label, point })));
  const differing = contributions.flatMap(({ label, points }) => points.slice(1, 2).map((point) => ({ label, point })));
  const themes = sharedConcerns(contributions);
  const gaps = [...new Set(contributions.flatMap(({ lens }) => lens.open.slice(0, 1)))];
  return {
    pieces: [
      words(
        `# ${work.heading}: one picture from ${contributions.length} ${contributions.length === 1 ? "contribution" : "contributions"}\n\n### Executive summary\n\n`,
      ),
      words(
        `${contributions.length === 1 ? "One contribution was" : `${listed(labels)} were`} brought together. ${verdictOf(contributions, work)}\n\n### Common themes\n\n`,
      ),
      words(themes.length > 0 ? `Several contributions come back to **${listed(themes)}**.\n\n` : ""),
      words(
        `${leading.map(({ label, point }) => `- **${label}:** ${point.title === "" ? "" : `${point.title.toLowerCase()}. `}${point.text}`).join("\n")}\n`,
      ),
      words(
        differing.length > 1
          ? `\n### Where they differ\n\n${differing.map(({ label, point }) => `- **${label}** stresses ${stressed(point)}`).join("\n")}\n`
          : "",
      ),
      words(gaps.length > 0 ? `\n### Gaps\n\n${gaps.map((gap) => `- ${gap}`).join("\n")}\n` : ""),
      words(
        `\n### Recommendation\n\nTreat ${work.topic} as ${contributions[0]?.lens.verdict ?? "an open question"}; settle the first gap before committing more.\n`,
      ),
      words(sourceList(links)),
    ],
    picture: { subject: work.topic, bars: contributions.map(({ points }) => points.length) },
  };
}

function stressed(point: Point): string {
  return point.title === ""
    ? `that ${point.text.charAt(0).toLowerCase()}${point.text.slice(1)}`
    : `${point.title.toLowerCase()}: ${point.text}`;
}

function verdictOf(contributions: readonly Contribution[], work: Work): string {
  const verdicts = [...new Set(contributions.map(({ lens }) => lens.verdict))];
  return `The verdict on ${work.topic}: ${verdicts.slice(0, 3).join("; ")}.`;
}

const concerns: Readonly<Record<string, RegExp>> = {
  cost: /\bcosts?\b|price|spending|budget|saving/i,
  "data quality": /\bdata\b|figures|baseline|measure/i,
  integration: /integrat|interface|switching/i,
  people: /people|skills|training|talent|habits|responsib/i,
  evidence: /studies|evidence|replicat|sample|observation/i,
  timing: /early|months|weeks|quarters|later|pace/i,
  risk: /risk|fail|undone|security|overrun/i,
  growth: /grow|scale|extend|demand/i,
};

/** What at least two contributions are concerned with, most shared first. */
function sharedConcerns(contributions: readonly Contribution[]): string[] {
  const counted = Object.entries(concerns).map(([name, cues]) => ({
    name,
    count: contributions.filter(({ text }) => cues.test(text)).length,
  }));
  return counted
    .filter(({ count }) => count > 1)
    .sort((a, b) => b.count - a.count)
    .slice(0, 3)
    .map(({ name }) => name);
}

const criteria = ["Benefit", "Risk", "Cost", "Speed", "Reversibility"] as const;

function evaluate(work: Work): Draft {
  const contributions = contributionsOf(work);
  const options =
    contributions.length > 1
      ? contributions
      : lenses
          .filter((lens) => ["cautious", "balanced", "bold"].includes(lens.name))
          .map((lens) => ({ label: `${topicHeading(lens.name)} view`, lens, points: [], text: "" }));
  const scored = options.map((option) => {
    const scores = criteria.map((_, index) => leaning(option.lens.name)[index] ?? work.random.int(2, 4));
    return { ...option, scores, total: scores.reduce((total, score) => total + score, 0) };
  });
  const ranked = [...scored].sort((a, b) => b.total - a.total);
  const [best, next] = ranked;
  if (best === undefined) return research(work);
  const rows = scored.map(({ label, scores, total }) => [label, ...scores.map(String), String(total)]);
  const borrowed = next?.points[0];
  return {
    pieces: [
      words(
        `## Evaluation: ${work.heading}\n\n${tableText({ columns: ["Approach", ...criteria, "Total"], rows })}\n\nScores run from 1 (poor) to 5 (good); a high score for risk or cost means little of it.\n\n`,
      ),
      words(
        `### Comparison\n\n${scored.map(({ label, lens, points }) => `- **${label}:** ${points[0]?.text ?? `${lens.verdict}.`}`).join("\n")}\n\n`,
      ),
      words(
        `### Recommendation\n\nGo with the **${best.label.toLowerCase()}** (${best.total} points${next ? `, ahead of the ${next.label.toLowerCase()} with ${next.total}` : ""}): ${best.lens.verdict}. `,
      ),
      words(
        next === undefined
          ? "\n"
          : `Take one thing from the runner-up: ${borrowed ? `${borrowed.title === "" ? "" : `${borrowed.title.toLowerCase()}, because `}${lowerFirst(borrowed.text)}` : `${next.lens.verdict}.`}\n`,
      ),
      words(sourceList([...linksIn(work.material.join("\n")), ...work.sources])),
    ],
    picture: { subject: work.topic, bars: scored.map(({ total }) => total) },
  };
}

function leaning(lens: string): readonly number[] {
  return { cautious: [2, 5, 3, 2, 5], bold: [5, 2, 2, 5, 2], balanced: [4, 4, 3, 3, 4] }[lens] ?? [];
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}

const sideNotes = /^(?:origin|unit|known defects|looked for and not found)$/i;

function report(work: Work): Draft {
  const table = latestTable(work);
  const points = work.material.flatMap(pointsIn).filter((point) => point.title !== "" && !sideNotes.test(point.title));
  const findings = uniquePoints(points).slice(-5);
  if (findings.length === 0 && table === undefined) return research(work);
  const [lead] = findings;
  const isStatistics = table !== undefined && /mean|median/i.test(table.columns.join(" "));
  const statistics = table === undefined || isStatistics ? table : statisticsTable(table);
  const result = lead === undefined ? "" : ` The main result: ${lead.title} ${lowerFirst(lead.text)}`;
  const support = findings.length > 1 ? ` ${findings.length} findings stand behind it, each with its figures below.` : "";
  const bars = barsOf(work);
  return {
    pieces: [
      words(`# ${work.heading}\n\n`),
      { kind: "picture", picture: { subject: work.topic, bars } },
      words(
        `\n\n### Executive summary\n\nThis report answers the question with the figures of the preceding steps.${result}${support}\n\n`,
      ),
      words(
        findings.length > 0
          ? `### Key findings\n\n${findings.map(({ title, text }) => `- **${title}:** ${shortened(text, 220)}`).join("\n")}\n\n`
          : "",
      ),
      words(statistics === undefined ? "" : `### Figures\n\n${tableText(statistics)}\n\n`),
      words(
        "### What this means\n\nThe direction is clear, its pace differs. Whoever plans with these figures should take the slowest group as the floor and the newest value as the baseline.\n\n",
      ),
      words(
        "### How far the data can be trusted\n\nThe series are short and come from several publications. Use them for the direction; before money depends on the pace, check the step that changed most.\n",
      ),
      words(sourceList([...linksIn(work.material.join("\n")), ...work.sources])),
    ],
    picture: { subject: work.topic, bars },
  };
}

/** The values behind the newest figures: of the data rather than of its statistics. */
function barsOf(work: Work): readonly number[] {
  const data = work.material
    .toReversed()
    .flatMap((text) => tablesIn(text))
    .find((table) => !/mean|median/i.test(table.columns.join(" ")) && measuresOf(table).length > 0);
  return data === undefined ? [] : (measuresOf(data)[0]?.values ?? []);
}

function uniquePoints(points: readonly Point[]): Point[] {
  return [...new Map(points.map((point) => [point.title.toLowerCase(), point])).values()];
}
