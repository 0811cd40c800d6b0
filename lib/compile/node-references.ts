/** What concerns `nodes.<id>.output`: that the node is there, in reach of the reader, and has run by then. */
import type { Names, Problem } from "./check-references";
import { listed, titlesOf } from "./naming";
import { didYouMean } from "./nearest-name";
import type { NodeReading, TextReference } from "./read-node";
import { scopeOf } from "./scopes";

export function checkNodeReference(name: string, reference: TextReference, reader: NodeReading, names: Names): Problem | null {
  const named = names.reading.nodesById.get(name);
  if (named === undefined || named.isNote) return unknownNode(name, named, names);
  const part = reference.path[2];
  if (part !== undefined && part !== "output") {
    const message = `\`nodes.${name}.${part}\` is not there: a node has only its output. Write \`nodes.${name}.output\`.`;
    return { code: "unknown_variable", severity: "error", message };
  }
  const calledOnly = calledProblem(named, reader, names);
  if (calledOnly !== null) return calledOnly;
  if (reference.isReadInside && named.node.parent === reader.node.id) return absenceInside(named, reference, names);
  return reachProblem(named, reader, names) ?? orderProblem(named, reader, names) ?? absenceProblem(named, reference, reader, names);
}

function unknownNode(name: string, note: NodeReading | undefined, { nodeIds }: Names): Problem {
  if (note !== undefined) {
    return { code: "unknown_node", severity: "error", message: `\`${name}\` is a note, and notes have no output. Name another node.` };
  }
  const meant = didYouMean(name, nodeIds, (id) => `nodes.${id}.output`) || " Use the id of a node that comes before.";
  return { code: "unknown_node", severity: "error", message: `there is no node \`${name}\`.${meant}` };
}

/** A call's result belongs to the caller, who may call several times. */
function calledProblem({ node, title }: NodeReading, reader: NodeReading, { reading }: Names): Problem | null {
  if (node.id === reader.node.id || !reading.isCalled(node.id)) return null;
  const callers = listed(titlesOf([...new Set(reading.bindingsInto(node.id).map(({ source }) => source))], reading.nodesById));
  const message = `${title} runs only when it is called, and its result goes back to ${callers}. Read the output of who called it.`;
  return { code: "called_only", severity: "error", message };
}

/** Outputs stay within their scope: what leaves a container is its own output. */
function reachProblem(named: NodeReading, reader: NodeReading, { reading: { scopes } }: Names): Problem | null {
  const { id } = named.node;
  const around = scopes.around(reader.node.id);
  const error = (code: string, message: string): Problem => ({ code, severity: "error", message });
  if (around.includes(named)) {
    return error(
      "not_upstream",
      `\`nodes.${id}.output\` is not there yet: ${reader.title} stands in ${named.title}. Read a node that comes before.`,
    );
  }
  if (scopes.standIn(reader.node.id, scopeOf(named.node)) !== null) return null;
  const containers = scopes.around(id);
  const closed = containers.findLast((container) => !around.includes(container));
  if (closed === undefined) {
    const container = containers[0]?.title ?? "its container";
    return error(
      "not_in_reach",
      `${named.title} stands in another lane of ${container}, and lanes run side by side. Put both into one lane, or read it after ${container}.`,
    );
  }
  if (closed === reader) {
    return error(
      "not_in_reach",
      `${named.title} stands in ${reader.title} and has not run yet when this is read. Read a node that comes before.`,
    );
  }
  return error(
    "not_in_reach",
    `${named.title} stands in ${closed.title}, and nothing outside can read it. Read what ${closed.title} comes to: \`nodes.${closed.node.id}.output\`.`,
  );
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
  const standIn = reading.scopes.standIn(reader.node.id, scopeOf(named.node)) ?? reader;
  if (reading.isCalled(standIn.node.id)) {
    return error(
      `${standIn.title} runs when it is called, and what it needs comes with the call: read \`received\`, \`input\` or \`state\`, not \`nodes.${id}.output\`.`,
    );
  }
  if (leadsTo(standIn.node.id, id)) {
    return error(`\`nodes.${id}.output\` has not run yet: ${named.title} comes after ${standIn.title}. Read a node that comes before.`);
  }
  return error(`\`nodes.${id}.output\` has not run yet when this starts. Connect ${named.title} so that it leads to ${standIn.title}.`);
}

function absenceProblem(named: NodeReading, { hasDefault }: TextReference, reader: NodeReading, { flow }: Names): Problem | null {
  if (hasDefault || flow === null) return null;
  const { id } = named.node;
  if (flow.mayBeSkipped(id, reader.node.id)) {
    return { code: "may_be_skipped", severity: "warning", message: `${named.title} may have been skipped when this runs. ${mendOf(id)}` };
  }
  if (flow.isDecidedBefore(id, reader.node.id)) return null;
  const message = `${named.title} may not have finished when this runs, because a join goes on without it. ${mendOf(id)}`;
  return { code: "may_be_unfinished", severity: "warning", message };
}

/** Read at the end of a body: everything in it is decided by then. */
function absenceInside(named: NodeReading, { hasDefault }: TextReference, { flow }: Names): Problem | null {
  const { id } = named.node;
  if (hasDefault || flow === null || flow.alwaysRuns(id)) return null;
  return { code: "may_be_skipped", severity: "warning", message: `${named.title} may have been skipped by then. ${mendOf(id)}` };
}

function mendOf(id: string): string {
  return `Give a default: \`nodes.${id}.output ?? "…"\`.`;
}
