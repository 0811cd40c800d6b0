/**
 * Reads and writes the one value a conflict is about.
 *
 * Pure.
 */
import { Budget } from "../shared/budget";
import type { JsonValue } from "../shared/json";
import type { DocumentCommand } from "./commands";
import { placementOf } from "./containment";
import type { FieldPlace } from "./merge-documents";
import { NodeSettings, StateVariable, type WorkflowDocument, WorkflowNode } from "./schema";

const Placed = WorkflowNode.pick({ parent: true, lane: true, position: true });

/** `undefined` when the document has no such field or no such node. */
export function valueAt(document: WorkflowDocument, place: FieldPlace): JsonValue | undefined {
  switch (place.in) {
    case "document":
      return document[place.field];
    case "budget":
      return document.budget;
    case "state":
      return document.state.find((variable) => variable.name === place.variable);
    case "sample":
      return ownField(document.sampleInput, place.key);
    case "title":
      return nodeOf(document, place.nodeId)?.title;
    case "position":
      return nodeOf(document, place.nodeId)?.position;
    case "size":
      return nodeOf(document, place.nodeId)?.size;
    case "place": {
      const node = nodeOf(document, place.nodeId);
      return node && placementOf(node);
    }
    case "config":
      return ownField(nodeOf(document, place.nodeId)?.config, place.field);
    case "settings":
      return ownField(nodeOf(document, place.nodeId)?.settings, place.field);
  }
}

/** The commands that put `value` there; `undefined` removes the field where it may be absent. A value of another shape gives none. */
export function commandsSetting(document: WorkflowDocument, place: FieldPlace, value: JsonValue | undefined): readonly DocumentCommand[] {
  switch (place.in) {
    case "document":
      return typeof value === "string" ? [{ type: "set_document", field: place.field, value }] : [];
    case "budget": {
      const budget = Budget.optional().safeParse(value);
      return budget.success ? [{ type: "set_budget", budget: budget.data }] : [];
    }
    case "state":
      return [{ type: "set_state", variables: withVariable(document.state, place.variable, value) }];
    case "sample":
      return [{ type: "set_sample", values: withKey(document.sampleInput, place.key, value) }];
    case "title":
      return typeof value === "string" ? [{ type: "set_title", nodeId: place.nodeId, title: value }] : [];
    case "position": {
      const to = WorkflowNode.shape.position.safeParse(value);
      return to.success ? [{ type: "move_nodes", moves: [{ nodeId: place.nodeId, to: to.data }] }] : [];
    }
    case "size": {
      const size = WorkflowNode.shape.size.safeParse(value);
      return size.success && size.data !== undefined ? [{ type: "resize_nodes", sizes: [{ nodeId: place.nodeId, size: size.data }] }] : [];
    }
    case "place": {
      const placement = Placed.safeParse(value);
      if (!placement.success) return [];
      const { parent, lane, position: to } = placement.data;
      return [{ type: "place_nodes", places: [{ nodeId: place.nodeId, parent, lane, to }] }];
    }
    case "config":
      return [{ type: "set_config", nodeId: place.nodeId, field: place.field, value }];
    case "settings": {
      const field = NodeSettings.keyof().safeParse(place.field);
      const settings = NodeSettings.safeParse(value === undefined ? {} : { [place.field]: value });
      if (!field.success || !settings.success) return [];
      return [{ type: "set_settings", nodeId: place.nodeId, field: field.data, value: settings.data[field.data] }];
    }
  }
}

function nodeOf(document: WorkflowDocument, nodeId: string): WorkflowNode | undefined {
  return document.nodes.find((node) => node.id === nodeId);
}

function ownField(record: { readonly [key: string]: JsonValue | undefined } | undefined, key: string): JsonValue | undefined {
  return record !== undefined && Object.hasOwn(record, key) ? record[key] : undefined;
}

function withVariable(variables: readonly StateVariable[], name: string, value: JsonValue | undefined): readonly StateVariable[] {
  const parsed = StateVariable.safeParse(value);
  if (!parsed.success) return variables.filter((variable) => variable.name !== name);
  const isKnown = variables.some((variable) => variable.name === name);
  return isKnown ? variables.map((variable) => (variable.name === name ? parsed.data : variable)) : [...variables, parsed.data];
}

function withKey(values: WorkflowDocument["sampleInput"], key: string, value: JsonValue | undefined): WorkflowDocument["sampleInput"] {
  const { [key]: _replaced, ...rest } = values;
  return value === undefined ? rest : { ...values, [key]: value };
}
