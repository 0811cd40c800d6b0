/** What concerns flow edges: their ends and ports, nodes nothing leads to, joins that can't be fulfilled. */
import { descendants } from "../graph/reachability";
import { errorPort } from "../nodes/ports";
import { edgeProblem } from "./check-edge";
import type { Diagnostic } from "./diagnostic";
import { edgesNeeded, type Flow } from "./flow";
import { listed, titleOf } from "./naming";
import type { DocumentReading } from "./read-document";
import { handlesErrors, inPort, type NodeReading } from "./read-node";

/** @param flow null when there is a cycle: what depends on the order is then not said. */
export function checkConnections(reading: DocumentReading, flow: Flow | null): readonly Diagnostic[] {
  const unconnected = unconnectedNodes(reading);
  return [
    ...checkEdges(reading),
    ...checkSinglePorts(reading),
    ...unconnected.map(unconnectedInput),
    ...checkReachable(reading, unconnected, flow),
    ...checkJoins(reading, flow),
    ...checkOpenChoices(reading),
    ...checkErrorPorts(reading),
  ];
}

function checkEdges({ document, nodesById }: DocumentReading): readonly Diagnostic[] {
  return document.edges.flatMap((edge): Diagnostic[] => {
    const problem = edgeProblem(edge, nodesById);
    return problem === null ? [] : [{ ...problem, severity: "error", edgeId: edge.id }];
  });
}

function checkSinglePorts({ nodes, edgesInto }: DocumentReading): readonly Diagnostic[] {
  return nodes.flatMap((reading): Diagnostic[] => {
    const taken = new Set<string>();
    return edgesInto(reading.node.id).flatMap((edge) => {
      const isSecond = taken.has(edge.targetPort);
      taken.add(edge.targetPort);
      if (!isSecond || inPort(reading, edge.targetPort)?.single !== true) return [];
      const message = takesOneInput(reading);
      return [{ code: "too_many_inputs", severity: "error", message, nodeId: reading.node.id, edgeId: edge.id }];
    });
  });
}

export function takesOneInput({ title }: NodeReading): string {
  return `${title}: it takes one input. Put a Merge (the branch that ran) or a Collect (all of them) in front of it.`;
}

/** Nodes that need something to lead to them and have nothing, in document order. In a container the first ones receive what it does. */
function unconnectedNodes({ nodes, edgesInto, isCalled }: DocumentReading): readonly NodeReading[] {
  return nodes.filter(({ node, definition, config, ports }) => {
    if (node.parent !== undefined || edgesInto(node.id).length > 0 || isCalled(node.id)) return false;
    const takesFlow = ports?.inputs.some((port) => port.role !== "binding") ?? false;
    return takesFlow && definition?.startsRuns?.(config) !== true;
  });
}

function unconnectedInput({ node, title, definition }: NodeReading): Diagnostic {
  const orElse = definition?.startsRuns === undefined ? "" : ", or write its message";
  const message = `${title}: nothing is connected to its input. Draw an edge to it from the node that comes before${orElse}.`;
  return { code: "unconnected_input", severity: "error", message, nodeId: node.id };
}

/** Nodes behind unconnected ones, and nodes no combination of choices ever reaches. */
function checkReachable(reading: DocumentReading, unconnected: readonly NodeReading[], flow: Flow | null): readonly Diagnostic[] {
  const unconnectedIds = new Set(unconnected.map(({ node }) => node.id));
  const starts = reading.nodes.filter(
    ({ node, isNote }) => !isNote && reading.edgesInto(node.id).length === 0 && !unconnectedIds.has(node.id),
  );
  const reached = new Set(starts.flatMap(({ node }) => [node.id, ...descendants(reading.edges, node.id)]));
  const stuckJoins = [...reading.nodes.filter((node) => needsMoreThanThereAre(reading, node)), ...impossibleJoins(reading, flow)];
  const impossible = new Set(stuckJoins.map(({ node }) => node.id));
  return reading.nodes.flatMap(({ node, title, isNote }): Diagnostic[] => {
    if (isNote || unconnectedIds.has(node.id) || impossible.has(node.id) || reading.cycle.includes(node.id)) return [];
    if (reached.has(node.id) && flow?.canRun(node.id) !== false) return [];
    const why = reached.has(node.id) ? "what leads to it can never run" : "nothing that starts leads to it";
    const message = `${title}: it will never run, because ${why}. Connect what comes before it.`;
    return [{ code: "unreachable_node", severity: "warning", message, nodeId: node.id }];
  });
}

function checkJoins(reading: DocumentReading, flow: Flow | null): readonly Diagnostic[] {
  const tooHigh = reading.nodes
    .filter((node) => needsMoreThanThereAre(reading, node))
    .map((node): Diagnostic => {
      const [needed, there] = [edgesNeeded(node), reading.edgesInto(node.node.id).length];
      const message = `${node.title}: it waits for ${needed} inputs but only ${there === 1 ? "1 is" : `${there} are`} connected. Connect more, or wait for fewer.`;
      return { code: "join_count_too_high", severity: "error", message, nodeId: node.node.id };
    });
  const impossible = impossibleJoins(reading, flow).map((node): Diagnostic => {
    const sources = listed([...new Set(reading.edgesInto(node.node.id).map((edge) => titleOf(edge.source, reading.nodesById)))]);
    const message = `${node.title}: it waits for ${edgesNeeded(node)} inputs, which can never all come: of ${sources}, too few run together. Wait for fewer.`;
    return { code: "join_never_complete", severity: "error", message, nodeId: node.node.id };
  });
  return [...tooHigh, ...impossible];
}

function needsMoreThanThereAre({ edgesInto }: DocumentReading, node: NodeReading): boolean {
  const there = edgesInto(node.node.id).length;
  return there > 0 && edgesNeeded(node) > there;
}

/** Joins with enough edges of which too few are ever taken together, though each of them may be. */
function impossibleJoins(reading: DocumentReading, flow: Flow | null): readonly NodeReading[] {
  if (flow === null) return [];
  return reading.nodes.filter((node) => {
    const into = reading.edgesInto(node.node.id);
    if (into.length < 2 || edgesNeeded(node) < 2 || needsMoreThanThereAre(reading, node)) return false;
    return !flow.canRun(node.node.id) && into.every((edge) => flow.canRun(edge.source));
  });
}

/** A choice with a way out that leads nowhere: the run would end there without a word. */
function checkOpenChoices({ nodes, edgesOutOf }: DocumentReading): readonly Diagnostic[] {
  return nodes.flatMap(({ node, title, definition, ports }): Diagnostic[] => {
    if (definition?.shape.is !== "choice") return [];
    const used = new Set(edgesOutOf(node.id).map((edge) => edge.sourcePort));
    const ways = (ports?.outputs ?? []).filter((port) => port.role !== "binding" && port.id !== errorPort);
    const open = ways.filter((port) => !used.has(port.id)).map((port) => port.label);
    if (open.length === 0) return [];
    const message = `${title}: nothing follows ${listed(open)}. When that is chosen, the run ends there. Connect it.`;
    return [{ code: "open_branch", severity: "warning", message, nodeId: node.id }];
  });
}

/** Failures are handled only where they lead to. */
function checkErrorPorts({ nodes, edgesOutOf }: DocumentReading): readonly Diagnostic[] {
  return nodes.flatMap((reading): Diagnostic[] => {
    const { node, title } = reading;
    if (!handlesErrors(reading) || edgesOutOf(node.id).some((edge) => edge.sourcePort === errorPort)) return [];
    const message = `${title}: its error port is on, but nothing is connected to it, so a failure still ends the run. Connect it, or turn it off.`;
    return [{ code: "open_error_port", severity: "warning", message, nodeId: node.id }];
  });
}
