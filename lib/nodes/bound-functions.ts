/**
 * Nodes as functions that a model may call.
 *
 * Pure. A function is named by its node's id; what a model fills in is read like a form, so that a call that
 * lacks something is answered in words and runs nothing.
 */
import type { ToolSignature } from "../document/schema";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import type { InputField, OfferedFunction } from "./contract";
import type { BoundFunction } from "./execution";
import { readFormValues } from "./form-values";

/** The longest name that providers take. */
const longestName = 64;

export type FunctionSource = {
  readonly nodeId: string;
  readonly title: string;
  readonly purpose: string;
  /** The node's own functions; undefined for a kind that has none of its own. */
  readonly offered: readonly OfferedFunction[] | undefined;
  readonly signature: ToolSignature | undefined;
};

export function functionsOf({ nodeId, title, purpose, offered, signature }: FunctionSource): readonly BoundFunction[] {
  if (offered !== undefined) return offered.map((each) => ownFunction(nodeId, each));
  const { description = "", parameters = [], askFirst = false, decideHours = null } = signature ?? {};
  const said = description.trim() || [title || nodeId, purpose].filter((part) => part !== "").join(": ");
  const made = parameters.length === 0 ? textFunction(nodeId, said) : formFunction(nodeId, said, parameters);
  return [{ ...made, asksFirst: askFirst, decideHours }];
}

/** The arguments of a node's own function have no fields that we know: they are shown as they are. */
const ownForm: BoundFunction["form"] = {
  fields: [{ key: "arguments", label: "Arguments", type: "json", required: true }],
  values: (given) => ({ arguments: given }),
  given: (values) => values.arguments ?? {},
};

function formOf(fields: readonly InputField[]): BoundFunction["form"] {
  return { fields, values: (given) => given, given: (values) => values };
}

function ownFunction(nodeId: string, offered: OfferedFunction): BoundFunction {
  const { name, description, parameters, input, asksFirst = false, decideHours = null } = offered;
  const full = name === "" ? nodeId : `${nodeId}__${name.replace(/[^A-Za-z0-9_-]/g, "_")}`.slice(0, longestName);
  return {
    tool: { type: "function", name: full, description, parameters },
    read: (given) => (isJsonObject(given) ? ok(input(given)) : err(unreadable)),
    asksFirst,
    decideHours,
    form: ownForm,
  };
}

/** Whether somebody is asked is not the form's. */
type MadeFunction = Omit<BoundFunction, "asksFirst" | "decideHours">;

/** One text, received as it is. */
function textFunction(nodeId: string, description: string): MadeFunction {
  const fields: readonly InputField[] = [
    { key: "input", label: "", type: "long_text", required: true, help: "All that is needed for it, in words." },
  ];
  return {
    tool: { type: "function", name: nodeId, description, parameters: schemaOf(fields) },
    form: formOf(fields),
    read: (given) => {
      const text = isJsonObject(given) ? given.input : undefined;
      return typeof text === "string" && text.trim() !== "" ? ok(text) : err("The argument “input” has to be a text. Nothing was done.");
    },
  };
}

function formFunction(nodeId: string, description: string, fields: readonly InputField[]): MadeFunction {
  return {
    form: formOf(fields),
    tool: { type: "function", name: nodeId, description, parameters: schemaOf(fields) },
    read: (given) => readArguments(fields, given),
  };
}

function readArguments(fields: readonly InputField[], given: JsonValue): Result<JsonValue, string> {
  if (!isJsonObject(given)) return err(unreadable);
  const read = readFormValues(fields, given);
  if (read.ok) return read;
  const problems = Object.entries(read.error).map(([key, problem]) => `${key}: ${problem}`);
  return err(`Nothing was done. ${problems.join(" ")}`);
}

const unreadable = "The arguments could not be read as a JSON object. Nothing was done. Call it again with whole arguments.";

const jsonTypes: { readonly [type in InputField["type"]]: JsonObject } = {
  text: { type: "string" },
  long_text: { type: "string" },
  file_text: { type: "string" },
  number: { type: "number" },
  choice: { type: "string" },
  json: {},
};

function schemaOf(fields: readonly InputField[]): JsonObject {
  const properties = fields.map(({ key, label, type, help, options }): [string, JsonObject] => {
    const description = [label, help ?? ""].filter((part) => part !== "").join(": ");
    return [
      key,
      { ...jsonTypes[type], ...(type === "choice" && { enum: [...(options ?? [])] }), ...(description !== "" && { description }) },
    ];
  });
  return {
    type: "object",
    properties: Object.fromEntries(properties),
    required: fields.filter(({ required }) => required).map(({ key }) => key),
    additionalProperties: false,
  };
}
