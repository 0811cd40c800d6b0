/**
 * A JSON schema of an object with plain fields, as rows a person fills in, and back.
 *
 * Pure. A schema that says more than rows can is left to the JSON editor.
 */
import { isJsonObject, type JsonObject, type JsonValue } from "@/lib/shared/json";

export type SchemaFieldType = "string" | "number" | "boolean" | "string_list" | "number_list";

export type SchemaField = {
  readonly key: string;
  readonly type: SchemaFieldType;
  readonly description: string;
  readonly isRequired: boolean;
};

/** Null when the schema holds something that rows would lose. */
export function fieldsOfSchema(schema: JsonValue | undefined): readonly SchemaField[] | null {
  if (schema === undefined || schema === null) return [];
  if (!isJsonObject(schema)) return null;
  const isPlain = Object.keys(schema).every((key) => ["type", "properties", "required", "additionalProperties"].includes(key));
  const properties = schema.properties ?? {};
  if (!isPlain || (schema.type !== undefined && schema.type !== "object") || !isJsonObject(properties)) return null;
  const required = Array.isArray(schema.required) ? schema.required : [];
  const fields = Object.entries(properties).map(([key, property]) => fieldOf(key, property, required.includes(key)));
  return fields.every((field) => field !== null) ? fields : null;
}

export function schemaOfFields(fields: readonly SchemaField[]): JsonObject {
  return {
    type: "object",
    properties: Object.fromEntries(fields.map((field) => [field.key, propertyOf(field)])),
    required: fields.filter((field) => field.isRequired).map((field) => field.key),
    additionalProperties: false,
  };
}

function fieldOf(key: string, property: JsonValue, isRequired: boolean): SchemaField | null {
  if (!isJsonObject(property)) return null;
  const isPlain = Object.keys(property).every((name) => ["type", "description", "items"].includes(name));
  const type = typeOf(property);
  if (!isPlain || type === null) return null;
  return { key, type, description: typeof property.description === "string" ? property.description : "", isRequired };
}

function typeOf({ type, items }: JsonObject): SchemaFieldType | null {
  if (type === "string" || type === "number" || type === "boolean") return items === undefined ? type : null;
  if (type !== "array" || !isJsonObject(items) || Object.keys(items).length !== 1) return null;
  if (items.type === "string") return "string_list";
  return items.type === "number" ? "number_list" : null;
}

function propertyOf({ type, description }: SchemaField): JsonObject {
  const said: JsonObject = description === "" ? {} : { description };
  if (type === "string_list") return { type: "array", items: { type: "string" }, ...said };
  if (type === "number_list") return { type: "array", items: { type: "number" }, ...said };
  return { type, ...said };
}
