/** What concerns calling: nodes that run when they are called, and ports that need somebody to call. */
import { fieldProblems } from "../nodes/form-fields";
import type { Diagnostic } from "./diagnostic";
import { listed, titlesOf } from "./naming";
import type { DocumentReading } from "./read-document";
import type { NodeReading } from "./read-node";

export function checkBindings(reading: DocumentReading): readonly Diagnostic[] {
  const callable = reachedByCalls(reading);
  return reading.nodes.flatMap((node) => [
    ...checkNeededPorts(node, reading),
    ...checkSuccessors(node, reading),
    ...checkIsEverCalled(node, reading, callable),
    ...checkParameters(node),
    ...checkAsksFirst(node, reading),
    ...checkKnownFunctions(node, reading),
  ]);
}

function checkNeededPorts({ node, title, ports }: NodeReading, { bindingsOutOf }: DocumentReading): readonly Diagnostic[] {
  const wired = new Set(bindingsOutOf(node.id).map((edge) => edge.sourcePort));
  const open = (ports?.outputs ?? []).filter((port) => port.isNeeded === true && !wired.has(port.id));
  return open.map((port): Diagnostic => {
    const message = `${title}: nothing is connected to ${port.label}. Draw an edge from there to each node it may call.`;
    return { code: "unconnected_binding", severity: "error", message, nodeId: node.id };
  });
}

function checkSuccessors(node: NodeReading, reading: DocumentReading): readonly Diagnostic[] {
  const { id } = node.node;
  if (!reading.isCalled(id)) return [];
  return reading.edgesOutOf(id).map((edge): Diagnostic => {
    const callers = reading.bindingsInto(id).map(({ source }) => source);
    return {
      code: "called_with_successor",
      severity: "error",
      message: nothingFollows(node, callers, reading),
      nodeId: id,
      edgeId: edge.id,
    };
  });
}

export function nothingFollows(
  { title }: NodeReading,
  callers: readonly string[],
  { nodesById }: Pick<DocumentReading, "nodesById">,
): string {
  const names = listed(titlesOf([...new Set(callers)], nodesById));
  return `${title}: nothing can follow it, because its result goes back to who called it (${names}). Let the edge start there, or connect something to ${title}'s input so that it also runs in the flow.`;
}

function checkIsEverCalled(node: NodeReading, { isCalled }: DocumentReading, callable: ReadonlySet<string>): readonly Diagnostic[] {
  const { id } = node.node;
  if (!isCalled(id) || callable.has(id)) return [];
  const message = `${node.title}: it will never run, because nobody who runs can call it. Connect something to the input of one that calls.`;
  return [{ code: "unreachable_node", severity: "warning", message, nodeId: id }];
}

function checkParameters({ node, title }: NodeReading): readonly Diagnostic[] {
  return fieldProblems(node.settings?.tool?.parameters ?? [], "parameters").map(({ code, severity, message, field }) => ({
    code,
    severity,
    message: `${title}: as a tool, ${message}`,
    nodeId: node.id,
    ...(field !== undefined && { field }),
  }));
}

/** What a model decides to change outside is a person's to allow, unless the author says otherwise. */
function checkAsksFirst({ node, title, definition, config }: NodeReading, reading: DocumentReading): readonly Diagnostic[] {
  if (node.settings?.tool?.askFirst !== undefined || definition?.changesOutside?.(config) !== true) return [];
  const isTool = reading.bindingsInto(node.id).some(({ source, sourcePort }) => {
    const ports = reading.nodesById.get(source)?.ports?.outputs ?? [];
    return ports.some(({ id, offersFunctions }) => id === sourcePort && offersFunctions === true);
  });
  if (!isTool) return [];
  const message = `${title}: a model may call it, and it changes something outside. Choose under “As a tool” whether a person is asked first.`;
  return [{ code: "asks_nobody", severity: "warning", message, nodeId: node.id, field: "askFirst" }];
}

/** What is wired for a model that is offered nothing from here. */
function checkKnownFunctions({ node, title, ports }: NodeReading, { bindingsOutOf }: DocumentReading): readonly Diagnostic[] {
  const own = (ports?.outputs ?? []).filter((port) => port.knowsOwnFunctions === true).map(({ id }) => id);
  const wired = bindingsOutOf(node.id).filter(({ sourcePort }) => own.includes(sourcePort));
  if (wired.length === 0) return [];
  const names = listed([...new Set(wired.map(({ target }) => target))]);
  const message = `${title}: an existing agent is offered no tools from here. It calls what is wired to Tools only where it has functions of the same name at Mistral: ${names}.`;
  return [{ code: "tools_not_offered", severity: "warning", message, nodeId: node.id, field: "agentId" }];
}

/** Whatever the flow runs, and whatever may be called from there on. */
function reachedByCalls({ nodes, isCalled, bindingsOutOf }: DocumentReading): ReadonlySet<string> {
  const reached = new Set(nodes.map(({ node }) => node.id).filter((id) => !isCalled(id)));
  // A set visits what is added while it is walked.
  for (const id of reached) for (const edge of bindingsOutOf(id)) reached.add(edge.target);
  return reached;
}
