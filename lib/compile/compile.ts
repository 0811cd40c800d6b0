/**
 * From a document to the plan a run executes.
 *
 * Pure. A plan exists only for a document without errors; warnings do not keep it from running.
 */
import type { WorkflowDocument } from "../document/schema";
import type { NodeDefinition } from "../nodes/contract";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { limits } from "../shared/limits";
import { err, ok, type Result } from "../shared/result";
import type { Diagnostic } from "./diagnostic";
import type { Plan, PlanEdge, PlanJoin, PlanNode } from "./plan";
import { type DocumentReading, readDocument } from "./read-document";
import type { NodeReading } from "./read-node";
import { validateDocument } from "./validate";

/** Positions, notes and titles of the document leave no trace in the plan; equal documents give equal plans. */
export function compileDocument(document: WorkflowDocument): Result<Plan, readonly Diagnostic[]> {
  const diagnostics = validateDocument(document);
  if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) return err(diagnostics);
  const reading = readDocument(document);
  if (reading.order === null) throw new Error("A document without errors has an order.");
  return ok(planOf(reading, reading.order));
}

function planOf(reading: DocumentReading, order: readonly NodeReading[]): Plan {
  const input = order.find((node) => node.definition?.inputFields !== undefined);
  return {
    planVersion: 1,
    nodes: order.map((node) => planNode(node, reading)),
    edges: reading.edges.map(planEdge),
    inputFields: input?.definition?.inputFields?.(input.config) ?? [],
    outputNodes: outputNodes(reading, order),
    state: reading.document.state,
  };
}

function planNode(reading: NodeReading, { edgesInto, edgesOutOf }: DocumentReading): PlanNode {
  const { node, title, config } = reading;
  const definition = knownDefinition(reading);
  const { settings } = node;
  return {
    id: node.id,
    type: node.type,
    title,
    shape: definition.shape,
    config: jsonConfig(config),
    join: planJoin(reading),
    inEdges: edgesInto(node.id).map((edge) => edge.id),
    outEdges: edgesOutOf(node.id).map((edge) => edge.id),
    maxAttempts: settings?.maxAttempts ?? defaultAttempts(definition),
    timeouts: {
      firstByteMs: settings?.firstByteMs ?? limits.modelFirstByteMs.value,
      idleMs: settings?.idleMs ?? limits.modelIdleMs.value,
      totalMs: settings?.totalMs ?? limits.modelTotalMs.value,
    },
  };
}

/** Only model calls are tried again by default: repeating them changes nothing outside. */
function defaultAttempts({ effect }: NodeDefinition): number {
  return effect === "model" ? limits.modelAttempts.value : 1;
}

function planJoin({ node }: NodeReading): PlanJoin {
  const join = node.settings?.join;
  if (join === undefined || join.wait === "all") return { wait: "all" };
  return { wait: "count", count: join.wait === "any" ? 1 : join.count, cancelRest: join.cancelRest ?? false };
}

function planEdge({ id, source, sourcePort, target, targetPort }: PlanEdge): PlanEdge {
  return { id, source, sourcePort, target, targetPort };
}

function outputNodes({ edgesOutOf }: DocumentReading, order: readonly NodeReading[]): readonly string[] {
  const declared = order.filter((node) => node.definition?.isRunOutput === true);
  const outputs = declared.length > 0 ? declared : order.filter(({ node }) => edgesOutOf(node.id).length === 0);
  return outputs.map(({ node }) => node.id);
}

function knownDefinition({ definition, node }: NodeReading): NodeDefinition {
  if (definition === undefined) throw new Error(`The kind of ${node.id} is unknown, which validation refuses.`);
  return definition;
}

/** Configs are read from JSON by schemas that keep it JSON; absent fields are dropped as JSON drops them. */
function jsonConfig(config: unknown): JsonObject {
  const copy: JsonValue = JSON.parse(JSON.stringify(config));
  if (!isJsonObject(copy)) throw new Error("A config is an object.");
  return copy;
}
