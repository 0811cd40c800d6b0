/**
 * The command line as data: which command, on what, with which options.
 *
 * Pure: touches no file and no database. `usage` is what `help` prints.
 */
import { type AppError, appError } from "../shared/app-error";
import { err, ok, type Result } from "../shared/result";

export const commandNames = ["run", "list", "validate", "publish", "unpublish", "export", "import", "show", "history", "help"] as const;
export type CommandName = (typeof commandNames)[number];

export type Command =
  | { readonly name: "help" }
  | { readonly name: "list"; readonly json: boolean }
  /** `inputs` as typed, in order: `key=value`, `key=@file`, `@file.json` or a JSON object. */
  | { readonly name: "run"; readonly target: string; readonly inputs: readonly string[]; readonly json: boolean }
  | { readonly name: "validate"; readonly target: string; readonly json: boolean }
  | { readonly name: "export"; readonly target: string; readonly out: string | null }
  | { readonly name: "import"; readonly target: string; readonly json: boolean }
  | { readonly name: "publish"; readonly target: string; readonly publishedName: string; readonly json: boolean }
  /** `target` is a published name. */
  | { readonly name: "unpublish"; readonly target: string }
  | { readonly name: "show"; readonly target: string; readonly json: boolean }
  /** `step` is a path; null for all steps. */
  | { readonly name: "history"; readonly target: string; readonly step: string | null; readonly json: boolean };

export const usage = `Draw in the browser, run from here.

  npm run flow -- run <published name | template | workflow | file.json> [--input key=value]... [--json]
  npm run flow -- list [--json]
  npm run flow -- validate <template | workflow | file.json> [--json]
  npm run flow -- publish <template | workflow | file.json> --name <name> [--json]
  npm run flow -- unpublish <published name>
  npm run flow -- export <template | workflow> [--out file.json]
  npm run flow -- import <file.json> [--json]
  npm run flow -- show <run id> [--json]
  npm run flow -- history <run id> [--step <path>] [--json]

A workflow is named by its id or its name; run takes what is published under a name first. Inputs:
  --input topic="Ocean drones"   one value
  --input notes=@notes.txt       a value from a file
  --input '{"topic":"…"}'        several values as JSON
  --input @input.json            several values from a file
What is left out takes the workflow's sample input.

Progress goes to stderr, the result to stdout. With --json, run prints one event a line and the
run's result last; a command that was refused prints {"type":"error","code":…,"message":…}.

Exit status: 0 the run succeeded (or the command did what it says); 1 it failed, was cancelled, or
the workflow is not valid; 2 the command was not understood; 3 Windrose could not start; 130 Ctrl+C.
`;

type Options = {
  readonly inputs: readonly string[];
  readonly json: boolean;
  readonly out: string | null;
  readonly publishedName: string | null;
  readonly step: string | null;
  readonly targets: readonly string[];
};

/** Fails with `usage` and a sentence that names the part that was not understood. */
export function parseArguments(argv: readonly string[]): Result<Command, AppError> {
  const [name, ...rest] = argv;
  if (name === undefined || name === "help" || rest.includes("--help") || name === "--help" || name === "-h") return ok({ name: "help" });
  if (!isCommandName(name)) return refuse(`There is no command "${name}". Commands: ${commandNames.join(", ")}.`);
  const options = parseOptions(name, rest);
  return options.ok ? commandOf(name, options.value) : options;
}

function commandOf(name: Exclude<CommandName, "help">, options: Options): Result<Command, AppError> {
  const { inputs, json, out, publishedName, step, targets } = options;
  const [target, extra] = targets;
  if (name === "list") return target === undefined ? ok({ name, json }) : refuse(`list takes no "${target}".`);
  if (target === undefined) return refuse(`${name} needs ${wanted[name]}.`);
  if (extra !== undefined) return refuse(`${name} takes one name, not also "${extra}". Put a name with spaces in quotes.`);
  switch (name) {
    case "run":
      return ok({ name, target, inputs, json });
    case "publish":
      if (publishedName === null) return refuse("publish needs --name, for example --name research-team.");
      return ok({ name, target, publishedName, json });
    case "unpublish":
      return ok({ name, target });
    case "export":
      return ok({ name, target, out });
    case "history":
      return ok({ name, target, step, json });
    default:
      return ok({ name, target, json });
  }
}

const wanted = {
  run: "a published name, a template, a workflow or a file",
  publish: "a template, a workflow or a file",
  unpublish: "a published name",
  validate: "a template, a workflow or a file",
  export: "a template or a workflow",
  import: "a file",
  show: "the id of a run",
  history: "the id of a run",
} as const;

const optionsOf: { readonly [Name in CommandName]: readonly string[] } = {
  run: ["--input", "--json"],
  list: ["--json"],
  validate: ["--json"],
  publish: ["--name", "--json"],
  unpublish: [],
  export: ["--out"],
  import: ["--json"],
  show: ["--json"],
  history: ["--step", "--json"],
  help: [],
};

function parseOptions(name: CommandName, given: readonly string[]): Result<Options, AppError> {
  const inputs: string[] = [];
  const targets: string[] = [];
  const single: { [option in "--out" | "--name" | "--step"]: string | null } = { "--out": null, "--name": null, "--step": null };
  let json = false;

  const words = given.flatMap(splitEquals);
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index] ?? "";
    if (!word.startsWith("--")) {
      targets.push(word);
      continue;
    }
    if (!optionsOf[name].includes(word)) return refuse(`${name} has no option ${word}.`);
    if (word === "--json") {
      json = true;
      continue;
    }
    index += 1;
    const value = words[index];
    if (value === undefined) return refuse(`${word} needs a value.`);
    if (word === "--out" || word === "--name" || word === "--step") single[word] = value;
    else inputs.push(value);
  }
  return ok({ inputs, targets, json, out: single["--out"], publishedName: single["--name"], step: single["--step"] });
}

/** `--input=topic=x` reads like `--input topic=x`. */
function splitEquals(word: string): readonly string[] {
  const [, option, value] = /^(--[a-z]+)=(.*)$/s.exec(word) ?? [];
  return option === undefined || value === undefined ? [word] : [option, value];
}

function isCommandName(name: string): name is Exclude<CommandName, "help"> {
  return name !== "help" && commandNames.some((known) => known === name);
}

function refuse(message: string): Result<never, AppError> {
  return err(appError("usage", message));
}
