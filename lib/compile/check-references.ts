/** What concerns names in templates and expressions: that they exist, and that their values do when they are read. */
import { definitionOf, nodeCatalog } from "../nodes/catalog";
import type { InputField } from "../nodes/contract";
import type { Diagnostic } from "./diagnostic";
import type { Flow } from "./flow";
import { listed } from "./naming";
import { didYouMean, nearestName } from "./nearest-name";
import { checkNodeReference } from "./node-references";
import type { DocumentReading } from "./read-document";
import { type NodeReading, placeOf, type TextReference } from "./read-node";
import { leadsToLookup, offeredValues } from "./readable-names";

/** What a path may begin with, wherever it stands. */
const roots = ["input", "nodes", "state", "received"] as const;

export type Problem = Pick<Diagnostic, "code" | "severity" | "message">;

/** What every reference of the document is held against. */
export type Names = {
  readonly reading: DocumentReading;
  readonly flow: Flow | null;
  readonly leadsTo: (nodeId: string, reader: string) => boolean;
  /** Null when there is no Input node. */
  readonly inputFields: readonly InputField[] | null;
  readonly nodeIds: readonly string[];
  readonly variables: readonly string[];
};

/** @param flow null when there is a cycle: what depends on the order is then not said. */
export function checkReferences(reading: DocumentReading, flow: Flow | null): readonly Diagnostic[] {
  const names = readNames(reading, flow);
  return reading.nodes.flatMap((reader) => reader.references.flatMap((reference) => diagnose(reference, reader, names)));
}

function readNames(reading: DocumentReading, flow: Flow | null): Names {
  const input = reading.nodes.find((node) => node.definition?.inputFields !== undefined);
  return {
    reading,
    flow,
    leadsTo: flow?.leadsTo ?? leadsToLookup(reading),
    inputFields: input?.definition?.inputFields?.(input.config) ?? null,
    nodeIds: reading.nodes.filter((node) => !node.isNote).map(({ node }) => node.id),
    variables: reading.document.state.map((variable) => variable.name),
  };
}

function diagnose(reference: TextReference, reader: NodeReading, names: Names): readonly Diagnostic[] {
  const problem = problemOf(reference, reader, names);
  if (problem === null) return [];
  const message = `${placeOf(reader.title, reader.definition, reference.field)}: ${problem.message}`;
  const severity = reference.isCertain ? problem.severity : "warning";
  return [{ ...problem, severity, message, nodeId: reader.node.id, field: reference.field }];
}

function problemOf(reference: TextReference, reader: NodeReading, names: Names): Problem | null {
  const [root = "", name] = reference.path;
  switch (root) {
    case "input":
      return name === undefined ? noInput(names) : inputProblem(name, reference, names);
    case "nodes":
      return name === undefined ? null : checkNodeReference(name, reference, reader, names);
    case "state":
      return name === undefined || names.variables.includes(name) ? null : unknownVariable(name, names);
    case "received":
      return nothingReceived(reader, names);
    default:
      return valueProblem(root, reference, reader, names);
  }
}

/** Of nodes that need a connection this is said once, as `unconnected_input`. In a container, or when it is called, there is always something. */
function nothingReceived({ node, definition, config }: NodeReading, { reading }: Names): Problem | null {
  if (node.parent !== undefined || reading.isCalled(node.id)) return null;
  if (reading.edgesInto(node.id).length > 0 || definition?.startsRuns?.(config) !== true) return null;
  const message = "it reads what it received, but nothing is connected to its input. Draw an edge to it.";
  return { code: "nothing_received", severity: "error", message };
}

/** A value that containers and callers give. */
function valueProblem(name: string, reference: TextReference, reader: NodeReading, names: Names): Problem | null {
  const { reading } = names;
  const offered = offeredValues(reader, reading);
  const own = reference.isReadInside ? (reader.definition?.container?.values ?? []) : [];
  if (own.includes(name)) return null;
  // What a container of an unknown kind offers can't be judged.
  if (reading.scopes.around(reader.node.id).some((container) => container.definition === undefined)) return null;
  const value = offered.get(name);
  if (value === undefined) return unknownRoot(name, [...own, ...offered.keys()], names);
  if (value.isAlways || reference.hasDefault) return null;
  const message = `\`${name}\` is there only when the node is called with it. Give a default: \`${name} ?? "…"\`.`;
  return { code: "may_be_absent", severity: "warning", message };
}

function unknownRoot(root: string, offered: readonly string[], { inputFields, nodeIds, variables }: Names): Problem {
  const error = (mend: string): Problem => ({
    code: "unknown_variable",
    severity: "error",
    message: `there is no variable \`${root}\`.${mend}`,
  });
  const containers = containersOffering(root);
  if (containers.length > 0) return error(` Only nodes inside a ${listed(containers).replace(/ and ([^ ]*)$/, " or $1")} can read it.`);
  const meant = meantBy(root, inputFields ?? [], nodeIds, variables, offered);
  if (meant !== undefined) return error(` Did you mean \`${meant}\`?`);
  const beginnings = [...offered, "input", "nodes", "state"];
  return error(` Variables begin with ${beginnings.join(", ")} or received.`);
}

/** Labels of the kinds of containers whose inside may read it. */
function containersOffering(name: string): readonly string[] {
  const kinds = Object.keys(nodeCatalog).flatMap((type) => definitionOf(type) ?? []);
  return kinds.filter(({ container }) => container?.values.includes(name) === true).map(({ label }) => label);
}

/** `topic` for `input.topic` and `research` for `nodes.research.output` are what people write first. */
function meantBy(
  word: string,
  fields: readonly InputField[],
  nodeIds: readonly string[],
  variables: readonly string[],
  offered: readonly string[],
): string | undefined {
  const spellings = new Map<string, string>([
    ...variables.map((name) => [name, `state.${name}`] as const),
    ...nodeIds.map((id) => [id, `nodes.${id}.output`] as const),
    ...fields.map(({ key }) => [key, `input.${key}`] as const),
    ...offered.map((name) => [name, name] as const),
    ...roots.map((root) => [root, root] as const),
  ]);
  const exact = spellings.get(word);
  const near = exact === undefined ? nearestName(word, spellings.keys()) : undefined;
  return exact ?? (near === undefined ? undefined : spellings.get(near));
}

function noInput({ inputFields }: Names): Problem | null {
  if (inputFields !== null) return null;
  return { code: "no_input", severity: "error", message: "it reads the run's input, but the workflow has no Input. Add one." };
}

function inputProblem(name: string, reference: TextReference, names: Names): Problem | null {
  if (names.inputFields === null) {
    const message = `it reads \`input.${name}\`, but the workflow has no Input. Add one with a field \`${name}\`.`;
    return { code: "no_input", severity: "error", message };
  }
  const field = names.inputFields.find(({ key }) => key === name);
  if (field === undefined) {
    const keys = names.inputFields.map(({ key }) => key);
    const meant = didYouMean(name, keys, (key) => `input.${key}`) || " Add it to the Input, or use another name.";
    return { code: "unknown_variable", severity: "error", message: `the Input has no field \`${name}\`.${meant}` };
  }
  if (field.required || reference.hasDefault) return null;
  const message = `\`input.${name}\` may be left empty, and the step would fail. Give a default: \`input.${name} ?? "…"\`.`;
  return { code: "optional_input", severity: "warning", message };
}

function unknownVariable(name: string, { variables }: Names): Problem {
  const meant = didYouMean(name, variables, (known) => `state.${known}`) || " Declare it in the workflow's settings.";
  return { code: "unknown_variable", severity: "error", message: `the workflow has no state variable \`${name}\`.${meant}` };
}
