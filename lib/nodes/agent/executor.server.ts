import "server-only";
import type { z } from "zod";
import { utf8Bytes } from "../../shared/json";
import { limits } from "../../shared/limits";
import { err, ok, type Result } from "../../shared/result";
import type { ModelParameters, ModelTurn, StepError, StepInput, StepOutcome } from "../contract";
import type { ModelAnswer, NodeExecutor, StepContext } from "../execution";
import { receivedText } from "../received";
import type { agentNode } from "./definition";

type Config = z.output<(typeof agentNode)["config"]>;

/** Asks the model once and gives its text, or the JSON it was asked for. */
export const executeAgent: NodeExecutor<typeof agentNode> = async ({ config, inputs }, context): Promise<StepOutcome> => {
  const prompt = renderPrompt(config, inputs, context);
  if (!prompt.ok) return { kind: "failed", error: prompt.error };
  const answer = await context.callModel(turnOf(config, prompt.value));
  if (!answer.ok) return { kind: "failed", error: answer.error.error, ...(answer.error.report && { model: answer.error.report }) };
  return outcomeOf(config, answer.value, context);
};

type Prompt = { readonly instructions: string; readonly message: string };

function renderPrompt(config: Config, inputs: readonly StepInput[], { render }: StepContext): Result<Prompt, StepError> {
  const instructions = config.agentId === "" ? render(config.instructions) : ok("");
  if (!instructions.ok) return instructions;
  const message = config.message.trim() === "" ? ok(receivedText(inputs)) : render(config.message);
  if (!message.ok) return message;
  if (message.value.trim() === "") {
    return err({
      code: "empty_message",
      class: "permanent",
      message: "There is nothing to ask: the message is empty and so is what the node received. Write a message.",
    });
  }
  return withinLimit({ instructions: instructions.value, message: message.value });
}

function withinLimit(prompt: Prompt): Result<Prompt, StepError> {
  const bytes = utf8Bytes(prompt.instructions) + utf8Bytes(prompt.message);
  const limit = limits.promptBytes.value;
  if (bytes <= limit) return ok(prompt);
  const message = `The prompt has ${bytes} bytes; at most ${limit} can be sent. Shorten the instructions, the message or what they insert.`;
  return err({ code: "prompt_too_large", class: "limit", message });
}

function turnOf(config: Config, { instructions, message }: Prompt): ModelTurn {
  const { agentId, provider, api, model, context, tools } = config;
  const isExisting = agentId !== "";
  return {
    ...(isExisting && { agentId }),
    provider,
    api,
    model: isExisting ? "" : model,
    instructions,
    message,
    context,
    tools: isExisting ? [] : tools,
    parameters: isExisting ? {} : parametersOf(config),
    ...(config.output === "json" &&
      config.schema !== null && { outputSchema: { name: config.schemaName || "answer", schema: config.schema } }),
  };
}

function parametersOf({ temperature, topP, maxTokens, randomSeed }: Config): ModelParameters {
  return {
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { topP }),
    ...(maxTokens !== undefined && { maxTokens }),
    ...(randomSeed !== undefined && { randomSeed }),
  };
}

function outcomeOf(config: Config, { text, json, report }: ModelAnswer, { attempt }: StepContext): StepOutcome {
  const output = config.output === "json" ? json : text;
  const isEmpty = output === undefined || (typeof output === "string" && output.trim() === "" && report.files.length === 0);
  if (!isEmpty) return { kind: "succeeded", ports: ["out"], output, model: report };
  const error: StepError = {
    code: "empty_output",
    // Asking again helps now and then; asking a third time does not.
    class: attempt === 1 ? "transient" : "permanent",
    message: "The model answered with nothing. Say in the instructions what the answer should hold, or try another model.",
  };
  return { kind: "failed", error, model: report };
}
