/**
 * Calculations without numbers to calculate with: assumed, named as assumed, and worked out.
 */
import { tableText } from "../reading";
import { type Work, words } from "../work";
import { type Draft, sourceList } from "./role";

/** Does the request want figures rather than a program? */
export function asksForFigures(request: string): boolean {
  return (
    /\b(?:calculate|compute|work out|estimate|pays? off|pays? back|figures|metrics?|costs?|savings?)\b/i.test(request) &&
    !/\b(?:function|script|program|bug|error)\b/i.test(request)
  );
}

/** Three cases from assumptions, and how far the result moves with them. */
export function estimate(work: Work): Draft {
  const { random, topic } = work;
  const once = random.int(40, 90) * 100;
  const yearly = random.int(6, 14) * 100;
  const cases = [
    { name: "Cautious", once: Math.round(once * 1.2), yearly: Math.round(yearly * 0.8) },
    { name: "Expected", once, yearly },
    { name: "Favourable", once: Math.round(once * 0.85), yearly: Math.round(yearly * 1.15) },
  ];
  const years = cases.map((row) => Math.round((row.once / row.yearly) * 10) / 10);
  const rows = cases.map((row, index) => [row.name, String(row.once), String(row.yearly), String(years[index])]);
  return {
    pieces: [
      words(
        `## ${work.heading}\n\n**In short:** What is spent comes back after about ${years[1]} years, ${years[2]} at best and ${years[0]} at worst.\n\n### Result\n\n${tableText({ columns: ["Case", "Spent once", "Saved a year", "Years"], rows })}\n\n`,
      ),
      words(
        "### Assumptions\n\n- **No figures were given:** the amounts are assumed and stand for the unit the sources use.\n- **Constant saving:** prices and use stay as they are today.\n- **What moves it most:** the saving a year; a tenth more or less shifts the result by about as much.\n",
      ),
      words(sourceList(work.sources)),
    ],
    calculation: {
      code: `cases = ${JSON.stringify(cases.map((row) => [row.name, row.once, row.yearly]))}\nfor name, once, yearly in cases:\n    print(name, round(once / yearly, 1))`,
      output: cases.map((row, index) => `${row.name} ${years[index]}`).join("\n"),
      says: "",
      series: years,
    },
    picture: { subject: topic, bars: years },
  };
}
