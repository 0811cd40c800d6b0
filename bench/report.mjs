/**
 * Figures as a page: what was measured, the aim, and whether it was met. Pure.
 */
import { table } from "./markdown-table.mjs";

const aims = { msPerNode: 3, fanFactor: 1.2, throughputShare: 0.5, startMs: 4_000, memoryMb: 400 };

/** The report as Markdown. Parts that were not measured are left out. */
export function reportText({ machine, versions, engine, startup }) {
  const rows = [...(engine ? engineRows(engine) : []), ...(startup ? startupRows(startup) : [])];
  return [
    "# Engine bench",
    "",
    ...machineLines(machine, versions),
    "",
    ...table(["what", "Windrose", "plain SDK code", "ideal", "figure", "aim", ""], rows),
    "",
    ...(engine ? [...engineNotes(engine), ""] : []),
    ...(startup?.memory ? [...memoryLines(startup.memory), ""] : []),
  ].join("\n");
}

function machineLines(machine, versions) {
  const { cores, processor, memoryGb, system, node, fsyncMs, load, measuredAt } = machine;
  return [
    `Measured ${measuredAt} UTC on ${cores} cores (${processor}), ${memoryGb} GB, ${system}, Node ${node}, ${versions}.`,
    `One fsync of 8 kB took ${ms(fsyncMs)}; load before the start ${load.toFixed(1)}.`,
  ];
}

function engineRows({ sequential, parallel, throughput }) {
  return [...(sequential ? [sequentialRow(sequential)] : []), ...parallel.map(parallelRow), ...throughput.map(throughputRow)];
}

function sequentialRow({ agents, pair }) {
  const perNode = (pair.ours.median - pair.plain.median) / agents;
  return [
    `${agents} nodes in a row, model answers at once`,
    `${ms(pair.ours.median / agents)} a node (${spread(pair.ours, agents)})`,
    `${ms(pair.plain.median / agents)} a node (${spread(pair.plain, agents)})`,
    "",
    `**${ms(perNode)}** a node on top`,
    `≤ ${aims.msPerNode} ms`,
    verdict(perNode <= aims.msPerNode),
  ];
}

function parallelRow({ agents, idealMs, pair }) {
  const factor = pair.ours.median / pair.plain.median;
  return [
    `${agents} nodes side by side, ${idealMs} ms each`,
    `${ms(pair.ours.median)} (${spread(pair.ours)})`,
    `${ms(pair.plain.median)} (${spread(pair.plain)})`,
    ms(idealMs),
    `**${factor.toFixed(2)}** of plain`,
    agents === 100 ? `≤ ${aims.fanFactor}` : "",
    agents === 100 ? verdict(factor <= aims.fanFactor) : "",
  ];
}

function throughputRow({ atOnce, runs, idealPerSecond, pair }) {
  const perSecond = (milliseconds) => (runs * 1_000) / milliseconds;
  const share = pair.plain.median / pair.ours.median;
  const shown = (series) =>
    `${perSecond(series.median).toFixed(0)} runs/s (${perSecond(series.max).toFixed(0)}–${perSecond(series.min).toFixed(0)})`;
  return [
    `${atOnce} runs at once of 4 nodes, 50 ms each`,
    shown(pair.ours),
    shown(pair.plain),
    `${idealPerSecond.toFixed(0)} runs/s`,
    `**${share.toFixed(2)}** of plain`,
    atOnce === 50 ? `≥ ${aims.throughputShare}` : "",
    atOnce === 50 ? verdict(share >= aims.throughputShare) : "",
  ];
}

function startupRows({ startMs, memory }) {
  const sorted = [...startMs].sort((a, b) => a - b);
  const median = sorted[sorted.length >> 1];
  const range = `${seconds(sorted[0])}–${seconds(sorted.at(-1))}`;
  const rows = [
    [
      "`npm start` of a built checkout to the first page",
      `${seconds(median)} (${range})`,
      "",
      "",
      `**${seconds(median)}**`,
      `< ${seconds(aims.startMs)}`,
      verdict(median < aims.startMs),
    ],
  ];
  for (const [when, parts] of memory
    ? [
        ["after the first page", memory.afterFirstPage],
        ["after every page", memory.afterEveryPage],
      ]
    : []) {
    const pss = parts.web.pssMb + parts.postgres.pssMb;
    const rss = parts.web.rssMb + parts.postgres.rssMb;
    rows.push([
      `memory at rest, ${when}: web with worker, PostgreSQL`,
      `${pss.toFixed(0)} MB PSS (${rss.toFixed(0)} MB RSS)`,
      "",
      "",
      `**${pss.toFixed(0)} MB**`,
      `< ${aims.memoryMb} MB`,
      verdict(pss < aims.memoryMb),
    ]);
  }
  return rows;
}

function engineNotes({ limits, rounds, sequential, parallel, throughput }) {
  const set = Object.entries(limits)
    .map(([name, value]) => `\`${name}=${value}\``)
    .join(", ");
  const cpu = [
    ...(sequential ? [cpuNote("a node in a row", sequential.pair, sequential.agents)] : []),
    ...parallel.filter(({ agents }) => agents === 100).map(({ agents, pair }) => cpuNote("a node of 100 side by side", pair, agents)),
    ...throughput.filter(({ atOnce }) => atOnce === 50).map(({ runs, pair }) => cpuNote("a run at 50 at once", pair, runs)),
  ];
  return [
    `Medians, with the fastest and slowest in brackets, of ${2 * rounds} rounds (in a row), ${rounds} (side by side) and ${Math.ceil(rounds / 2)} (runs a second), the two sides in turn, after a warm-up.`,
    "Both sides run in one process against one simulator in another, which answers whole after exactly the given time, and both use the SDK's streaming call; that they send the same requests is checked before each measurement. The engine keeps every step: PostgreSQL commits with fsync on.",
    `Limits were set with ${set}.`,
    "",
    "Processor time of the measuring process, which others on the machine disturb less:",
    "",
    ...table(["", "Windrose", "plain SDK code"], cpu),
  ];
}

function cpuNote(label, { ours, plain }, count) {
  return [label, ms(ours.cpuMedian / count), ms(plain.cpuMedian / count)];
}

function memoryLines({ afterFirstPage, afterEveryPage }) {
  const row = (when, parts) =>
    Object.entries(parts).map(([part, { processes, pssMb, rssMb }]) => [
      when,
      part,
      String(processes),
      `${pssMb.toFixed(0)} MB`,
      `${rssMb.toFixed(0)} MB`,
    ]);
  return [
    "Memory by part. PSS divides shared pages among the processes that share them. Against Mistral there is no simulator; the launcher only waits.",
    "",
    ...table(
      ["at rest", "part", "processes", "PSS", "RSS"],
      [...row("after the first page", afterFirstPage), ...row("after every page", afterEveryPage)],
    ),
  ];
}

const ms = (value) => `${value < 20 ? value.toFixed(2) : value.toFixed(0)} ms`;
const seconds = (value) => `${(value / 1_000).toFixed(1)} s`;
const spread = ({ min, max }, count = 1) => `${(min / count).toFixed(count > 1 ? 2 : 0)}–${(max / count).toFixed(count > 1 ? 2 : 0)}`;
const verdict = (isMet) => (isMet ? "met" : "**not met**");
