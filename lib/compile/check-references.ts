/** What concerns names in templates and expressions: that they exist, and that their values do when they are read. */
import { ancestorsLookup } from "../graph/reachability";
import type { InputField } from "../nodes/contract";
import type { Diagnostic } from "./diagnostic";
import type { Flow } from "./flow";
import { didYouMean, nearestName } from "./nearest-name";
import type { DocumentReading } from "./read-document";
import { type NodeReading, placeOf, type TextReference } from "./read-node";

/** What a path may begin with. */
const roots = ["input", "nodes", "state", "received"] as const;

type Problem = Pick<Diagnostic, "code" | "severity" | "message">;

/** What every reference of the document is held against. */
type Names = {
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
  const ancestorsOf = ancestorsLookup(reading.edges);
  const input = reading.nodes.find((node) => node.definition?.inputFields !== undefined);
  return {
    reading,
    flow,
    leadsTo: flow?.leadsTo ?? ((nodeId, reader) => ancestorsOf(reader).has(nodeId)),
    inputFields: input?.definition?.inputFields?.(input.config) ?? null,
    nodeIds: reading.nodes.filter((node) => !node.isNote).map(({ node }) => node.id),
    variables: reading.document.state.map((variable) => variable.name),
  };
}

function diagnose(reference: TextReference, reader: NodeReading, names: Names): readonly Diagnostic[] {
  const problem = problemOf(reference, reader, names);
  if (problem === null) return [];
  const message = `${placeOf(reader.title, reader.definition, reference.field)}: ${problem.message}`;
  return [{ ...problem, message, nodeId: reader.node.id, field: reference.field }];
}

function problemOf(reference: TextReference, reader: NodeReading, names: Names): Problem | null {
  const [root = "", name, part] = reference.path;
  switch (root) {
    case "input":
      return name === undefined ? noInput(names) : inputProblem(name, reference, names);
    case "nodes":
      return name === undefined ? null : nodeProblem(name, part, reference, reader, names);
    case "state":
      return name === undefined || names.variables.includes(name) ? null : unknownVariable(name, names);
    case "received":
      return nothingReceived(reader, names);
    default:
      return unknownRoot(root, names);
  }
}

/** Of nodes that need a connection this is said once, as `unconnected_input`. */
function nothingReceived({ node, definition, config }: NodeReading, { reading }: Names): Problem | null {
  if (reading.edgesInto(node.id).length > 0 || definition?.startsRuns?.(config) !== true) return null;
  const message = "it reads what it received, but nothing is connected to its input. Draw an edge to it.";
  return { code: "nothing_received", severity: "error", message };
}

function unknownRoot(root: string, { inputFields, nodeIds, variables }: Names): Problem {
  const meant = meantBy(root, inputFields ?? [], nodeIds, variables);
  const mend = meant === undefined ? " Variables begin with input, nodes, state or received." : ` Did you mean \`${meant}\`?`;
  return { code: "unknown_variable", severity: "error", message: `there is no variable \`${root}\`.${mend}` };
}

/** `topic` for `input.topic` and `research` for `nodes.research.output` are what people write first. */
function meantBy(
  word: string,
  fields: readonly InputField[],
  nodeIds: readonly string[],
  variables: readonly string[],
): string | undefined {
  const spellings = new Map<string, string>([
    ...variables.map((name) => [name, `state.${name}`] as const),
    ...nodeIds.map((id) => [id, `nodes.${id}.output`] as const),
    ...fields.map(({ key }) => [key, `input.${key}`] as const),
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

function nodeProblem(name: string, part: string | undefined, reference: TextReference, reader: NodeReading, names: Names): Problem | null {
  const named = names.reading.nodesById.get(name);
  if (named === undefined || named.isNote) return unknownNode(name, named, names);
  if (part !== undefined && part !== "output") {
    const message = `\`nodes.${name}.${part}\` is not there: a node has only its output. Write \`nodes.${name}.output\`.`;
    return { code: "unknown_variable", severity: "error", message };
  }
  return orderProblem(named, reader, names) ?? absenceProblem(named, reference, reader, names);
}

function unknownNode(name: string, note: NodeReading | undefined, { nodeIds }: Names): Problem {
  if (note !== undefined) {
    return { code: "unknown_node", severity: "error", message: `\`${name}\` is a note, and notes have no output. Name another node.` };
  }
  const meant = didYouMean(name, nodeIds, (id) => `nodes.${id}.output`) || " Use the id of a node that comes before.";
  return { code: "unknown_node", severity: "error", message: `there is no node \`${name}\`.${meant}` };
}

/** A value can be read only from what has run by then. */
function orderProblem(named: NodeReading, reader: NodeReading, { leadsTo, reading }: Names): Problem | null {
  const { id } = named.node;
  if (leadsTo(id, reader.node.id)) return null;
  // On a cycle nothing comes before anything: the cycle is what has to be mended.
  if (reading.cycle.includes(id) && reading.cycle.includes(reader.node.id)) return null;
  const error = (message: string): Problem => ({ code: "not_upstream", severity: "error", message });
  if (named === reader)
    return error(`\`nodes.${id}.output\` is its own output, which it does not have yet. Read a node that comes before.`);
  if (leadsTo(reader.node.id, id)) {
    return error(`\`nodes.${id}.output\` has not run yet: ${named.title} comes after ${reader.title}. Read a node that comes before.`);
  }
  return error(`\`nodes.${id}.output\` has not run yet when this starts. Connect ${named.title} so that it leads to ${reader.title}.`);
}

function absenceProblem(named: NodeReading, { hasDefault }: TextReference, reader: NodeReading, { flow }: Names): Problem | null {
  if (hasDefault || flow === null) return null;
  const { id } = named.node;
  const mend = `Give a default: \`nodes.${id}.output ?? "…"\`.`;
  if (flow.mayBeSkipped(id, reader.node.id)) {
    return { code: "may_be_skipped", severity: "warning", message: `${named.title} may have been skipped when this runs. ${mend}` };
  }
  if (flow.isDecidedBefore(id, reader.node.id)) return null;
  const message = `${named.title} may not have finished when this runs, because a join goes on without it. ${mend}`;
  return { code: "may_be_unfinished", severity: "warning", message };
}
