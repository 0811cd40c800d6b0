/**
 * Roles that hand tables on: collecting, cleaning, analysing.
 */
import { calculationFor, shown, tableCalculation } from "../calculate";
import { askedColumns, cleanTable, findingsOf, type Measure, measuresOf, seriesFor, statisticsTable } from "../data";
import { numericColumns, type Table, tablesIn, tableText } from "../reading";
import { type Work, words } from "../work";
import { citedBullets, type Draft, type Role, sourceList } from "./role";

export const dataRoles: readonly Role[] = [
  {
    name: "collector",
    cues: /\bcollects?\b[^.]{0,40}\b(?:data|information|figures)|gathers? (?:the |raw )?(?:data|figures)|data collect|compile (?:the )?raw data|scrap(?:e|ing)/i,
    write: collect,
  },
  {
    name: "cleaner",
    cues: /prepares? (?:the )?raw data|raw data for analysis|\bclean(?:s|ing)?\b[^.]{0,40}\b(?:data|dataset|normali|record|table)|data clean|de-?duplicat|remove duplicates|normali[sz]es? (?:the )?data/i,
    write: clean,
  },
  {
    name: "analyst",
    cues: /data (?:analy|queries|question|scien)|analy[sz]es? (?:the |this |cleaned |clean |numeric(?:al)? |quantitative )*(?:data|dataset|figures|numbers|table)|statistic|data analysis/i,
    write: analyse,
  },
];

function series(work: Work, isRaw: boolean): Table {
  const columns = askedColumns(`${work.prompt.instructions}\n${work.request}`);
  return seriesFor({ topic: work.topic, random: work.random, isRaw, columns, sources: work.sources });
}

function collect(work: Work): Draft {
  const table = tablesIn(work.message).at(-1) ?? series(work, true);
  const measures = measuresOf(table);
  const notFound = work.lens.open[0]?.replace(/\?$/, "") ?? "a second source for the oldest figures";
  return {
    pieces: [
      words(
        `## Raw data: ${work.heading}\n\n${table.rows.length} rows as the sources publish them, not yet cleaned.\n\n${tableText(table)}\n\n### Notes\n\n`,
      ),
      ...citedBullets(
        [
          { title: "Origin", text: "The figures come from several publications and were not reconciled." },
          { title: "Known defects", text: "A row stands twice, one value is missing and not all numbers have the same format." },
          { title: "Looked for and not found", text: `${notFound}.` },
        ],
        work.sources,
      ),
      words(sourceList(work.sources)),
    ],
    calculation: tableCalculation(measures),
  };
}

function clean(work: Work): Draft {
  const raw = latestTable(work) ?? series(work, true);
  const keepsGaps =
    /never (?:fill|guess)|(?:do not|don't|without) (?:fill|guess)|mark (?:\w+ ){0,2}missing|leave (?:\w+ ){0,2}missing/i.test(
      work.prompt.instructions,
    );
  const { table, changes } = cleanTable(raw, !keepsGaps);
  const done = changes.length === 0 ? ["Nothing had to be changed"] : changes;
  const missing = table.rows.flat().filter((cell) => cell === "missing").length;
  const mend = keepsGaps ? "" : ".interpolate()";
  const code = `import pandas as pd\n\ndata = pd.DataFrame(${JSON.stringify(raw.rows)},\n    columns=${JSON.stringify(raw.columns)})\nbefore = len(data)\ndata = data.drop_duplicates()\nfor name in ${JSON.stringify(numericColumns(raw).map(({ name }) => name))}:\n    text = data[name].str.replace(",", ".").str.rstrip(" %")\n    data[name] = pd.to_numeric(text, errors="coerce")${mend}\nprint(before, "rows before,", len(data), "after")\nprint("missing:", int(data.isna().sum().sum()))`;
  return {
    pieces: [
      words(
        `## Clean data: ${work.heading}\n\n${tableText(table)}\n\n### What was done\n\n${done.map((change) => `- ${change}.`).join("\n")}\n\n`,
      ),
      words(
        `${raw.rows.length} rows came in, ${table.rows.length} go on. ${missing === 0 ? "Every value" : "Every value that is known"} is a plain number in the unit of its row or column, so the table can be analysed as it is.\n`,
      ),
    ],
    calculation: {
      code,
      output: `${raw.rows.length} rows before, ${table.rows.length} after\nmissing: ${missing}`,
      says: "",
      series: measuresOf(table)[0]?.values ?? [],
    },
  };
}

function analyse(work: Work): Draft {
  const asked = calculationFor(work.request);
  const given = latestTable(work);
  if (given === undefined && asked !== undefined) {
    const says = `## Result\n\n${asked.says}\n\n### How\n\n\`\`\`python\n${asked.code}\n\`\`\`\n${sourceList(work.sources)}`;
    return { pieces: [words(says)], calculation: asked, picture: { subject: work.topic, bars: asked.series } };
  }
  const table = given ?? series(work, false);
  const measures = measuresOf(table);
  const [first, second] = measures;
  return {
    pieces: [
      words(`## Analysis: ${work.heading}\n\n${tableText(statisticsTable(table))}\n\n### Findings\n\n`),
      ...citedBullets(findingsOf(table), work.sources),
      words(
        first && second && Math.min(first.values.length, second.values.length) > 2 && first.values.length === second.values.length
          ? `\n${relation(first, second)}\n`
          : "",
      ),
      words(
        `\n### What this means\n\n${conclusion(measures)}\n\nThe table covers ${table.rows.length} rows, so small differences should not be over-read.\n`,
      ),
      words(sourceList(work.sources)),
    ],
    calculation: tableCalculation(measures),
    picture: { subject: work.topic, bars: first?.values ?? [] },
  };
}

/** The newest table with numbers in it. */
export function latestTable(work: Work): Table | undefined {
  return [work.message, ...work.material.toReversed()]
    .flatMap((text) => tablesIn(text).toReversed())
    .find((table) => numericColumns(table).length > 0);
}

function relation({ name: first, values: a }: Measure, { name: second, values: b }: Measure): string {
  const length = Math.min(a.length, b.length);
  const mean = (values: readonly number[]) => values.slice(0, length).reduce((total, value) => total + value, 0) / length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let [joint, spreadA, spreadB] = [0, 0, 0];
  for (let index = 0; index < length; index += 1) {
    const [da, db] = [(a[index] ?? 0) - meanA, (b[index] ?? 0) - meanB];
    joint += da * db;
    spreadA += da * da;
    spreadB += db * db;
  }
  const correlation = spreadA * spreadB === 0 ? 0 : joint / Math.sqrt(spreadA * spreadB);
  const strength = Math.abs(correlation) > 0.8 ? "closely" : Math.abs(correlation) > 0.4 ? "loosely" : "hardly";
  return `${first} and ${second} move ${strength} together (correlation ${correlation.toFixed(2)}).`;
}

function conclusion(measures: readonly Measure[]): string {
  const [measure] = measures;
  if (measure === undefined) return "There is not enough numeric data for a conclusion.";
  const [first, last] = [measure.values[0] ?? 0, measure.values.at(-1) ?? 0];
  const steps = Math.max(measure.values.length - 1, 1);
  const rate = first > 0 && last > 0 ? ((last / first) ** (1 / steps) - 1) * 100 : 0;
  const direction = rate > 1 ? "growing" : rate < -1 ? "shrinking" : "level";
  const next = shown(Math.round(last * (1 + rate / 100) * 10) / 10);
  return `${measure.name} is ${direction} at about ${Math.abs(rate).toFixed(1)}% per step. If that holds, the next value would be near **${next}**; a change of pace would show there first.`;
}
