/**
 * Everything that is wrong with a document, in sentences a person can act on.
 *
 * Pure. The canvas shows it while people type, the server and the command line before a run.
 */
import type { WorkflowDocument } from "../document/schema";
import { checkBindings } from "./check-bindings";
import { checkConfigs } from "./check-configs";
import { checkConnections } from "./check-connections";
import { checkContainers } from "./check-containers";
import { checkPins } from "./check-pins";
import { checkReferences } from "./check-references";
import { checkSize } from "./check-size";
import { checkState } from "./check-state";
import { checkStructure } from "./check-structure";
import type { Diagnostic } from "./diagnostic";
import { readFlow } from "./flow";
import { readDocument } from "./read-document";

/** The document's own problems first, then node by node in document order. Equal documents give equal lists. */
export function validateDocument(document: WorkflowDocument): readonly Diagnostic[] {
  const reading = readDocument(document);
  const flow = reading.order === null ? null : readFlow(reading, reading.order);
  const diagnostics = [
    ...checkSize(reading),
    ...checkStructure(reading),
    ...checkConfigs(reading),
    ...checkContainers(reading),
    ...checkConnections(reading, flow),
    ...checkBindings(reading),
    ...checkPins(reading),
    ...checkReferences(reading, flow),
    ...checkState(reading, flow),
  ];
  const placeOf = new Map(reading.nodes.map(({ node }, place) => [node.id, place]));
  const place = ({ nodeId }: Diagnostic): number => (nodeId === undefined ? -1 : (placeOf.get(nodeId) ?? -1));
  return diagnostics.sort((a, b) => place(a) - place(b));
}
