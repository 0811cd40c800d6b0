/**
 * Chat completions: the stateless path, whole or as data-only frames that end with [DONE].
 */
import type { JsonObject } from "../../shared/json";
import { isJsonObject } from "../../shared/json";
import { type Answer, type Prompt, tokensOf } from "../answer/prompt";
import { createRandom } from "../answer/random";
import { bodyOf, type Handler } from "../call";
import { splitText } from "../delivery";
import { sendFaultyJson, writeFaultyStream } from "../faults/inject";
import type { Store, StoredEntry } from "../state/store";
import { ApiError, invalidChatBody, unknownModel } from "../wire/api-error";
import { type ChatMessage, type ChatRequest, ChatRequestSchema, messageOrderProblem } from "../wire/chat-request";
import { modelNamed } from "../wire/models";
import { type Frame, pause } from "../wire/sse";
import { readBody } from "../wire/validation";
import { answerTo, passFaults, promptOf } from "./answering";

export const completeChat: Handler = async (call) => {
  const { store, settings } = call.world;
  const parsed = readBody(ChatRequestSchema, bodyOf(call));
  if (!parsed.ok) throw invalidChatBody(parsed.details);
  const request = parsed.value;
  if (modelNamed(request.model) === undefined) throw unknownModel(request.model);
  const problem = messageOrderProblem(request.messages);
  if (problem instanceof ApiError) throw problem;
  const prompt = chatPrompt(request, store);
  const last = request.messages.findLast((message) => message.role === "user");
  const { goesOn, fault } = await passFaults(call, { instructions: systemText(request.messages) }, contentText(last?.content));
  if (!goesOn) return;
  const answer = answerTo(prompt, fault, await call.world.script?.(prompt));
  const head = { id: store.ids.next("cmpl").replace("cmpl_", ""), created: Math.floor(Date.now() / 1_000), model: request.model };
  const usage = chatUsage(answer, prompt);
  const frames = chatFrames(answer, head, usage, store, settings.pace);
  await pause(call.response, settings.latencyMs);
  if (request.stream === true) {
    await writeFaultyStream(fault, call.response, frames);
    return;
  }
  await pause(
    call.response,
    frames.reduce((total, { afterMs }) => total + afterMs, 0),
  );
  const calls = callsOf(answer, store);
  const message = { role: "assistant", content: textOf(answer), tool_calls: calls.length > 0 ? calls : null, prefix: false };
  sendFaultyJson(fault, call.response, {
    ...head,
    object: "chat.completion",
    usage,
    choices: [{ index: 0, message, finish_reason: answer.finish }],
  });
};

function chatPrompt(request: ChatRequest, store: Store): Prompt {
  const choice = request.tool_choice;
  const setup = {
    model: request.model,
    instructions: systemText(request.messages),
    tools: request.tools ?? [],
    args: {
      response_format: request.response_format,
      max_tokens: request.max_tokens,
      stop: request.stop,
      random_seed: request.random_seed,
      tool_choice: typeof choice === "object" ? ("any" as const) : choice,
    },
  };
  return promptOf(setup, entriesOf(request.messages), store);
}

/** Messages in the form of entries, so that both paths are understood by the same code. */
function entriesOf(messages: readonly ChatMessage[]): StoredEntry[] {
  return messages.flatMap((message, index): StoredEntry[] => {
    const id = String(index);
    if (message.role === "user") return [{ id, type: "message.input", role: "user", content: contentText(message.content) }];
    if (message.role === "tool")
      return [{ id, type: "function.result", tool_call_id: message.tool_call_id ?? "", result: contentText(message.content) }];
    if (message.role !== "assistant") return [];
    const spoken: StoredEntry[] = message.content ? [{ id, type: "message.output", content: contentText(message.content) }] : [];
    const calls = (message.tool_calls ?? []).map(
      (call): StoredEntry => ({ id, type: "function.call", tool_call_id: call.id ?? "", name: call.function.name }),
    );
    return [...spoken, ...calls];
  });
}

function systemText(messages: readonly ChatMessage[]): string {
  return messages
    .filter((message) => message.role === "system")
    .map((message) => contentText(message.content))
    .join("\n\n");
}

function contentText(content: ChatMessage["content"] | undefined): string {
  if (typeof content === "string") return content;
  return (content ?? []).map((chunk) => (chunk.type === "text" ? chunk.text : "")).join("");
}

function textOf(answer: Answer): string {
  return answer.parts.map((part) => (part.kind === "text" ? part.text : "")).join("");
}

function callsOf(answer: Answer, store: Store): JsonObject[] {
  const calls = answer.parts.filter((part) => part.kind === "function_call");
  return calls.map((part, index) => ({
    id: store.ids.toolCall(),
    type: "function",
    index,
    function: { name: part.name, arguments: JSON.stringify(part.arguments) },
  }));
}

function chatUsage(answer: Answer, prompt: Prompt): JsonObject {
  const promptTokens = prompt.turns.reduce((total, turn) => total + tokensOf(turn.text), tokensOf(prompt.instructions) + 6);
  const completion = answer.parts.reduce(
    (total, part) => total + (part.kind === "text" ? tokensOf(part.text) : part.kind === "function_call" ? 20 : 0),
    0,
  );
  return { prompt_tokens: promptTokens, completion_tokens: completion, total_tokens: promptTokens + completion, num_cached_tokens: 0 };
}

function chatFrames(answer: Answer, head: JsonObject, usage: JsonObject, store: Store, pace: number): Frame[] {
  const random = createRandom(textOf(answer));
  const speed = random.int(75, 115);
  const chunk = (delta: JsonObject, afterMs: number, last?: JsonObject): Frame => ({
    afterMs,
    data: {
      ...head,
      object: "chat.completion.chunk",
      choices: [{ index: 0, delta, finish_reason: isJsonObject(last) ? answer.finish : null }],
      ...(last ?? {}),
    },
  });
  const calls = callsOf(answer, store);
  const pieces = splitText(textOf(answer), { pace, random });
  return [
    chunk({ role: "assistant", content: "" }, (300 + random.int(0, 400)) * pace),
    ...pieces.map((text) => chunk({ content: text }, (tokensOf(text) / speed) * 1_000 * pace)),
    ...(calls.length > 0 ? [chunk({ tool_calls: calls }, 100 * pace)] : []),
    chunk({ content: "" }, 0, { usage }),
    { afterMs: 0, data: "[DONE]" },
  ];
}
