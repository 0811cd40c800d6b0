/**
 * From a document to the plan a run executes.
 *
 * Pure. A plan exists only for a document without errors; warnings do not keep it from running.
 */
import type { WorkflowDocument, WorkflowEdge } from "../document/schema";
import type { NodeDefinition } from "../nodes/contract";
import { errorPort, fallbackPort, pinnedPort } from "../nodes/ports";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { limits } from "../shared/limits";
import { err, ok, type Result } from "../shared/result";
import type { Diagnostic } from "./diagnostic";
import type { Plan, PlanBody, PlanEdge, PlanJoin, PlanNode } from "./plan";
import { type DocumentReading, readDocument } from "./read-document";
import { handlesErrors, type NodeReading } from "./read-node";
import { bodiesOf, canvasScope, scopeOf } from "./scopes";
import { validateDocument } from "./validate";

/** What a node without settings of its own gets. Times in milliseconds. */
export type ModelDefaults = { readonly attempts: number } & PlanNode["timeouts"];

const usualDefaults: ModelDefaults = {
  attempts: limits.modelAttempts.value,
  firstByteMs: limits.modelFirstByteMs.value,
  idleMs: limits.modelIdleMs.value,
  totalMs: limits.modelTotalMs.value,
};

/**
 * Positions, notes and titles of the document leave no trace in the plan; equal documents give equal plans.
 *
 * @param defaults where an operator set limits of their own.
 */
export function compileDocument(document: WorkflowDocument, defaults = usualDefaults): Result<Plan, readonly Diagnostic[]> {
  const diagnostics = validateDocument(document);
  if (diagnostics.some((diagnostic) => diagnostic.severity === "error")) return err(diagnostics);
  const reading = readDocument(document);
  if (reading.order === null) throw new Error("A document without errors has an order.");
  return ok(planOf(reading, reading.order, defaults));
}

function planOf(reading: DocumentReading, order: readonly NodeReading[], defaults: ModelDefaults): Plan {
  const input = order.find((node) => node.definition?.inputFields !== undefined);
  const root = order.filter(({ node }) => scopeOf(node) === canvasScope && !reading.isCalled(node.id));
  return {
    planVersion: 1,
    nodes: order.map((node) => planNode(node, reading, order, defaults)),
    ...(root.length < order.length && { root: idsOf(root) }),
    edges: reading.edges.map(planEdge),
    inputFields: input?.definition?.inputFields?.(input.config) ?? [],
    outputNodes: outputNodes(reading, root),
    state: reading.document.state,
  };
}

/** What applies to few nodes is there only for those, so that plans without it keep their hash. */
function planNode(reading: NodeReading, document: DocumentReading, order: readonly NodeReading[], defaults: ModelDefaults): PlanNode {
  const { node, title, config } = reading;
  const definition = knownDefinition(reading);
  const { settings } = node;
  const [edgesIn, edgesOut] = [document.edgesInto(node.id), document.edgesOutOf(node.id)];
  const bindings = document.bindingsOutOf(node.id);
  const planConfig = jsonConfig(config);
  return {
    id: node.id,
    type: node.type,
    title,
    shape: definition.shape,
    config: planConfig,
    join: planJoin(reading),
    inEdges: edgesIn.map((edge) => edge.id),
    outEdges: edgesOut.map((edge) => edge.id),
    maxAttempts: settings?.maxAttempts ?? usualAttempts(definition, defaults),
    ...(definition.container !== undefined && { bodies: planBodies(reading, document, order) }),
    ...(bindings.length > 0 && { bindings: planBindings(bindings) }),
    ...(settings?.tool !== undefined && { tool: settings.tool }),
    ...(document.isCalled(node.id) && { isCalled: true }),
    ...(edgesOut.some((edge) => edge.sourcePort === errorPort) && handlesErrors(reading) && { handlesErrors: true }),
    ...(reading.ports?.outputs.every(({ id }) => id !== fallbackPort) && planFallback(settings?.fallbackModel, planConfig)),
    ...planPin(reading),
    timeouts: {
      firstByteMs: settings?.firstByteMs ?? defaults.firstByteMs,
      idleMs: settings?.idleMs ?? defaults.idleMs,
      totalMs: settings?.totalMs ?? defaults.totalMs,
    },
  };
}

function planBodies(container: NodeReading, document: DocumentReading, order: readonly NodeReading[]): readonly PlanBody[] {
  return bodiesOf(container).map(({ id, title, scope }) => {
    const nodes = order.filter(({ node }) => scopeOf(node) === scope && !document.isCalled(node.id));
    return { id, title, nodes: idsOf(nodes), exits: idsOf(nodes.filter((node) => isEnd(node, document))) };
  });
}

function planBindings(edges: readonly WorkflowEdge[]): { readonly [port: string]: readonly string[] } {
  const ports = [...new Set(edges.map((edge) => edge.sourcePort))];
  return Object.fromEntries(
    ports.map((port) => [port, [...new Set(edges.filter((edge) => edge.sourcePort === port).map((edge) => edge.target))]]),
  );
}

function planFallback(model: string | undefined, config: JsonObject): Pick<PlanNode, "fallback"> {
  return model === undefined || model === "" || !Object.hasOwn(config, "model") ? {} : { fallback: { model } };
}

function planPin({ node, definition, config }: NodeReading): Pick<PlanNode, "pinned"> {
  const pinned = node.settings?.pinned;
  const port = definition === undefined ? null : pinnedPort(definition, config);
  return pinned === undefined || port === null || !port.ok ? {} : { pinned: { output: pinned.output, port: port.value } };
}

/** Only model calls are tried again by default: repeating them changes nothing outside. */
function usualAttempts({ effect }: NodeDefinition, { attempts }: ModelDefaults): number {
  return effect === "model" ? attempts : 1;
}

function planJoin({ node }: NodeReading): PlanJoin {
  const join = node.settings?.join;
  if (join === undefined || join.wait === "all") return { wait: "all" };
  return { wait: "count", count: join.wait === "any" ? 1 : join.count, cancelRest: join.cancelRest ?? false };
}

function planEdge({ id, source, sourcePort, target, targetPort }: PlanEdge): PlanEdge {
  return { id, source, sourcePort, target, targetPort };
}

/** The canvas's own nodes only: what runs in a container comes out as the container's output. */
function outputNodes(document: DocumentReading, root: readonly NodeReading[]): readonly string[] {
  const declared = root.filter((node) => node.definition?.isRunOutput === true);
  return idsOf(declared.length > 0 ? declared : root.filter((node) => isEnd(node, document)));
}

/** Nothing follows when it succeeds; what handles its failure is no successor. */
function isEnd(reading: NodeReading, { edgesOutOf }: DocumentReading): boolean {
  return edgesOutOf(reading.node.id).every((edge) => edge.sourcePort === errorPort && handlesErrors(reading));
}

function idsOf(nodes: readonly NodeReading[]): readonly string[] {
  return nodes.map(({ node }) => node.id);
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
