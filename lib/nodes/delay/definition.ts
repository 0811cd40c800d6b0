/** Delay: goes on later, with what it received. */
import { z } from "zod";
import { limits } from "../../shared/limits";
import { type ConfigProblem, defineNode } from "../contract";
import { delayMs, type Unit, units } from "./wake-time";

const mostDays = limits.longestWaitMs.hard / 86_400_000;
const mostAmount = limits.longestWaitMs.hard / 1_000;

const DelayConfig = z.strictObject({
  mode: z.enum(["for", "until"]).default("for"),
  amount: z.number().min(0).max(mostAmount).default(1),
  unit: z.enum(units).default("minutes"),
  until: z.string().default(""),
});

type Config = z.output<typeof DelayConfig>;

export const delayNode = defineNode({
  type: "delay",
  version: 1,
  label: "Delay",
  summary: "Waits for a while or until a time, then passes on what it received.",
  group: "people",
  glyph: "clock",
  keywords: ["wait", "sleep", "pause", "timer", "schedule", "later", "until", "minutes", "hours"],
  shape: { is: "wait" },
  effect: "none",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: DelayConfig,
  defaults: { mode: "for", amount: 1, unit: "minutes", until: "" },
  fields: [
    {
      key: "mode",
      label: "Waits",
      control: "segments",
      options: [
        { value: "for", label: "For a while", help: "Counted from when the step starts." },
        { value: "until", label: "Until a time", help: "A time that is worked out or was received. One in the past is over at once." },
      ],
    },
    { key: "amount", label: "How long", control: "number", min: 0, max: mostAmount, when: { key: "mode", is: ["for"] } },
    {
      key: "unit",
      label: "Unit",
      control: "choice",
      options: units.map((unit) => ({ value: unit, label: unit })),
      when: { key: "mode", is: ["for"] },
    },
    {
      key: "until",
      label: "Time",
      help: "A text like 2026-03-01T09:00:00Z, without a zone in UTC, or milliseconds since 1970. At most 30 days ahead.",
      placeholder: "input.publish_at",
      control: "expression",
      when: { key: "mode", is: ["until"] },
    },
  ],
  describe: ({ mode, amount, unit, until }) =>
    mode === "for" ? `Delay · ${amount} ${amount === 1 ? singular(unit) : unit}` : `Delay · until ${until.trim() || "no time yet"}`,
  texts: ({ mode, until }) => (mode === "until" ? [{ field: "until", is: "expression", text: until }] : []),
  check: problemsOf,
});

function singular(unit: Unit): string {
  return unit.slice(0, -1);
}

function problemsOf({ mode, amount, unit, until }: Config): readonly ConfigProblem[] {
  if (mode === "until") {
    const message = "it does not say until when it waits. Write a time, or wait for a while.";
    return until.trim() === "" ? [{ code: "missing_time", severity: "error", message, field: "until" }] : [];
  }
  if (delayMs(amount, unit) <= limits.longestWaitMs.hard) return [];
  const message = `${amount} ${unit} are more than ${mostDays} days, which is as long as a step can wait.`;
  return [{ code: "delay_too_long", severity: "error", message, field: "amount" }];
}
