/**
 * Reads a workflow document from outside: a file, a request, a browser's storage.
 *
 * Pure. Refuses what it can't read with the path and the reason, and never in part.
 */
import type { z } from "zod";
import { type AppError, appError } from "../shared/app-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { limits } from "../shared/limits";
import { err, ok, type Result } from "../shared/result";
import { isMissing, schemaReason } from "../shared/schema-reason";
import { byId, standsInItself } from "./containment";
import { inspectJson, pathTo, readJson } from "./inspect-json";
import { migrateDocument } from "./migrate-document";
import { edgeId, WorkflowDocument } from "./schema";

const mostProblems = 20;

/**
 * @param input a JSON text, or the value of one.
 * @returns the document, or at least one problem (at most 20). Codes: `document_too_large`, `not_json`, `too_deep`,
 * `forbidden_key`, `text_too_long`, `wrong_format`, `wrong_version`, `newer_version`, `too_many`, `invalid_field`,
 * `duplicate_node`, `duplicate_edge`, `duplicate_variable`, `unknown_node`, `unknown_container`, `container_cycle`.
 */
export function parseDocument(input: unknown): Result<WorkflowDocument, AppError[]> {
  const read = readJson(typeof input === "string" ? input : textOf(input));
  if (!read.ok) return err([read.error]);
  const inspected = inspectJson(read.value);
  if (!inspected.ok) return err([...inspected.error]);
  const migrated = migrateDocument(inspected.value);
  if (!migrated.ok) return err([migrated.error]);
  const tooMany = countProblems(migrated.value);
  if (tooMany.length > 0) return err(tooMany);

  const parsed = WorkflowDocument.safeParse(migrated.value);
  if (!parsed.success) return err(parsed.error.issues.slice(0, mostProblems).map((issue) => problemOf(issue, migrated.value)));
  const problems = referenceProblems(parsed.data);
  return problems.length === 0 ? ok(parsed.data) : err(problems.slice(0, mostProblems));
}

/** What has no JSON text (a cycle, a function, nothing) reads as not JSON. */
function textOf(input: unknown): string {
  try {
    return JSON.stringify(input) ?? "";
  } catch {
    return "";
  }
}

/** Counted before the schema looks at each item. */
function countProblems(document: JsonObject): AppError[] {
  const allowed = { nodes: limits.workflowNodes.hard, edges: limits.workflowEdges.hard };
  return Object.entries(allowed).flatMap(([field, limit]) => {
    const items = document[field];
    if (!Array.isArray(items) || items.length <= limit) return [];
    return [appError("too_many", `${items.length} ${field}; a workflow can have at most ${limit}.`, field)];
  });
}

function problemOf(issue: z.core.$ZodIssue, document: JsonValue): AppError {
  const path = issue.path.reduce<string>(pathTo, "");
  return appError("invalid_field", `${whereIs(issue.path, document)}${reasonOf(issue)}.`, path);
}

/** Names the node a person knows by its id rather than by its place in a list. */
function whereIs(path: readonly PropertyKey[], document: JsonValue): string {
  const [list, index] = path;
  if (list !== "nodes" || typeof index !== "number" || !isJsonObject(document)) return "";
  const nodes = document.nodes;
  const node = Array.isArray(nodes) ? nodes[index] : undefined;
  return isJsonObject(node) && typeof node.id === "string" ? `In node "${node.id.slice(0, 48)}": ` : "";
}

function reasonOf(issue: z.core.$ZodIssue): string {
  return isMissing(issue) ? `\`${String(issue.path.at(-1) ?? "")}\` is missing` : schemaReason(issue);
}

/** What single fields can't say: ids that occur twice, edges without two ends, containers that are not there. */
function referenceProblems(document: WorkflowDocument): AppError[] {
  const nodeIds = new Set<string>();
  const problems: AppError[] = [];
  for (const [index, node] of document.nodes.entries()) {
    if (nodeIds.has(node.id))
      problems.push(appError("duplicate_node", `There are two nodes with the id "${node.id}".`, `nodes[${index}].id`));
    nodeIds.add(node.id);
  }
  problems.push(...containerProblems(document));
  const edgeIds = new Set<string>();
  for (const [index, edge] of document.edges.entries()) {
    for (const end of ["source", "target"] as const) {
      if (nodeIds.has(edge[end])) continue;
      problems.push(
        appError("unknown_node", `The edge "${edge.id}" names the node "${edge[end]}", which does not exist.`, `edges[${index}].${end}`),
      );
    }
    if (edgeIds.has(edge.id) || edgeIds.has(`ends ${edgeId(edge)}`)) {
      problems.push(appError("duplicate_edge", `The edge from "${edge.source}" to "${edge.target}" occurs twice.`, `edges[${index}]`));
    }
    edgeIds.add(edge.id).add(`ends ${edgeId(edge)}`);
  }
  const variables = new Set<string>();
  for (const [index, variable] of document.state.entries()) {
    if (variables.has(variable.name)) {
      problems.push(appError("duplicate_variable", `There are two state variables named "${variable.name}".`, `state[${index}].name`));
    }
    variables.add(variable.name);
  }
  return problems;
}

function containerProblems({ nodes }: WorkflowDocument): AppError[] {
  const nodesById = byId(nodes);
  return nodes.flatMap(({ id, parent }, index) => {
    if (parent === undefined) return [];
    const path = `nodes[${index}].parent`;
    if (!nodesById.has(parent)) {
      return [appError("unknown_container", `The node "${id}" stands in "${parent}", which does not exist.`, path)];
    }
    if (!standsInItself(nodesById, id)) return [];
    return [appError("container_cycle", `The node "${id}" stands in itself: its containers lead back to it.`, path)];
  });
}
