/**
 * What the texts of a node may name, by where it stands: values of the containers around it, values of who
 * calls it, and outputs of what comes before.
 *
 * Pure. Validation holds references against it; completion offers it.
 */
import type { WorkflowDocument } from "../document/schema";
import { ancestorsLookup } from "../graph/reachability";
import { type DocumentReading, readDocument } from "./read-document";
import { type NodeReading, outPort } from "./read-node";
import { bodiesOf, scopeOf } from "./scopes";

export type ReadableNames = {
  /** Names beside `input`, `nodes`, `state` and `received`: item, index, event, task … */
  readonly values: readonly string[];
  /** Nodes whose output it may read, in document order. */
  readonly nodes: readonly string[];
  /** What texts that are read at the end of a container's body may name besides. Empty for any other node. */
  readonly inside: { readonly values: readonly string[]; readonly nodes: readonly string[] };
};

/** @returns empty lists for a node that is not there. */
export function readableNames(document: WorkflowDocument, nodeId: string): ReadableNames {
  const reading = readDocument(document);
  const reader = reading.nodesById.get(nodeId);
  if (reader === undefined) return { values: [], nodes: [], inside: { values: [], nodes: [] } };
  const leadsTo = leadsToLookup(reading);
  const idsOf = (nodes: readonly NodeReading[]) => nodes.filter((node) => !node.isNote).map(({ node }) => node.id);
  const values = offeredValues(reader, reading);
  return {
    values: [...values.keys()],
    nodes: idsOf(reading.nodes.filter(({ node }) => leadsTo(node.id, nodeId))),
    inside: {
      values: (reader.definition?.container?.values ?? []).filter((name) => !values.has(name)),
      nodes: idsOf(bodiesOf(reader).flatMap(({ scope }) => reading.scopes.nodesIn(scope))).filter((id) => !reading.isCalled(id)),
    },
  };
}

/** Does a path lead from a node to the reader, or to a container around it? Works for graphs with cycles too. */
export function leadsToLookup(reading: DocumentReading): (nodeId: string, reader: string) => boolean {
  const ancestorsOf = ancestorsLookup(reading.edges);
  return (nodeId, reader) => {
    const node = reading.nodesById.get(nodeId);
    const standIn = node === undefined ? null : reading.scopes.standIn(reader, scopeOf(node.node));
    return standIn !== null && ancestorsOf(standIn.node.id).has(nodeId);
  };
}

/** By name: is the value always there? Not when only some of those who may call the node give it. */
export function offeredValues(reader: NodeReading, reading: DocumentReading): ReadonlyMap<string, { readonly isAlways: boolean }> {
  const offered = new Map<string, { readonly isAlways: boolean }>();
  const around = reading.scopes.around(reader.node.id);
  for (const place of [reader, ...around]) {
    const calls = callsOf(place, reading);
    const isOnlyCalled = reading.isCalled(place.node.id);
    for (const name of new Set(calls.flat())) {
      const isAlways = offered.get(name)?.isAlways === true || (isOnlyCalled && calls.every((names) => names.includes(name)));
      offered.set(name, { isAlways });
    }
  }
  for (const container of around) {
    for (const name of container.definition?.container?.values ?? []) offered.set(name, { isAlways: true });
  }
  return offered;
}

/** For each edge by which the node may be called: the names that come with the call. */
function callsOf({ node }: NodeReading, { bindingsInto, nodesById }: DocumentReading): readonly (readonly string[])[] {
  return bindingsInto(node.id).map(({ source, sourcePort }) => {
    const caller = nodesById.get(source);
    return (caller === undefined ? undefined : outPort(caller, sourcePort)?.values) ?? [];
  });
}
