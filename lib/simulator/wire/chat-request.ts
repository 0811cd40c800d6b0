/**
 * The body of chat completions and the order its messages must keep.
 */
import { z } from "zod";
import { type ApiError, plainError } from "./api-error";
import { FunctionToolSchema, sampling } from "./entries";

const chunk = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("text"), text: z.string() }),
  z.strictObject({ type: z.literal("image_url"), image_url: z.union([z.string(), z.looseObject({ url: z.string() })]) }),
  z.strictObject({ type: z.literal("document_url"), document_url: z.string(), document_name: z.string().nullish() }),
  z.strictObject({ type: z.literal("reference"), reference_ids: z.array(z.union([z.string(), z.number()])) }),
  z.looseObject({ type: z.literal("thinking") }),
]);
const content = z.union([z.string(), z.array(chunk)]);
const toolCall = z.strictObject({
  id: z.string().optional(),
  type: z.literal("function").optional(),
  index: z.number().int().optional(),
  function: z.strictObject({ name: z.string(), arguments: z.union([z.string(), z.record(z.string(), z.json())]) }),
});

const MessageSchema = z.discriminatedUnion("role", [
  z.strictObject({ role: z.literal("system"), content }),
  z.strictObject({ role: z.literal("user"), content: content.nullable() }),
  z.strictObject({
    role: z.literal("assistant"),
    content: content.nullish(),
    tool_calls: z.array(toolCall).nullish(),
    prefix: z.boolean().optional(),
  }),
  z.strictObject({ role: z.literal("tool"), content: content.nullable(), tool_call_id: z.string().nullish(), name: z.string().nullish() }),
]);
export type ChatMessage = z.output<typeof MessageSchema>;

export const ChatRequestSchema = z.strictObject({
  ...sampling,
  model: z.string(),
  messages: z.array(MessageSchema).min(1),
  temperature: z.number().min(0).max(1.5).nullish(),
  top_p: z.number().gt(0).max(1).nullish(),
  stream: z.boolean().optional(),
  metadata: z.record(z.string(), z.json()).nullish(),
  tools: z.array(FunctionToolSchema).max(128).nullish(),
  tool_choice: z
    .union([
      z.enum(["auto", "none", "any", "required"]),
      z.strictObject({ type: z.literal("function").optional(), function: z.strictObject({ name: z.string() }) }),
    ])
    .optional(),
  n: z.number().int().min(1).nullish(),
  parallel_tool_calls: z.boolean().optional(),
  prompt_mode: z.literal("reasoning").nullish(),
  prompt_cache_key: z.string().nullish(),
  service_tier: z.enum(["auto", "standard_only"]).nullish(),
  safe_prompt: z.boolean().optional(),
  guardrails: z.array(z.looseObject({})).nullish(),
});
export type ChatRequest = z.output<typeof ChatRequestSchema>;

const callId = /^[a-zA-Z0-9]{9}$/;

/** The first rule the messages break, as a 400. */
export function messageOrderProblem(messages: readonly ChatMessage[]): ApiError | null {
  const last = messages.at(-1);
  const isPrefix = last?.role === "assistant" && last.prefix === true;
  if (last !== undefined && last.role !== "user" && last.role !== "tool" && !isPrefix) {
    return orderError(`Expected last role User or Tool (or Assistant with prefix True) for serving but got ${last.role}`);
  }
  for (const [index, message] of messages.entries()) {
    if (message.role === "assistant" && !message.content && !message.tool_calls?.length) {
      return orderError("Assistant message must have either content or tool_calls, but not none.");
    }
    for (const call of (message.role === "assistant" ? message.tool_calls : undefined) ?? []) {
      if (!callId.test(call.id ?? "")) {
        const text = `Tool call id was ${call.id ?? "null"} but must be a-z, A-Z, 0-9, with a length of 9.`;
        return plainError(400, "3280", "invalid_function_call", text);
      }
    }
    if (message.role === "user" && messages[index - 1]?.role === "tool") return orderError("Unexpected role 'user' after role 'tool'");
  }
  return null;
}

function orderError(message: string): ApiError {
  return plainError(400, "3230", "invalid_request_message_order", message);
}
