/**
 * The settings of a kind as a table: from the fields of its panel, and for units and limits from its schema too.
 */
import { z } from "zod";
import type { FieldOption, FieldSpec, NodeDefinition } from "../../lib/nodes/contract";
import { limits } from "../../lib/shared/limits";
import { amount, code, count, type Row, table } from "./markdown";

/** What is read of a JSON schema. */
const Schema = z.looseObject({
  type: z.string().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  default: z.unknown().optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
  maxLength: z.number().optional(),
  minItems: z.number().optional(),
  maxItems: z.number().optional(),
  pattern: z.string().optional(),
  get items() {
    return Schema.optional();
  },
  get properties() {
    return z.record(z.string(), Schema).optional();
  },
  get oneOf() {
    return z.array(Schema).optional();
  },
});
type Schema = z.infer<typeof Schema>;

export function schemaOf(type: z.ZodType): Schema {
  return Schema.parse(z.toJSONSchema(type, { io: "input", unrepresentable: "any" }));
}

/** Empty for a kind without settings. */
export function settingsTable(definition: NodeDefinition): string {
  const { properties = {} } = schemaOf(definition.config);
  const defaults = z.record(z.string(), z.unknown()).parse(definition.defaults);
  const rows = definition.fields.map((field) => rowOf(field, properties[field.key] ?? {}, defaults[field.key], definition));
  if (rows.length === 0) return "It has no settings of its own.";
  const heads = ["Setting", "What it says", "Unit", "A new node has", "Limit"];
  const parts = definition.fields.flatMap(({ key, label }) => partsOf(label, key, properties[key] ?? {}));
  return [table(heads, rows), ...parts].join("\n\n");
}

function rowOf(field: FieldSpec, schema: Schema, given: unknown, { fields }: NodeDefinition): Row {
  const { label, key, help = "", options = [] } = field;
  return [
    `**${label}** ${code(key)}`,
    [help, choicesOf(options), conditionOf(field, fields), field.advanced === true ? "*Under Advanced.*" : ""].filter(Boolean).join(" "),
    field.unit ?? "",
    valueShown(given ?? schema.default, field),
    limitOf(field, schema),
  ];
}

function choicesOf(options: readonly FieldOption[]): string {
  if (options.every((option) => option.help === undefined))
    return options.length === 0 ? "" : `One of ${options.map(({ label }) => label).join(", ")}.`;
  return options.map((option) => `**${option.label}**${option.help === undefined ? "." : `: ${option.help}`}`).join(" ");
}

function conditionOf({ when }: FieldSpec, fields: readonly FieldSpec[]): string {
  const other = fields.find(({ key }) => key === when?.key);
  if (when === undefined || other === undefined) return "";
  const values = when.is.map((value) => labelOf(value, other) ?? (value === true ? "on" : value === false ? "off" : String(value)));
  return `*Only where ${other.label} is ${values.join(" or ")}.*`;
}

function labelOf(value: unknown, { options = [] }: FieldSpec): string | undefined {
  return options.find((option) => option.value === value)?.label;
}

function valueShown(value: unknown, field: FieldSpec): string {
  const label = labelOf(value, field);
  if (label !== undefined) return label;
  if (value === undefined || value === null || value === "") return "empty";
  if (Array.isArray(value)) return value.length === 0 ? "none" : namesIn(value).join(", ");
  if (typeof value === "object") return Object.keys(value).length === 0 ? "none" : code(JSON.stringify(value));
  if (typeof value === "number") return count(value);
  if (typeof value === "boolean") return value ? "on" : "off";
  return code(String(value));
}

const Named = z.union([
  z.looseObject({ label: z.string().min(1) }).transform(({ label }) => label),
  z.looseObject({ variable: z.string() }).transform(({ variable }) => code(variable)),
  z.looseObject({ id: z.string() }).transform(({ id }) => code(id)),
]);

function namesIn(items: readonly unknown[]): readonly string[] {
  return items.map((item) => Named.catch("1").parse(item));
}

function limitOf({ control, min, max }: FieldSpec, schema: Schema): string {
  if (min !== undefined && max !== undefined) return `${count(min)} to ${count(max)}`;
  if (schema.maxItems !== undefined) return `${schema.minItems ?? 0} to ${count(schema.maxItems)}`;
  if (schema.maxLength !== undefined) return `${count(schema.maxLength)} characters`;
  if (schema.pattern !== undefined) return code(schema.pattern);
  if (schema.enum !== undefined || schema.type === "boolean") return "";
  if (control === "expression") return amount(limits.expressionSourceBytes.value, "bytes");
  return schema.type === "string" ? amount(limits.textFieldBytes.value, "bytes") : "";
}

/** What each entry of a list holds: its fields, its branches, its lanes. */
function partsOf(label: string, key: string, schema: Schema): readonly string[] {
  const properties = schema.items?.properties;
  if (properties === undefined) return [];
  const rows = Object.entries(properties).map(([name, part]): Row => [code(name), kindOf(part), defaultOf(part), partLimit(part)]);
  return [`Each of **${label}** (${code(key)}):`, table(["Field", "Holds", "When left out", "Limit"], rows)];
}

function kindOf(schema: Schema): string {
  if (schema.enum !== undefined) return schema.enum.map((value) => code(String(value))).join(", ");
  const words: { readonly [type: string]: string } = {
    string: "a text",
    boolean: "yes or no",
    array: "a list of texts",
    number: "a number",
  };
  return words[schema.type ?? ""] ?? "any value";
}

function defaultOf({ default: value }: Schema): string {
  if (value === undefined) return "";
  if (value === "") return "empty";
  return code(typeof value === "object" ? JSON.stringify(value) : String(value));
}

function partLimit({ maxLength, maxItems, pattern }: Schema): string {
  if (maxLength !== undefined) return `${count(maxLength)} characters`;
  if (maxItems !== undefined) return `${count(maxItems)} entries`;
  return pattern === "^[a-z][a-z0-9_]{0,47}$"
    ? "lower-case letters, digits and `_`, from a letter on; 48 characters"
    : pattern
      ? code(pattern)
      : "";
}
