"use client";

/** A few lines of JavaScript, with the names they can read. */
import { errorOf, type FieldProps } from "../fields/field-props";
import { TemplateText } from "../fields/template-field";

export function CodePart({ node, field, value, problems, onChange, onDone }: FieldProps) {
  return (
    <TemplateText
      error={errorOf(problems, field.key)}
      fieldKey={field.key}
      help={field.help}
      kind="code"
      label={field.label}
      nodeId={node.id}
      onChange={onChange}
      onDone={onDone}
      placeholder={field.placeholder}
      value={typeof value === "string" ? value : ""}
    />
  );
}
