/** On event: steps that run once for every event of a name. */
import { z } from "zod";
import { limits } from "../../shared/limits";
import { type ConfigProblem, defineNode } from "../contract";
import { eventNameProblem } from "../event-names";

/** Hears every event. */
const anyEvent = "*";
const mostAtOnce = limits.runStepsAtOnce.hard;
const longestSeconds = limits.longestWaitMs.hard / 1_000;

const OnEventConfig = z.strictObject({
  event: z.string().trim().max(200).default(""),
  inOneConversation: z.boolean().default(false),
  /** Empty: its own. */
  conversation: z.string().trim().max(80).default(""),
  atOnce: z.number().int().min(1).max(mostAtOnce).default(5),
  onFailure: z.enum(["stop", "settle"]).default("stop"),
  listenUntil: z.enum(["idle", "time", "event"]).default("idle"),
  seconds: z.number().min(1).max(longestSeconds).default(60),
  untilEvent: z.string().trim().max(200).default(""),
  /** Only with an event to listen until. Absent: it listens until that has come, however long it takes. */
  mostSeconds: z.number().min(1).max(longestSeconds).optional(),
});

type Config = z.output<typeof OnEventConfig>;

export const onEventNode = defineNode({
  type: "on_event",
  version: 1,
  label: "On event",
  summary: "Runs its steps for every event of a name, from this run or from outside.",
  group: "world",
  glyph: "zap",
  keywords: ["container", "event", "handler", "listen", "subscribe", "react", "trigger", "webhook", "error handler"],
  shape: { is: "scope", by: "events" },
  effect: "none",
  ports: () => ({ inputs: [{ id: "in", label: "In" }], outputs: [{ id: "out", label: "Out" }] }),
  config: OnEventConfig,
  defaults: {
    event: "data.received",
    inOneConversation: false,
    conversation: "",
    atOnce: 5,
    onFailure: "stop",
    listenUntil: "idle",
    seconds: 60,
    untilEvent: "",
  },
  fields: [
    {
      key: "event",
      label: "Event",
      help: "Steps inside read it as {{ event.name }} and {{ event.data }}. * hears every event; step.failed tells of a step that failed.",
      placeholder: "data.received",
      control: "text",
    },
    {
      key: "inOneConversation",
      label: "In one conversation",
      help: "Events are handled one after the other, and agents remember the ones before.",
      control: "switch",
    },
    {
      key: "conversation",
      label: "Shared conversation",
      help: "Handlers with the same name here share one: they take turns in the order of the events, and agents remember what the others said. Leave it empty for a conversation of its own.",
      placeholder: "Its own",
      control: "text",
      when: { key: "inOneConversation", is: [true] },
    },
    {
      key: "atOnce",
      label: "At once",
      help: "How many events are handled side by side.",
      control: "number",
      min: 1,
      max: mostAtOnce,
      step: 1,
      unit: "events",
      when: { key: "inOneConversation", is: [false] },
    },
    {
      key: "listenUntil",
      label: "Listens until",
      control: "segments",
      options: [
        { value: "idle", label: "Nothing goes on", help: "The run ends once nothing else is active and every event is handled." },
        { value: "time", label: "A time", help: "The run stays open so long, for events from outside." },
        { value: "event", label: "An event", help: "The run stays open until then, for events from outside." },
      ],
    },
    {
      key: "seconds",
      label: "Time to listen",
      control: "number",
      min: 1,
      max: longestSeconds,
      unit: "seconds",
      when: { key: "listenUntil", is: ["time"] },
    },
    {
      key: "untilEvent",
      label: "The event that ends it",
      help: "From this run or from outside. Events that came before are handled first; if it is one that is listened for, so is this one.",
      placeholder: "orders.closed",
      control: "text",
      when: { key: "listenUntil", is: ["event"] },
    },
    {
      key: "mostSeconds",
      label: "At the latest after",
      help: "It stops then even if the event has not come. Leave it empty to wait as long as it takes.",
      placeholder: "No deadline",
      control: "number",
      min: 1,
      max: longestSeconds,
      unit: "seconds",
      when: { key: "listenUntil", is: ["event"] },
    },
    {
      key: "onFailure",
      label: "When handling an event fails",
      control: "segments",
      options: [
        { value: "stop", label: "Stop", help: "This step fails, and with it the run unless its error port is wired." },
        { value: "settle", label: "Go on", help: "The results say which failed; further events are handled." },
      ],
      advanced: true,
    },
  ],
  describe,
  texts: () => [],
  check: problemsOf,
  startsRuns: () => true,
  container: { values: ["event"] },
});

function describe({ event, inOneConversation, conversation }: Config): string {
  const name = event === anyEvent ? "any event" : event || "no event yet";
  if (!inOneConversation) return `On event · ${name}`;
  return `On event · ${name}, ${conversation === "" ? "one conversation" : `conversation ${conversation}`}`;
}

function problemsOf({ event, listenUntil, untilEvent }: Config): readonly ConfigProblem[] {
  return [
    ...(event === anyEvent ? [] : nameProblems("event", event)),
    ...(listenUntil === "event" ? nameProblems("untilEvent", untilEvent) : []),
  ];
}

function nameProblems(field: "event" | "untilEvent", name: string): readonly ConfigProblem[] {
  const problem = eventNameProblem(name);
  return problem === undefined ? [] : [{ code: "invalid_event_name", severity: "error", message: problem, field }];
}
