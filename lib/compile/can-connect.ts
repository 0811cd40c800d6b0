/**
 * Whether an edge may be drawn, asked while it is being dragged.
 *
 * Pure. The rules are those validation holds edges against, so that nothing can be drawn that it then refuses.
 */
import { edgeId, type WorkflowDocument } from "../document/schema";
import { ancestorsLookup } from "../graph/reachability";
import { err, ok, type Result } from "../shared/result";
import { nothingFollows } from "./check-bindings";
import { takesOneInput } from "./check-connections";
import { type EdgeEnds, edgeProblem } from "./check-edge";
import type { Diagnostic } from "./diagnostic";
import { type DocumentReading, isBinding, readDocument } from "./read-document";
import { inPort, type NodeReading } from "./read-node";

/**
 * @returns why not: `unknown_node`, `unknown_port`, `self_edge`, `crosses_border`, `ports_do_not_fit`, `not_callable`,
 * `duplicate_edge`, `too_many_inputs`, `called_with_successor` or `cycle`.
 */
export function canConnect(document: WorkflowDocument, ends: EdgeEnds): Result<void, Diagnostic> {
  const connections = connectionsOf(document);
  const { reading, edgeIds } = connections;
  const problem = edgeProblem(ends, reading.nodesById);
  if (problem !== null) return err({ ...problem, severity: "error" });
  const [source, target] = [reading.nodesById.get(ends.source), reading.nodesById.get(ends.target)];
  if (source === undefined || target === undefined) return ok(undefined);
  const found = edgeIds.has(edgeId(ends))
    ? refusal("duplicate_edge", `${target.title} is connected to ${source.title} here already.`, target)
    : isBinding(ends, reading.nodesById)
      ? bindingRefusal(source, target, reading)
      : flowRefusal(source, target, ends, connections);
  return found === null ? ok(undefined) : err(found);
}

function refusal(code: string, message: string, { node }: NodeReading): Diagnostic {
  return { code, severity: "error", message, nodeId: node.id };
}

function flowRefusal(source: NodeReading, target: NodeReading, ends: EdgeEnds, { reading, ancestorsOf }: Connections): Diagnostic | null {
  const { edgesInto, isCalled, bindingsInto } = reading;
  const isTaken = edgesInto(ends.target).some((edge) => edge.targetPort === ends.targetPort);
  if (isTaken && inPort(target, ends.targetPort)?.single === true) return refusal("too_many_inputs", takesOneInput(target), target);
  if (ancestorsOf(ends.source).has(ends.target)) {
    const message = `An edge from ${source.title} to ${target.title} would make a cycle: use a Loop to repeat steps.`;
    return refusal("cycle", message, target);
  }
  if (!isCalled(ends.source)) return null;
  const callers = bindingsInto(ends.source).map((edge) => edge.source);
  return refusal("called_with_successor", nothingFollows(source, callers, reading), source);
}

/** Binding edges may go in circles; but a node that then only runs when it is called has no successors. */
function bindingRefusal(source: NodeReading, target: NodeReading, reading: DocumentReading): Diagnostic | null {
  const { id } = target.node;
  if (reading.edgesInto(id).length > 0 || reading.edgesOutOf(id).length === 0) return null;
  return refusal("called_with_successor", nothingFollows(target, [source.node.id], reading), target);
}

type Connections = {
  readonly reading: DocumentReading;
  readonly ancestorsOf: (nodeId: string) => ReadonlySet<string>;
  readonly edgeIds: ReadonlySet<string>;
};

const known = new WeakMap<WorkflowDocument, Connections>();

/** One drag asks about every port of one document. */
function connectionsOf(document: WorkflowDocument): Connections {
  const before = known.get(document);
  if (before !== undefined) return before;
  const reading = readDocument(document);
  const edgeIds = new Set(document.edges.map((edge) => edgeId(edge)));
  const connections = { reading, ancestorsOf: ancestorsLookup(reading.edges), edgeIds };
  known.set(document, connections);
  return connections;
}
