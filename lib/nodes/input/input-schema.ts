/**
 * The inputs of a workflow as a JSON Schema, for programs that start it.
 *
 * Pure. What satisfies the schema is accepted by `readRunInput`, which also takes a number written as text.
 */
import type { JsonObject } from "../../shared/json";
import type { InputField } from "../contract";

/** Draft 2020-12; other inputs than those named are not allowed. */
export function inputSchemaOf(fields: readonly InputField[]): JsonObject {
  const required = fields.filter((field) => field.required).map(({ key }) => key);
  return {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.key, fieldSchema(field)])),
    ...(required.length > 0 && { required }),
    additionalProperties: false,
  };
}

function fieldSchema(field: InputField): JsonObject {
  const { label, help } = field;
  return { ...(label !== "" && { title: label }), ...(help !== undefined && help !== "" && { description: help }), ...typeSchema(field) };
}

function typeSchema({ type, required, options = [] }: InputField): JsonObject {
  switch (type) {
    case "text":
    case "long_text":
    case "file_text":
      return { type: "string", ...(required && { pattern: "\\S" }) };
    case "number":
      return { type: "number" };
    case "choice":
      return { enum: [...options] };
    case "json":
      // No text: that is read as JSON, which a schema can't say.
      return { type: ["object", "array", "number", "boolean", ...(required ? [] : ["null"])] };
  }
}
