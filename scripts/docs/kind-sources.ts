/**
 * What the source of a kind says beyond its definition: which error codes it gives, which limits it keeps,
 * what it asks of the surroundings of a step.
 */
import path from "node:path";
import { type LimitName, limits } from "../../lib/shared/limits";
import { errorCodesByFile, type SourceText } from "./error-codes";
import { type Heading, sectionOf } from "./error-page";

/** What an executor may ask for, and where the errors of that are explained. */
export const services = [
  { call: "callModel", heading: "Models", words: "calling a model", limits: /^(?:promptBytes|repairCalls|model)/ },
  { call: "callHttp", heading: "Services", words: "calling a service", limits: /^http/ },
  { call: "runCode", heading: "Code", words: "running the code", limits: /^code/ },
  { call: "startRun", heading: "Runs, requests and the API", words: "starting the other run", limits: /^subWorkflow/ },
  { call: "render", heading: "Templates and expressions", words: "working out a template", limits: /^(?:expressionMs|expressionOutput)/ },
  { call: "evaluate", heading: "Templates and expressions", words: "working out an expression", limits: /^expression/ },
] as const;

export type KindSource = {
  /** Said while the workflow is edited. */
  readonly problems: readonly string[];
  /** Given by its steps. */
  readonly failures: readonly string[];
  readonly limits: readonly LimitName[];
  readonly services: readonly (typeof services)[number][];
};

/** Every step can be cancelled; lists of results name that of their parts. */
const ofEveryKind = new Set(["cancelled"]);
/** Not the kind's own: it says what an installation can do, or how its panel counts. */
const limitsOfTheSchema = new Set<LimitName>(["documentDepth"]);

export function readKindSource(kind: string, sources: readonly SourceText[]): KindSource {
  const texts = new Map(sources.map(({ file, text }) => [file, text]));
  const folder = `lib/nodes/${kind}`;
  const files = reachedFrom([`${folder}/definition.ts`, `${folder}/executor.server.ts`], texts);
  const codesUnder = (heading: Heading) =>
    codesIn(
      files.filter((file) => sectionOf(file) === heading),
      texts,
    );
  const text = files.map((file) => texts.get(file) ?? "").join("\n");
  const used = services.filter(({ call }) => new RegExp(`\\b${call}\\b`).test(text));
  const keeps = (name: LimitName) => text.includes(`limits.${name}.`) || text.includes(`limit("${name}")`);
  return {
    problems: codesUnder("While you draw"),
    failures: codesUnder("When a step fails"),
    limits: limitNames.filter((name) => !limitsOfTheSchema.has(name) && (keeps(name) || used.some((one) => one.limits.test(name)))),
    services: used,
  };
}

function codesIn(files: readonly string[], texts: ReadonlyMap<string, string>): readonly string[] {
  const byFile = errorCodesByFile(files.map((file) => ({ file, text: texts.get(file) ?? "" })));
  return [...new Set([...byFile.values()].flat())].filter((code) => !ofEveryKind.has(code)).sort();
}

/** Limits that the variables of an installation change. */
export function raisableLimits(sources: readonly SourceText[]): ReadonlySet<string> {
  const names = sources.flatMap(({ text }) => [...text.matchAll(/\b(?:limitInForce|limit)\("(\w+)"\)/g)].map(([, name = ""]) => name));
  return new Set(names.filter((name) => limitNames.some((known) => known === name && limits[known].hard > limits[known].value)));
}

/** The files themselves and everything of lib/nodes that they import for more than its types. */
function reachedFrom(files: readonly string[], texts: ReadonlyMap<string, string>): readonly string[] {
  const reached = new Set<string>();
  const visit = (file: string) => {
    const text = texts.get(file);
    if (text === undefined || reached.has(file)) return;
    reached.add(file);
    for (const [, target = ""] of text.matchAll(/^import (?!type )[^;]*? from "(\.[^"]*)";/gms)) {
      const found = `${path.posix.join(path.posix.dirname(file), target)}.ts`;
      if (found.startsWith("lib/nodes/")) visit(found);
    }
  };
  for (const file of files) visit(file);
  return [...reached];
}

// Object.keys widens to string; the keys of a const object are exactly its names.
const limitNames = Object.keys(limits) as LimitName[];
