"use client";

/** One field of a definition as the control it asks for. A new control or part is one line here. */
import type { ComponentType } from "react";
import type { FieldSpec } from "@/lib/nodes/contract";
import { ChoiceField, SegmentsField, SwitchField } from "./fields/choice-field";
import type { FieldProps } from "./fields/field-props";
import { JsonField } from "./fields/json-field";
import { NumberField } from "./fields/number-field";
import { TemplateField } from "./fields/template-field";
import { TextField } from "./fields/text-field";
import { BranchesPart } from "./parts/branches-part";
import { CodePart } from "./parts/code-part";
import { FormFieldsPart } from "./parts/form-fields-part";
import { HeadersPart } from "./parts/headers-part";
import { InputFieldsPart } from "./parts/input-fields-part";
import { InstructionsPart } from "./parts/instructions-part";
import { LanesPart } from "./parts/lanes-part";
import { LibraryPart } from "./parts/library-part";
import { McpToolsPart } from "./parts/mcp-tools-part";
import { ModelPart } from "./parts/model-part";
import { SchemaPart } from "./parts/schema-part";
import { StateChangesPart } from "./parts/state-changes-part";
import { ToolsPart } from "./parts/tools-part";
import { WorkflowInputsPart } from "./parts/workflow-inputs-part";
import { WorkflowPart } from "./parts/workflow-part";

const controls: { readonly [Control in Exclude<FieldSpec["control"], "custom">]: ComponentType<FieldProps> } = {
  text: TextField,
  long_text: TextField,
  template: TemplateField,
  expression: TemplateField,
  number: NumberField,
  choice: ChoiceField,
  segments: SegmentsField,
  switch: SwitchField,
  json: JsonField,
};

const parts: ReadonlyMap<string, ComponentType<FieldProps>> = new Map<string, ComponentType<FieldProps>>([
  ["library", LibraryPart],
  ["model", ModelPart],
  ["instructions", InstructionsPart],
  ["tools", ToolsPart],
  ["schema", SchemaPart],
  ["branches", BranchesPart],
  ["input_fields", InputFieldsPart],
  ["form_fields", FormFieldsPart],
  ["lanes", LanesPart],
  ["code", CodePart],
  ["headers", HeadersPart],
  ["workflow", WorkflowPart],
  ["workflow_inputs", WorkflowInputsPart],
  ["state_changes", StateChangesPart],
  ["mcp_tools", McpToolsPart],
]);

/** A part this release does not know is edited as JSON. */
export function FieldControl(props: FieldProps) {
  const { control, part } = props.field;
  const Control = control === "custom" ? (parts.get(part ?? "") ?? JsonField) : controls[control];
  return <Control {...props} />;
}
