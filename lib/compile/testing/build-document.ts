/**
 * Small workflows for tests of validation and compiling.
 *
 * Pure. Only tests import it. Every node gets its kind's defaults, mended so that it has no problem
 * by itself; what a test is about is written out in the test.
 */
import { edgeId, emptyDocument, type NodeSettings, type WorkflowDocument, type WorkflowEdge, WorkflowNode } from "../../document/schema";
import { definitionOf } from "../../nodes/catalog";
import type { JsonObject } from "../../shared/json";
import type { Diagnostic } from "../diagnostic";

/** The title is the id with a capital: `writer` is called "Writer". */
export function node(type: string, id: string = type, config: JsonObject = {}, settings?: NodeSettings): WorkflowNode {
  const title = `${id.charAt(0).toUpperCase()}${id.slice(1)}`;
  const defaults = definitionOf(type)?.defaults ?? {};
  return WorkflowNode.parse({
    id,
    type,
    title,
    position: { x: 0, y: 0 },
    config: { ...(typeof defaults === "object" ? defaults : {}), ...config },
    ...(settings !== undefined && { settings }),
  });
}

export function agent(id: string, message = "", config: JsonObject = {}): WorkflowNode {
  return node("agent", id, { message, ...config });
}

/** The nodes, standing in a container. */
export function inside(parent: string, nodes: readonly WorkflowNode[], lane?: string): readonly WorkflowNode[] {
  return nodes.map((each) => ({ ...each, parent, ...(lane !== undefined && { lane }) }));
}

/** A Parallel with these lanes. */
export function parallel(id: string, lanes: readonly string[]): WorkflowNode {
  return node("parallel", id, { lanes: lanes.map((lane) => ({ id: lane, title: `Lane ${lane}` })) });
}

/** A Router by rules with a branch per name. */
export function router(id: string, branches: readonly string[], take: "first" | "every" = "first"): WorkflowNode {
  const written = branches.map((branch) => ({ id: branch, label: branch, description: "", when: "true" }));
  return node("router", id, { mode: "rules", take, branches: written });
}

/** "a>b" goes from `out` to `in`; "route.left>b" leaves by the port `left`. */
export function edge(arrow: string): WorkflowEdge {
  const [from = "", target = ""] = arrow.split(">");
  const [source = "", sourcePort = "out"] = from.split(".");
  const ends = { source, sourcePort, target, targetPort: "in" };
  return { id: edgeId(ends), ...ends };
}

export function workflow(
  nodes: readonly WorkflowNode[],
  arrows: readonly string[] = [],
  parts: Partial<WorkflowDocument> = {},
): WorkflowDocument {
  return { ...emptyDocument("Test"), nodes: [...nodes], edges: arrows.map(edge), ...parts };
}

/** "error unknown_variable writer.message" for each, in order: what a test compares at a glance. */
export function summarised(diagnostics: readonly Diagnostic[]): readonly string[] {
  return diagnostics.map(({ severity, code, nodeId, field }) => {
    const place = [nodeId, field].filter((part) => part !== undefined).join(".");
    return place === "" ? `${severity} ${code}` : `${severity} ${code} ${place}`;
  });
}
