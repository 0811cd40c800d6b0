/** What every control of the panel gets: one top-level field of a node's config. */
import type { Diagnostic } from "@/lib/compile/diagnostic";
import type { WorkflowNode } from "@/lib/document/schema";
import type { FieldSpec } from "@/lib/nodes/contract";
import type { JsonObject, JsonValue } from "@/lib/shared/json";

export type FieldProps = {
  readonly node: WorkflowNode;
  readonly field: FieldSpec;
  /** The kind's default where the node says nothing. */
  readonly value: JsonValue | undefined;
  /** The whole config, defaults filled in: some parts depend on their neighbours. */
  readonly config: JsonObject;
  readonly problems: readonly Diagnostic[];
  /** `undefined` goes back to the default. */
  readonly onChange: (value: JsonValue | undefined) => void;
  /** Changes another field of the same node. */
  readonly onChangeOther: (key: string, value: JsonValue | undefined) => void;
  /** Ends an undo step. */
  readonly onDone: () => void;
};

/** The first sentence that is about this field as a whole. */
export function errorOf(problems: readonly Diagnostic[], key: string): string | undefined {
  return problems.find((problem) => problem.field === key)?.message;
}
