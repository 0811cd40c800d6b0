/**
 * What the service accepts inside requests, strictly: entries, chunks, tools, completion arguments.
 */
import { z } from "zod";

const text = z.string();
const optionalText = z.string().nullish();
const metadata = z.record(z.string(), z.json()).nullish();
const when = z.string().nullish();
const common = { object: z.literal("entry").optional(), created_at: when, completed_at: when, id: z.string().optional() };
const spoken = { agent_id: optionalText, model: optionalText };

const ChunkSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text }),
  z.strictObject({
    type: z.literal("tool_reference"),
    tool: text,
    title: text,
    url: optionalText,
    favicon: optionalText,
    description: optionalText,
  }),
  z.strictObject({ type: z.literal("tool_file"), tool: text, file_id: text, file_name: optionalText, file_type: optionalText }),
  z.strictObject({ type: z.literal("image_url"), image_url: z.union([text, z.strictObject({ url: text, detail: optionalText })]) }),
  z.strictObject({ type: z.literal("document_url"), document_url: text, document_name: optionalText }),
  z.strictObject({
    type: z.literal("thinking"),
    thinking: z.array(z.looseObject({ type: text })),
    signature: optionalText,
    closed: z.boolean().optional(),
  }),
]);
const content = z.union([text, z.array(ChunkSchema)]);

const TypedEntrySchema = z.discriminatedUnion("type", [
  z.strictObject({
    ...common,
    type: z.literal("message.input"),
    role: z.enum(["user", "assistant"]),
    content,
    prefix: z.boolean().optional(),
  }),
  z.strictObject({ ...common, ...spoken, type: z.literal("message.output"), role: z.literal("assistant").optional(), content }),
  z.strictObject({
    ...common,
    ...spoken,
    type: z.literal("tool.execution"),
    name: text,
    arguments: text,
    info: z.record(z.string(), z.json()).optional(),
  }),
  z.strictObject({
    ...common,
    ...spoken,
    type: z.literal("function.call"),
    tool_call_id: text,
    name: text,
    arguments: z.union([text, z.record(z.string(), z.json())]),
    confirmation_status: z.enum(["pending", "allowed", "denied"]).nullish(),
  }),
  z.strictObject({ ...common, type: z.literal("function.result"), tool_call_id: text, result: text }),
  z.strictObject({
    ...common,
    type: z.literal("agent.handoff"),
    previous_agent_id: text,
    previous_agent_name: text,
    next_agent_id: text,
    next_agent_name: text,
  }),
]);

/** Entries without a type are told by their shape, as the service does. */
const EntrySchema = z.preprocess((value) => {
  if (typeof value !== "object" || value === null || "type" in value) return value;
  if ("tool_call_id" in value) return { ...value, type: "function.result" };
  return "role" in value ? { ...value, type: "message.input" } : value;
}, TypedEntrySchema);

export const InputsSchema = z.union([z.string(), z.array(EntrySchema)]);
export type InputEntry = z.output<typeof TypedEntrySchema>;
export type InputChunk = z.output<typeof ChunkSchema>;

const toolNames = z.array(text).nullish();
const toolConfiguration = z
  .strictObject({ include: toolNames, exclude: toolNames, requires_confirmation: toolNames })
  .refine((value) => !(value.include && value.exclude), "include and exclude are mutually exclusive")
  .nullish();

const FunctionSchema = z.strictObject({
  name: z.string().regex(/^[a-zA-Z0-9_-]{1,64}$/),
  description: z.string().optional(),
  strict: z.boolean().optional(),
  parameters: z.record(z.string(), z.json()),
});
export const FunctionToolSchema = z.strictObject({ type: z.literal("function"), function: FunctionSchema });

const builtIn = <Name extends string>(name: Name) => z.strictObject({ type: z.literal(name), tool_configuration: toolConfiguration });
const ToolSchema = z.discriminatedUnion("type", [
  builtIn("web_search"),
  builtIn("web_search_premium"),
  builtIn("code_interpreter"),
  builtIn("image_generation"),
  z.strictObject({ type: z.literal("document_library"), library_ids: z.array(text).min(1), tool_configuration: toolConfiguration }),
  FunctionToolSchema,
  z.strictObject({
    type: z.literal("connector"),
    connector_id: text,
    authorization: z.strictObject({ type: z.enum(["api-key", "oauth2-token"]), value: text }).nullish(),
    tool_configuration: toolConfiguration,
  }),
]);
export type OfferedTool = z.output<typeof ToolSchema>;
export const ToolsSchema = z.array(ToolSchema).max(128);

export const ResponseFormatSchema = z.strictObject({
  type: z.enum(["text", "json_object", "json_schema"]).optional(),
  json_schema: z
    .strictObject({ name: text, description: optionalText, schema: z.record(z.string(), z.json()), strict: z.boolean().optional() })
    .nullish(),
});
export type ResponseFormat = z.output<typeof ResponseFormatSchema>;

export const sampling = {
  stop: z.union([text, z.array(text)]).nullish(),
  presence_penalty: z.number().min(-2).max(2).nullish(),
  frequency_penalty: z.number().min(-2).max(2).nullish(),
  max_tokens: z.number().int().min(0).nullish(),
  random_seed: z.number().int().min(0).nullish(),
  prediction: z.strictObject({ type: z.literal("content").optional(), content: text }).nullish(),
  response_format: ResponseFormatSchema.nullish(),
  reasoning_effort: z.enum(["none", "minimal", "low", "medium", "high", "xhigh"]).nullish(),
};

export const CompletionArgsSchema = z.strictObject({
  ...sampling,
  temperature: z.number().min(0).max(1).nullish(),
  top_p: z.number().min(0).max(1).nullish(),
  tool_choice: z.enum(["auto", "none", "any", "required"]).optional(),
});
export type CompletionArgs = z.output<typeof CompletionArgsSchema>;

const thresholds = z.record(z.string(), z.number().min(0).max(1).nullable());
export const GuardrailsSchema = z
  .array(
    z.strictObject({
      block_on_error: z.boolean().optional(),
      moderation_llm_v1: z.record(z.string(), z.json()).nullish(),
      moderation_llm_v2: z
        .strictObject({
          model_name: z.string().optional(),
          custom_category_thresholds: thresholds.nullish(),
          ignore_other_categories: z.boolean().optional(),
          action: z.enum(["none", "block"]).optional(),
        })
        .nullish(),
    }),
  )
  .nullish();

export const MetadataSchema = metadata;
