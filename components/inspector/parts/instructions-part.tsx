"use client";

import type { FieldProps } from "../fields/field-props";
/** An agent's instructions: a template, unless an existing agent brings its own. */
import { TemplateField } from "../fields/template-field";

export function InstructionsPart(props: FieldProps) {
  if (typeof props.config.agentId === "string" && props.config.agentId !== "") {
    return <p className="text-ink-soft text-xs">The existing agent brings its own instructions, tools and parameters.</p>;
  }
  return <TemplateField {...props} />;
}
