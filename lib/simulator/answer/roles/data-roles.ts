/**
 * Roles that hand tables on: collecting, cleaning, analysing.
 */
import { calculationFor, shown, tableCalculation } from "../calculate";
import { cleanTable, findingsOf, seriesFor, statisticsTable } from "../data";
import { numericColumns, type Table, tablesIn, tableText } from "../reading";
import { listed } from "../words";
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
    cues: /\bclean(?:s|ing)?\b[^.]{0,40}\b(?:data|dataset|normali|record|table)|data clean|de-?duplicat|remove duplicates|normali[sz]es? (?:the )?data/i,
    write: clean,
  },
  {
    name: "analyst",
    cues: /data (?:analy|queries|question|scien)|analy[sz]es? (?:the |this |cleaned |clean |numeric(?:al)? |quantitative )*(?:data|dataset|figures|numbers|table)|statistic|data analysis/i,
    write: analyse,
  },
];

function collect(work: Work): Draft {
  const table = tablesIn(work.message).at(-1) ?? seriesFor(work.topic, work.random, true);
  const first = table.rows[0]?.[0] ?? "";
  const last = table.rows.at(-1)?.[0] ?? "";
  return {
    pieces: [
      words(
        `## Raw data: ${work.heading}\n\nCollected ${table.rows.length} rows from ${first} to ${last}, as published and not yet cleaned.\n\n${tableText(table)}\n\n`,
      ),
      words("### Notes for whoever cleans this\n\n"),
      ...citedBullets(
        [
          { title: "Origin", text: "Values come from several publications and were not reconciled." },
          { title: "Known defects", text: "Some rows repeat, one value is missing and number formats differ." },
          { title: "Unit", text: `${listed(table.columns.slice(1))} are given as the sources state them.` },
        ],
        work.sources,
      ),
      words(sourceList(work.sources)),
    ],
    calculation: tableCalculation(table, numericColumns(table)),
  };
}

function clean(work: Work): Draft {
  const raw = latestTable(work) ?? seriesFor(work.topic, work.random, true);
  const { table, changes } = cleanTable(raw);
  const done = changes.length === 0 ? ["Nothing had to be changed"] : changes;
  const code = `import pandas as pd\n\ndata = pd.DataFrame(${JSON.stringify(raw.rows)},\n    columns=${JSON.stringify(raw.columns)})\nbefore = len(data)\ndata = data.drop_duplicates()\nfor name in data.columns[1:]:\n    data[name] = pd.to_numeric(data[name].str.replace(",", ".").str.rstrip(" %"), errors="coerce").interpolate()\nprint(before, "rows before,", len(data), "after")\nprint("missing:", int(data.isna().sum().sum()))`;
  return {
    pieces: [
      words(
        `## Clean data: ${work.heading}\n\n${tableText(table)}\n\n### What was done\n\n${done.map((change) => `- ${change}.`).join("\n")}\n\n`,
      ),
      words(
        `${raw.rows.length} rows came in, ${table.rows.length} go on. Every remaining value is numeric and in one unit per column, so the table can be analysed as it is.\n`,
      ),
    ],
    calculation: {
      code,
      output: `${raw.rows.length} rows before, ${table.rows.length} after\nmissing: 0`,
      says: "",
      series: numericColumns(table)[0]?.values ?? [],
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
  const table = given ?? seriesFor(work.topic, work.random, false);
  const columns = numericColumns(table);
  const findings = findingsOf(table);
  const [first, second] = columns;
  return {
    pieces: [
      words(`## Analysis: ${work.heading}\n\n${tableText(statisticsTable(table))}\n\n### Findings\n\n`),
      ...citedBullets(findings, work.sources),
      words(first && second ? `\n${relation(first.name, first.values, second.name, second.values)}\n` : ""),
      words("\n### What this means\n\n"),
      words(`${conclusion(table)}\n\nThe table covers ${table.rows.length} rows, so small differences should not be over-read.\n`),
      words(sourceList(work.sources)),
    ],
    calculation: tableCalculation(table, columns),
    picture: { subject: work.topic, bars: first?.values ?? [] },
  };
}

/** The newest table with numbers in it. */
export function latestTable(work: Work): Table | undefined {
  return [work.message, ...work.material.toReversed()]
    .flatMap((text) => tablesIn(text).toReversed())
    .find((table) => numericColumns(table).length > 0);
}

function relation(first: string, a: readonly number[], second: string, b: readonly number[]): string {
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

function conclusion(table: Table): string {
  const [column] = numericColumns(table);
  if (column === undefined) return "There is not enough numeric data for a conclusion.";
  const [first, last] = [column.values[0] ?? 0, column.values.at(-1) ?? 0];
  const years = Math.max(table.rows.length - 1, 1);
  const rate = first > 0 && last > 0 ? ((last / first) ** (1 / years) - 1) * 100 : 0;
  const direction = rate > 1 ? "growing" : rate < -1 ? "shrinking" : "level";
  const next = shown(Math.round(last * (1 + rate / 100)));
  return `${column.name} is ${direction} at about ${Math.abs(rate).toFixed(1)}% per step. If that holds, the next value would be near **${next}**; a change of pace would show there first.`;
}
