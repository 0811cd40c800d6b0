/** What concerns size: warnings before a workflow gets unwieldy, errors where it can't be kept or run. */
import { utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import type { Diagnostic } from "./diagnostic";
import type { DocumentReading } from "./read-document";

export function checkSize({ document, nodes }: DocumentReading): readonly Diagnostic[] {
  return [
    ...checkCount("nodes", document.nodes.length, limits.workflowNodesWarning.value, limits.workflowNodes.value),
    ...checkCount("edges", document.edges.length, limits.workflowEdgesWarning.value, limits.workflowEdges.value),
    ...checkBytes(nodes.reduce((sum, node) => sum + node.bytes, 0) + utf8Bytes(JSON.stringify({ ...document, nodes: [] }))),
  ];
}

function checkCount(what: "nodes" | "edges", count: number, warnAbove: number, limit: number): readonly Diagnostic[] {
  if (count > limit) {
    const message = `The workflow has ${count} ${what}; at most ${limit} are allowed. Split it into several workflows.`;
    return [{ code: `too_many_${what}`, severity: "error", message }];
  }
  if (count <= warnAbove) return [];
  const message = `The workflow has ${count} ${what}. Beyond ${warnAbove} it gets hard to follow: consider splitting it.`;
  return [{ code: `many_${what}`, severity: "warning", message }];
}

function checkBytes(bytes: number): readonly Diagnostic[] {
  const limit = limits.documentBytes.value;
  if (bytes <= limit) return [];
  const message = `The workflow has ${bytes} bytes; at most ${limit} can be saved. Shorten its longest texts.`;
  return [{ code: "document_too_large", severity: "error", message }];
}
