/** What concerns the document as a whole: that there is something to run, once, and without going round in circles. */
import type { Diagnostic } from "./diagnostic";
import { duplicatesIn, titlesOf } from "./naming";
import type { DocumentReading } from "./read-document";

export function checkStructure(reading: DocumentReading): readonly Diagnostic[] {
  return [...checkIds(reading), ...checkContent(reading), ...checkCycle(reading)];
}

function checkIds({ document, nodesById }: DocumentReading): readonly Diagnostic[] {
  const nodes = duplicatesIn(document.nodes.map((node) => node.id)).map((id): Diagnostic => {
    const message = `${nodesById.get(id)?.title ?? id}: two nodes have the id \`${id}\`. Give one of them another id.`;
    return { code: "duplicate_node", severity: "error", message, nodeId: id };
  });
  const edges = duplicatesIn(document.edges.map((edge) => edge.id)).map((id): Diagnostic => {
    const target = document.edges.find((edge) => edge.id === id)?.target ?? "";
    const message = `${nodesById.get(target)?.title ?? target}: two edges have the id \`${id}\`. Delete one of them.`;
    return { code: "duplicate_edge", severity: "error", message, nodeId: target, edgeId: id };
  });
  return [...nodes, ...edges];
}

function checkContent({ nodes, isCalled }: DocumentReading): readonly Diagnostic[] {
  const running = nodes.filter((reading) => !reading.isNote);
  if (running.length === 0) {
    return [{ code: "empty_workflow", severity: "error", message: "There is nothing to run yet. Add a node, for example an Input." }];
  }
  if (!running.some(({ node }) => node.parent === undefined && !isCalled(node.id))) {
    const message = "Nothing starts: every node waits to be called. Connect something to the input of the one that calls first.";
    return [{ code: "nothing_starts", severity: "error", message }];
  }
  const diagnostics: Diagnostic[] = [];
  const [first, ...others] = running.filter(({ node, definition }) => node.parent === undefined && definition?.inputFields !== undefined);
  for (const other of others) {
    const message = `${other.title}: a workflow has one Input, and ${first?.title ?? "another"} is one already. Put all fields there and remove this node.`;
    diagnostics.push({ code: "several_inputs", severity: "error", message, nodeId: other.node.id });
  }
  if (!running.some((reading) => reading.definition?.isRunOutput === true)) {
    const message = "The workflow has no Output, so a run gives back whatever its last nodes produce. Add an Output to say what counts.";
    diagnostics.push({ code: "no_output", severity: "warning", message });
  }
  return diagnostics;
}

function checkCycle({ cycle: found, nodes, nodesById, edges }: DocumentReading): readonly Diagnostic[] {
  // A circle has no beginning: it is told from the node that stands first in the document.
  const start = nodes.findIndex(({ node }) => found.includes(node.id));
  const turn = found.indexOf(nodes[start]?.node.id ?? "");
  const cycle = [...found.slice(turn), ...found.slice(0, turn)];
  const [first] = cycle;
  const last = cycle.at(-1);
  if (first === undefined || last === undefined) return [];
  const names = titlesOf([...cycle, first], nodesById).join(" → ");
  const back = edges.find((edge) => edge.source === last && edge.target === first);
  const message = `${names} would make a cycle: use a Loop to repeat steps, and delete one of these edges.`;
  return [{ code: "cycle", severity: "error", message, nodeId: first, ...(back !== undefined && { edgeId: back.id }) }];
}
