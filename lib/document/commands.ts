/**
 * Edits to a workflow document, as data.
 *
 * Pure. Every change of a document is one of these, so that undo, autosave, rebasing on a newer
 * revision and tests share one path. Ids come from the caller.
 */
import type { Budget } from "../shared/budget";
import type { JsonValue } from "../shared/json";
import type { NodeSettings, StateVariable, WorkflowDocument, WorkflowEdge, WorkflowNode } from "./schema";

export type DocumentCommand =
  | { readonly type: "add_nodes"; readonly nodes: readonly WorkflowNode[]; readonly edges: readonly WorkflowEdge[] }
  /** What stands in a removed container goes with it, listed or not. */
  | { readonly type: "remove_nodes"; readonly nodeIds: readonly string[]; readonly edgeIds: readonly string[] }
  | {
      readonly type: "move_nodes";
      readonly moves: readonly { readonly nodeId: string; readonly to: { readonly x: number; readonly y: number } }[];
    }
  /** Puts nodes into a container (or, without `parent`, onto the canvas itself), at positions relative to it. */
  | {
      readonly type: "place_nodes";
      readonly places: readonly {
        readonly nodeId: string;
        readonly parent: string | undefined;
        readonly lane: string | undefined;
        readonly to: { readonly x: number; readonly y: number };
      }[];
    }
  | {
      readonly type: "resize_nodes";
      readonly sizes: readonly { readonly nodeId: string; readonly size: { readonly width: number; readonly height: number } }[];
    }
  | { readonly type: "connect"; readonly edge: WorkflowEdge }
  | { readonly type: "set_title"; readonly nodeId: string; readonly title: string }
  /** Sets one top-level field of a node's config; `undefined` removes it. */
  | { readonly type: "set_config"; readonly nodeId: string; readonly field: string; readonly value: JsonValue | undefined }
  | {
      readonly type: "set_settings";
      readonly nodeId: string;
      readonly field: keyof NodeSettings;
      readonly value: NodeSettings[keyof NodeSettings] | undefined;
    }
  /** Changes a node's id, its edges and every template that names it. */
  | { readonly type: "rename_node"; readonly nodeId: string; readonly to: string }
  | { readonly type: "set_document"; readonly field: "name" | "description"; readonly value: string }
  | { readonly type: "set_state"; readonly variables: readonly StateVariable[] }
  | { readonly type: "set_sample"; readonly values: { readonly [key: string]: JsonValue } }
  /** Without `budget` the workflow says nothing about what its runs may spend. */
  | { readonly type: "set_budget"; readonly budget: Budget | undefined }
  /** Puts a whole document in place: undo, redo, restore. */
  | { readonly type: "replace_document"; readonly document: WorkflowDocument };
