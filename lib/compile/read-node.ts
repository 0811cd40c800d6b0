/**
 * One node of a document read against its kind: definition, config, ports, what its texts refer to.
 *
 * Pure. Total: a node of an unknown kind, or with a config its kind can't read, still has a reading.
 */
import type { z } from "zod";
import { programReferences } from "../document/program-references";
import type { WorkflowNode } from "../document/schema";
import { type Check, checkExpression, checkTemplate, type Reference } from "../expression/check";
import { definitionOf } from "../nodes/catalog";
import type { NodeDefinition, NodePorts, PortSpec } from "../nodes/contract";
import { canFail, portsOf } from "../nodes/ports";
import { utf8Bytes } from "../shared/json";
import { limits } from "../shared/limits";
import { schemaReason } from "../shared/schema-reason";
import type { Diagnostic } from "./diagnostic";

/**
 * A name that a text of the config reads. `isReadInside`: at the end of the container's own body. Not `isCertain`: the
 * reader goes on where nothing is there, so what is wrong with it does not keep a run from starting.
 */
export type TextReference = Reference & { readonly field: string; readonly isReadInside: boolean; readonly isCertain: boolean };

export type NodeReading = {
  readonly node: WorkflowNode;
  /** What people call it. */
  readonly title: string;
  readonly definition: NodeDefinition | undefined;
  /** Parsed, with defaults; the kind's defaults stand in for fields that can't be read. */
  readonly config: unknown;
  /** Undefined for an unknown kind: any port may be right. */
  readonly ports: NodePorts | undefined;
  /** Drawn, never run. */
  readonly isNote: boolean;
  readonly references: readonly TextReference[];
  /** What is wrong with the node by itself, whatever is around it. */
  readonly problems: readonly Diagnostic[];
  /** Size of the node as JSON. */
  readonly bytes: number;
};

const known = new WeakMap<WorkflowNode, NodeReading>();

/** Remembered per node object: what did not change is not read again at the next keystroke. */
export function readNode(node: WorkflowNode): NodeReading {
  const before = known.get(node);
  if (before !== undefined) return before;
  const reading = workOut(node);
  known.set(node, reading);
  return reading;
}

function workOut(node: WorkflowNode): NodeReading {
  const title = node.title.trim() || node.id;
  const bytes = utf8Bytes(JSON.stringify(node));
  const definition = definitionOf(node.type);
  if (definition === undefined) {
    const message = `${title}: this Windrose does not know the kind "${node.type}". Update Windrose, or remove the node.`;
    const problems: Diagnostic[] = [{ code: "unknown_kind", severity: "error", message, nodeId: node.id }];
    return { node, title, definition, config: node.config, ports: undefined, isNote: false, references: [], problems, bytes };
  }
  const { config, problems } = readConfig(node, title, definition);
  const texts = readTexts(node, title, definition, config);
  return {
    node,
    title,
    definition,
    config,
    ports: portsOf(definition, config, node.settings),
    isNote: definition.shape.is === "none",
    references: texts.references,
    problems: [...problems, ...texts.problems],
    bytes,
  };
}

/** The port an edge starts from; undefined when its kind is unknown or has no such port. */
export function outPort({ ports }: NodeReading, portId: string): PortSpec | undefined {
  return ports?.outputs.find((port) => port.id === portId);
}

/** The port an edge ends at; undefined likewise. */
export function inPort({ ports }: NodeReading, portId: string): PortSpec | undefined {
  return ports?.inputs.find((port) => port.id === portId);
}

/** Was a way out for failures asked for, of a kind that can fail? */
export function handlesErrors({ definition, node }: NodeReading): boolean {
  return definition !== undefined && node.settings?.errorPort === true && canFail(definition);
}

type ConfigReading = { readonly config: unknown; readonly problems: readonly Diagnostic[] };

function readConfig(node: WorkflowNode, title: string, definition: NodeDefinition): ConfigReading {
  if (node.typeVersion > definition.version) {
    const message = `${title}: it was made with a newer Windrose (${definition.label} ${node.typeVersion}; this one knows ${definition.version}). Update Windrose, or replace the node.`;
    const problem: Diagnostic = { code: "newer_kind", severity: "error", message, nodeId: node.id };
    return { config: mendedConfig(node, definition), problems: [problem] };
  }
  const parsed = definition.config.safeParse(node.config);
  if (!parsed.success) {
    const problems = parsed.error.issues.map((issue) => configProblem(issue, node, title, definition));
    return { config: mendedConfig(node, definition), problems };
  }
  const checked = definition.check?.(parsed.data) ?? [];
  const problems = checked.map(({ code, severity, message, field }) => ({
    code,
    severity,
    message: `${title}: ${message}`,
    nodeId: node.id,
    ...(field !== undefined && { field }),
  }));
  return { config: parsed.data, problems };
}

function configProblem(issue: z.core.$ZodIssue, node: WorkflowNode, title: string, definition: NodeDefinition): Diagnostic {
  const unknownKeys = issue.code === "unrecognized_keys" ? issue.keys : [];
  const field = [...issue.path.map(String), ...unknownKeys.slice(0, 1)].join(".");
  const reason = unknownKeys.length > 0 ? "there is no such setting. Remove it" : schemaReason(issue);
  const message = `${placeOf(title, definition, field)}: ${reason}.`;
  return { code: "invalid_config", severity: "error", message, nodeId: node.id, ...(field !== "" && { field }) };
}

/** The config with the kind's defaults in place of what can't be read, so that one wrong field hides no other problem. */
function mendedConfig(node: WorkflowNode, definition: NodeDefinition): unknown {
  const parsed = definition.config.safeParse(node.config);
  if (parsed.success) return parsed.data;
  const broken = new Set(
    parsed.error.issues.flatMap((issue) => [issue.path[0], ...(issue.code === "unrecognized_keys" ? issue.keys : [])]),
  );
  const sound = Object.fromEntries(Object.entries(node.config).filter(([key]) => !broken.has(key)));
  const mended = definition.config.safeParse(sound);
  return mended.success ? mended.data : definition.config.parse(definition.defaults);
}

type TextsReading = { readonly references: readonly TextReference[]; readonly problems: readonly Diagnostic[] };

function readTexts(node: WorkflowNode, title: string, definition: NodeDefinition, config: unknown): TextsReading {
  const references: TextReference[] = [];
  const problems: Diagnostic[] = [];
  const report = (code: string, field: string, reason: string) => {
    const message = `${placeOf(title, definition, field)}: ${reason}`;
    problems.push({ code, severity: "error", message, nodeId: node.id, field });
  };
  const tooLong = new Set(longTexts(config).map(({ field }) => field));
  for (const { field, bytes } of longTexts(config)) {
    report("text_too_long", field, `this text has ${bytes} bytes; at most ${limits.textFieldBytes.value} fit in one field. Shorten it.`);
  }
  for (const { field, is, text, isReadInside = false } of definition.texts(config)) {
    if (tooLong.has(field)) continue;
    // Whether an expression may be empty is for the kind to say.
    if (is === "expression" && text.trim() === "") continue;
    const check = is === "program" ? checkProgram(text) : is === "template" ? checkTemplate(text) : checkExpression(text);
    const isCertain = is !== "program";
    references.push(...check.references.map((reference) => ({ ...reference, field, isReadInside, isCertain })));
    if (check.error !== undefined) report("invalid_expression", field, check.error.message);
  }
  return { references, problems };
}

/** A program may ask whether a value is there, so that it may be missing is no problem of it. */
function checkProgram(source: string): Check {
  return { references: programReferences(source).map(({ path, start, end }) => ({ path, start, end, hasDefault: true })) };
}

/** Texts deeper in a config have limits of their own in its schema. */
function longTexts(config: unknown): readonly { readonly field: string; readonly bytes: number }[] {
  const entries: [string, unknown][] = typeof config === "object" && config !== null ? Object.entries(config) : [];
  return entries
    .flatMap(([field, value]) => (typeof value === "string" ? [{ field, bytes: utf8Bytes(value) }] : []))
    .filter(({ bytes }) => bytes > limits.textFieldBytes.value);
}

/** "Market researcher, Instructions". A nested field is named by the control it stands in. */
export function placeOf(title: string, definition: NodeDefinition | undefined, field: string): string {
  const label = definition?.fields.find((spec) => spec.key === field.split(".")[0])?.label ?? field;
  return label === "" ? title : `${title}, ${label}`;
}
