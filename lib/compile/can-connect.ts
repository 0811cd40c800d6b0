/**
 * Whether an edge may be drawn, asked while it is being dragged.
 *
 * Pure. The rules are those validation holds edges against, so that nothing can be drawn that it then refuses.
 */
import { edgeId, type WorkflowDocument } from "../document/schema";
import { ancestorsLookup } from "../graph/reachability";
import { err, ok, type Result } from "../shared/result";
import { takesOneInput } from "./check-connections";
import { type EdgeEnds, edgeProblem } from "./check-edge";
import type { Diagnostic } from "./diagnostic";
import { type DocumentReading, readDocument } from "./read-document";
import { inPort } from "./read-node";

/**
 * @returns why not: `unknown_node`, `unknown_port`, `self_edge`, `ports_do_not_fit`, `duplicate_edge`, `too_many_inputs` or `cycle`.
 */
export function canConnect(document: WorkflowDocument, ends: EdgeEnds): Result<void, Diagnostic> {
  const { reading, ancestorsOf, edgeIds } = connectionsOf(document);
  const problem = edgeProblem(ends, reading.nodesById);
  if (problem !== null) return err({ ...problem, severity: "error" });
  const refused = (code: string, message: string) => err<Diagnostic>({ code, severity: "error", message, nodeId: ends.target });
  const [source, target] = [reading.nodesById.get(ends.source), reading.nodesById.get(ends.target)];
  if (source === undefined || target === undefined) return ok(undefined);
  if (edgeIds.has(edgeId(ends))) return refused("duplicate_edge", `${target.title} is connected to ${source.title} here already.`);
  const port = inPort(target, ends.targetPort);
  if (port?.single === true && reading.edgesInto(ends.target).some((edge) => edge.targetPort === ends.targetPort)) {
    return refused("too_many_inputs", takesOneInput(target));
  }
  if (port?.role !== "binding" && ancestorsOf(ends.source).has(ends.target)) {
    return refused("cycle", `An edge from ${source.title} to ${target.title} would make a cycle: use a Loop to repeat steps.`);
  }
  return ok(undefined);
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
