/**
 * The bodies of the agents and conversations endpoints. Unknown keys are refused, as the service does.
 */
import { z } from "zod";
import { CompletionArgsSchema, GuardrailsSchema, InputsSchema, MetadataSchema, ToolsSchema } from "./entries";

const handoffExecution = z.enum(["client", "server"]).nullish();
const version = z.union([z.string(), z.number().int()]).nullish();
const name = z.string().min(1);

export const StartSchema = z.strictObject({
  inputs: InputsSchema,
  stream: z.boolean().optional(),
  store: z.boolean().nullish(),
  handoff_execution: handoffExecution,
  instructions: z.string().nullish(),
  tools: ToolsSchema.nullish(),
  completion_args: CompletionArgsSchema.nullish(),
  guardrails: GuardrailsSchema,
  name: z.string().nullish(),
  description: z.string().nullish(),
  metadata: MetadataSchema,
  agent_id: z.string().nullish(),
  agent_version: version,
  model: z.string().nullish(),
});
export type StartRequest = z.output<typeof StartSchema>;

const confirmations = z.array(z.strictObject({ tool_call_id: z.string(), confirmation: z.enum(["allow", "deny"]) })).nullish();

export const AppendSchema = z.strictObject({
  inputs: InputsSchema.optional(),
  stream: z.boolean().optional(),
  store: z.boolean().optional(),
  handoff_execution: handoffExecution,
  completion_args: CompletionArgsSchema.optional(),
  tool_confirmations: confirmations,
});
export type AppendRequest = z.output<typeof AppendSchema>;

export const RestartSchema = z.strictObject({
  from_entry_id: z.string(),
  inputs: InputsSchema.optional(),
  stream: z.boolean().optional(),
  store: z.boolean().optional(),
  handoff_execution: handoffExecution,
  completion_args: CompletionArgsSchema.optional(),
  guardrails: GuardrailsSchema,
  metadata: MetadataSchema,
  agent_version: version,
});
export type RestartRequest = z.output<typeof RestartSchema>;

const agentFields = {
  description: z.string().nullish(),
  instructions: z.string().nullish(),
  tools: ToolsSchema.optional(),
  completion_args: CompletionArgsSchema.optional(),
  guardrails: GuardrailsSchema,
  handoffs: z.array(z.string()).min(1).nullish(),
  metadata: MetadataSchema,
  version_message: z.string().nullish(),
};
export const CreateAgentSchema = z.strictObject({ ...agentFields, model: z.string(), name });
export type CreateAgentRequest = z.output<typeof CreateAgentSchema>;
export const UpdateAgentSchema = z.strictObject({
  ...agentFields,
  model: z.string().nullish(),
  name: name.nullish(),
  deployment_chat: z.boolean().nullish(),
});
export type UpdateAgentRequest = z.output<typeof UpdateAgentSchema>;

export const CreateLibrarySchema = z.strictObject({
  name,
  description: z.string().nullish(),
  chunk_size: z.number().int().nullish(),
  owner_type: z.string().nullish(),
});
export const UpdateLibrarySchema = z.strictObject({ name: name.nullish(), description: z.string().nullish() });
