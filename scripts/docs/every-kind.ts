/** The generated parts of the page about what every node has. */
import { NodeSettings } from "../../lib/document/schema";
import { type LimitName, limits } from "../../lib/shared/limits";
import { limitsTable } from "./limits-table";
import { code, count, type Row, table } from "./markdown";
import { schemaOf } from "./settings-table";

type SettingRow = {
  readonly key: keyof NodeSettings;
  readonly label: string;
  readonly says: string;
  readonly unit: string;
  readonly left: string;
  readonly kinds: string;
};

const ms = (name: LimitName) => count(limits[name].value);

const settings: readonly SettingRow[] = [
  {
    key: "join",
    label: "Wait for",
    says: "How many of its incoming edges have to be taken: all that are decided, the first, or some. With `cancelRest` the unfinished steps that lead nowhere else are cancelled.",
    unit: "edges",
    left: "all",
    kinds: "with several edges coming in",
  },
  {
    key: "maxAttempts",
    label: "Attempts",
    says: "How often it is tried in all. Only failures that may pass are tried again.",
    unit: "attempts",
    left: `${limits.modelAttempts.value} where a model is asked, else 1`,
    kinds: "all; in the panel where a model or a service is asked",
  },
  {
    key: "firstByteMs",
    label: "Time to begin",
    says: "How long to wait for the first byte of an answer.",
    unit: "ms in the file, s in the panel",
    left: ms("modelFirstByteMs"),
    kinds: "that ask a model",
  },
  {
    key: "idleMs",
    label: "Longest pause",
    says: "How long to wait between two bytes.",
    unit: "ms in the file, s in the panel",
    left: ms("modelIdleMs"),
    kinds: "that ask a model",
  },
  {
    key: "totalMs",
    label: "Time in total",
    says: "How long one call may take.",
    unit: "ms in the file, s in the panel",
    left: ms("modelTotalMs"),
    kinds: "that ask a model",
  },
  {
    key: "fallbackModel",
    label: "Fallback model",
    says: "Asked after the last attempt with the first model, with as many attempts of its own.",
    unit: "",
    left: "none",
    kinds: "with a setting Model",
  },
  {
    key: "fallbackAgent",
    label: "Then ask",
    says: "Gives it a port Fallback: the agent or team it leads to is asked after the last attempt, in place of a fallback model.",
    unit: "",
    left: "off",
    kinds: "Agent",
  },
  {
    key: "errorPort",
    label: "Error port",
    says: "Gives it a way out for failures.",
    unit: "",
    left: "off",
    kinds: "that are not computed at once",
  },
  {
    key: "tool",
    label: "As a tool",
    says: "How a model is offered it: what it does (`description`), and what is filled in (`parameters`, fields as an Input has them). The node receives what was filled in. With `askFirst` a person has to allow each call, within `decideHours` when that is set.",
    unit: "",
    left: "its title and what it is good at; one text",
    kinds: "that an agent's Tools lead to",
  },
  {
    key: "pinned",
    label: "Pinned output",
    says: "What the node gives out at once (`output`) in runs that a person starts in the editor, so that work on what follows costs nothing. Published workflows, sub-workflows, the API and the command line never take it.",
    unit: "",
    left: "it works",
    kinds: "with one way out; containers as a whole",
  },
];

/** Limits that concern whatever runs. */
const common: readonly LimitName[] = [
  "runSteps",
  "runStepsAtOnce",
  "stepOutputBytes",
  "stepOutputInlineBytes",
  "textFieldBytes",
  "expressionMs",
  "expressionSourceBytes",
  "expressionOutputBytes",
  "containerDepth",
];

/** Throws for a part that the page does not have. */
export function makeCommonPart(name: string, raisable: ReadonlySet<string>): string {
  if (name === "settings") return settingsTable();
  if (name === "limits") return limitsTable(common, raisable);
  throw new Error(`The page about every kind has no part “${name}”.`);
}

function settingsTable(): string {
  const { properties = {} } = schemaOf(NodeSettings);
  const missing = Object.keys(properties).filter((key) => !settings.some((setting) => setting.key === key));
  if (missing.length > 0) throw new Error(`The settings ${missing.join(", ")} are not explained in scripts/docs/every-kind.ts.`);
  const rows = settings.map(({ key, label, says, unit, left, kinds }): Row => {
    const { minimum, maximum, maxLength } = properties[key] ?? {};
    const limit =
      maximum !== undefined ? `${count(minimum ?? 0)} to ${count(maximum)}` : maxLength !== undefined ? `${maxLength} characters` : "";
    return [`**${label}** ${code(key)}`, says, unit, left, limit, kinds];
  });
  return table(["Setting", "What it says", "Unit", "Left empty", "Limit", "Kinds"], rows);
}
