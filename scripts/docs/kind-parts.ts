/** The generated parts of a kind's page. */
import { z } from "zod";
import type { NodeDefinition, PortSpec } from "../../lib/nodes/contract";
import { canFail } from "../../lib/nodes/ports";
import type { JsonObject, JsonValue } from "../../lib/shared/json";
import { limits } from "../../lib/shared/limits";
import { type ErrorRow, isSameCode } from "./error-page";
import { type Example, otherWorkflow } from "./examples/example";
import type { KindSource } from "./kind-sources";
import { limitsTable } from "./limits-table";
import { anchorOf, code, fenced, type Row, table } from "./markdown";
import { settingsTable } from "./settings-table";

export type KindPage = {
  readonly definition: NodeDefinition;
  readonly source: KindSource;
  readonly example: Example;
  /** What the example's node came to; undefined where that is a model's to say. */
  readonly outcome: unknown;
  /** Limits that a variable changes. */
  readonly raisable: ReadonlySet<string>;
  readonly errors: ReadonlyMap<string, readonly ErrorRow[]>;
};

/** In the order a page has them. */
export const kindParts = ["ports", "settings", "example", "problems", "failures", "limits"] as const;
export type KindPart = (typeof kindParts)[number];

const make: { readonly [Part in KindPart]: (page: KindPage) => string } = {
  ports: ({ definition }) => portsTable(definition),
  settings: ({ definition }) => settingsTable(definition),
  example: (page) => exampleOf(page),
  problems: (page) => codeTable(page.source.problems, "While you draw", page),
  failures: (page) => failuresOf(page),
  limits: ({ source, raisable }) =>
    source.limits.length === 0 ? "None but those of [every kind](every-kind.md#limits)." : limitsTable(source.limits, raisable),
};

/** Throws for a part that pages of kinds do not have. */
export function makeKindPart(name: string, page: KindPage): string {
  const part = kindParts.find((known) => known === name);
  if (part === undefined) throw new Error(`No page of a kind has a part “${name}”. There are: ${kindParts.join(", ")}.`);
  return make[part](page);
}

function portsTable(definition: NodeDefinition): string {
  const { inputs, outputs } = definition.ports(definition.config.parse(definition.defaults));
  const rows = [...inputs.map((port) => portRow("in", port)), ...outputs.map((port) => portRow("out", port))];
  const error: readonly Row[] = canFail(definition)
    ? [
        [
          "out",
          `Error ${code("error")}`,
          "Once it is on under **When it fails**: takes `{code, message, attempt, step}` of a failure that is final.",
        ],
      ]
    : [];
  if (rows.length === 0) return "It has no ports.";
  return table(["", "Port", "What it takes"], [...rows, ...error]);
}

function portRow(side: "in" | "out", { id, label, role, single, isNeeded, accepts }: PortSpec): Row {
  const binding = accepts === undefined ? "agents, teams and containers" : "agents and teams";
  const takes =
    role === "binding"
      ? `Dotted edges to those it may call: ${binding}.${isNeeded === true ? " At least one is needed." : ""}`
      : side === "out"
        ? "Any number of edges."
        : single === true
          ? "One edge."
          : "Any number of edges; waits for all of them unless *Wait for* says otherwise.";
  return [side, `${label} ${code(id)}`, takes];
}

function exampleOf({ definition, example, outcome }: KindPage): string {
  const node = example.document.nodes.find(({ id }) => id === example.shown);
  const file = `examples/${definition.type}.json`;
  const config = withoutDefaults(node?.config ?? {}, definition);
  const texts = Object.entries(config).filter(([, value]) => typeof value === "string" && value.includes("\n"));
  const others = Object.entries(config).filter((entry) => !texts.some(([key]) => key === entry[0]));
  const hasSettings = texts.length > 0 || others.length > 0;
  return [
    whereToFind(example, file),
    fenced("json", JSON.stringify(example.document.sampleInput, null, 2)),
    hasSettings ? `**${node?.title ?? ""}** with` : "",
    others.length === 0 ? "" : fenced("json", JSON.stringify(Object.fromEntries(others), null, 2)),
    ...texts.flatMap(([key, text]) => [`${code(key)}:`, fenced(key === "source" ? "js" : "text", String(text))]),
    hasSettings ? outcomeOf(definition, outcome, "") : outcomeOf(definition, outcome, `**${node?.title ?? ""}** `),
  ]
    .filter(Boolean)
    .join("\n\n");
}

function whereToFind({ other, kind }: Example, file: string): string {
  const first = `The workflow of the picture is [${file}](${file}):`;
  const then = "There, with the input";
  if (other === undefined) return `${first} import it, or run it with \`npm run flow -- run docs/kinds/${file}\`. ${then}`;
  const second = otherFileOf(kind);
  return `${first} import it and [${second}](${second}), and put the id of the latter, the last part of its address, in place of \`${otherWorkflow}\`. ${then}`;
}

/** Where the workflow lies that an example's Sub-workflow runs, from docs/kinds on. */
export function otherFileOf(kind: string): string {
  return `examples/${kind}.other.json`;
}

function outcomeOf({ shape, effect }: NodeDefinition, outcome: unknown, who: string): string {
  if (shape.is === "none") return `${who}is only read.`;
  if (outcome === undefined && effect === "model") return `${who}gives what its model answers.`;
  const isText = typeof outcome === "string" && outcome.includes("\n");
  return `${who}comes to\n\n${isText ? fenced("text", outcome) : fenced("json", JSON.stringify(outcome, null, 2))}`;
}

/** What a person would have to set, given a node that says nothing. */
function withoutDefaults(config: JsonObject, definition: NodeDefinition): JsonObject {
  const defaults = new Map(Object.entries(z.record(z.string(), z.unknown()).parse(definition.config.parse({}))));
  const isSet = ([key, value]: readonly [string, JsonValue]) => JSON.stringify(value) !== JSON.stringify(defaults.get(key));
  return Object.fromEntries(Object.entries(config).filter(isSet));
}

function codeTable(codes: readonly string[], heading: string, { errors }: KindPage): string {
  if (codes.length === 0) return "Nothing of its own.";
  const rows = codes.map((given): Row => {
    const row = errors.get(heading)?.find((shown) => isSameCode(given, shown.code));
    if (row === undefined) throw new Error(`docs/errors.md does not explain ${given} under “${heading}”.`);
    return [code(given), row.meaning, row.mend];
  });
  return table(["Code", "What it means", "What to do"], rows);
}

function failuresOf(page: KindPage): string {
  const { definition, source } = page;
  const further = source.services.map(({ words, heading }) => `[${words}](../errors.md#${anchorOf(heading)})`);
  return [
    codeTable(source.failures, "When a step fails", page),
    further.length === 0 ? "" : `It also fails as ${listed(further)} can.`,
    afterFailure(definition),
  ]
    .filter(Boolean)
    .join("\n\n");
}

/** What becomes of a failure, as its shape and effect decide. */
function afterFailure(definition: NodeDefinition): string {
  if (definition.shape.is === "none") return "It never runs, so it never fails.";
  if (definition.isInstant === true) {
    return "It is computed at once: nothing is tried again, and it has no error port of its own. A failure goes to the container around it, if that has one, else it ends the run: mend what it names and **Go on from here**.";
  }
  return `${attemptsOf(definition)} After that [its error port](every-kind.md#when-it-fails) takes the failure, when it is on and wired; else the run fails.`;
}

function attemptsOf({ effect, shape }: NodeDefinition): string {
  const { value, hard } = limits.modelAttempts;
  if (effect === "model") return `Transient failures are tried again: ${value} attempts, unless the node says otherwise (1 to ${hard}).`;
  if (shape.is === "scope") return "The steps inside are tried again as their own settings say; the container is not.";
  if (shape.is === "task")
    return `It is tried once, unless ${code("settings.maxAttempts")} of the node (1 to ${hard}) allows more; then transient failures are tried again.`;
  return "It is tried once.";
}

function listed(words: readonly string[]): string {
  const [last = "", ...before] = words.toReversed();
  return before.length === 0 ? last : `${before.toReversed().join(", ")} or ${last}`;
}
