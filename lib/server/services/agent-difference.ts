import "server-only";

/**
 * An agent of the library beside its copy at a provider: what is sent, what differs, what can be taken back.
 *
 * Decides only; agent-copies.ts asks the provider and stores.
 */
import { LibraryAgentConfig, libraryAgentProblems } from "../../nodes/agent/library-agent";
import type { ModelTool } from "../../nodes/contract";
import type { AgentDifference } from "../../projection/library-agents";
import type { AgentSetup } from "../../providers/contract";
import { schemaName } from "../../providers/mistral-request.server";
import { type AppError, appError } from "../../shared/app-error";
import { canonicalJson } from "../../shared/json";
import { err, ok, type Result } from "../../shared/result";
import { type AgentContent, maxAgentNameLength } from "./agents";

/** What is sent of an agent. Fails where a provider's agent could not be what this one is. */
export function setupOf({ name, config }: AgentContent): Result<AgentSetup, AppError> {
  if (config.provider === "openai-compatible") {
    const message = "This agent uses the OpenAI-compatible endpoint, so Mistral can't keep it. Choose another provider first.";
    return err(appError("agent_needs_mistral", message, "provider"));
  }
  const [problem] = libraryAgentProblems(config);
  if (problem !== undefined) return err(appError(problem.code, `Not sent to Mistral: ${problem.message}`, problem.field));
  const { description, model, instructions, tools, temperature, topP, maxTokens, randomSeed, output, schema } = config;
  return ok({
    name,
    description,
    model,
    instructions,
    tools,
    parameters: {
      ...(temperature !== undefined && { temperature }),
      ...(topP !== undefined && { topP }),
      ...(maxTokens !== undefined && { maxTokens }),
      ...(randomSeed !== undefined && { randomSeed }),
    },
    ...(output === "json" && schema !== null && { outputSchema: { name: schemaName(config.schemaName), schema } }),
  });
}

/** Every setting in which the two differ, in the order of an agent's form. */
export function differencesBetween(ours: AgentSetup, theirs: AgentSetup): readonly AgentDifference[] {
  return compared.flatMap(({ field, label, show }) => {
    const [our, their] = [show(ours), show(theirs)];
    return our === their ? [] : [{ field, label, ours: our, theirs: their }];
  });
}

/**
 * The agent with what its copy says. Settings that a copy does not have stay as they are.
 * Fails with `unusable_copy` when the copy says something that this library can't hold.
 */
export function withTheirs({ config }: AgentContent, theirs: AgentSetup): Result<AgentContent, AppError> {
  const { temperature, topP, maxTokens, randomSeed, ...kept } = config;
  const format = theirs.outputSchema;
  const isSameFormatName = format === undefined || format.name === schemaName(config.schemaName);
  const taken = LibraryAgentConfig.safeParse({
    ...kept,
    description: theirs.description,
    model: theirs.model,
    instructions: theirs.instructions,
    tools: theirs.tools,
    ...theirs.parameters,
    output: format === undefined ? "text" : "json",
    schema: format?.schema ?? config.schema,
    schemaName: isSameFormatName ? config.schemaName : format.name,
  });
  const name = theirs.name.trim();
  if (name === "" || name.length > maxAgentNameLength) return err(unusable(`its name has to have 1 to ${maxAgentNameLength} characters`));
  if (taken.success) return ok({ name, config: taken.data });
  const [issue] = taken.error.issues;
  return err(unusable(`${issue?.path.map(String).join(".") ?? ""}: ${issue?.message ?? "it can't be read"}`));
}

function unusable(why: string): AppError {
  return appError("unusable_copy", `The copy at Mistral can't be taken over: ${why}. Change it there, or send yours.`);
}

const compared: readonly { readonly field: string; readonly label: string; readonly show: (setup: AgentSetup) => string }[] = [
  { field: "name", label: "Name", show: ({ name }) => name },
  { field: "description", label: "Good at", show: ({ description }) => description },
  { field: "model", label: "Model", show: ({ model }) => model },
  { field: "instructions", label: "Instructions", show: ({ instructions }) => instructions },
  { field: "tools", label: "Tools", show: ({ tools }) => shownTools(tools) },
  { field: "output", label: "Output", show: shownOutput },
  { field: "temperature", label: "Temperature", show: ({ parameters }) => shownNumber(parameters.temperature) },
  { field: "topP", label: "Top P", show: ({ parameters }) => shownNumber(parameters.topP) },
  { field: "maxTokens", label: "Longest answer", show: ({ parameters }) => shownNumber(parameters.maxTokens) },
  { field: "randomSeed", label: "Random seed", show: ({ parameters }) => shownNumber(parameters.randomSeed) },
];

/** In one order, whatever order they were chosen in. */
function shownTools(tools: readonly ModelTool[]): string {
  return tools
    .map((tool) =>
      tool.type === "document_library" ? `${describeTool(tool.type)} ${[...tool.libraryIds].sort().join(", ")}` : describeTool(tool.type),
    )
    .sort()
    .join("\n");
}

function describeTool(type: ModelTool["type"]): string {
  return type.replaceAll("_", " ");
}

function shownOutput({ outputSchema }: AgentSetup): string {
  if (outputSchema === undefined) return "Text";
  // Sorted: a provider may give the keys back in another order.
  return `${outputSchema.name}\n${JSON.stringify(JSON.parse(canonicalJson(outputSchema.schema)), null, 2)}`;
}

function shownNumber(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}
