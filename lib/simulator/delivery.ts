/**
 * Answers on their way out: as entries, as usage, and as frames with the pace of a model.
 */

import type { JsonObject, JsonValue } from "../shared/json";
import { type Answer, type AnswerPart, type Prompt, tokensOf } from "./answer/prompt";
import { createRandom } from "./answer/random";
import type { Store, StoredEntry } from "./state/store";
import type { Frame } from "./wire/sse";

export type Speaker = { readonly model: string; readonly agentId: string | null; readonly agentName: string };

/** 0 answers at once, 1 at the pace of a model, 2 half as fast. */
export type Pace = number;

export type Delivery = {
  readonly entries: readonly StoredEntry[];
  readonly usage: JsonObject;
  /** Between `conversation.response.started` and `.done`. */
  readonly frames: readonly Frame[];
};

/** Entries get their ids here, so that stream, history and files agree. */
export function deliver(answer: Answer, prompt: Prompt, speaker: Speaker, store: Store, pace: Pace): Delivery {
  const random = createRandom(`${prompt.instructions}${prompt.turns.at(-1)?.text ?? ""}`);
  const tempo: Tempo = { pace, tokensPerSecond: random.int(75, 115), random };
  const entries: StoredEntry[] = [];
  const frames: Frame[] = [];
  let first = 300 + random.int(0, 400);
  const wait = (ms: number) => {
    const whole = ms + first;
    first = 0;
    return whole * pace;
  };
  for (const group of grouped(answer.parts)) {
    const index = entries.length;
    const [part] = group;
    if (part === undefined) continue;
    if (part.kind === "tool") {
      const entry = entryOf(store, "tool.execution", "tool_exec", {
        ...spoken(speaker),
        name: part.name,
        arguments: JSON.stringify(part.arguments),
        info: part.info,
      });
      entries.push(entry);
      const common = { output_index: index, id: entry.id, name: part.name };
      frames.push(frame("tool.execution.started", { ...common, ...spoken(speaker), arguments: JSON.stringify(part.arguments) }, wait(0)));
      frames.push(frame("tool.execution.done", { ...common, info: part.info }, (400 + random.int(0, 800)) * pace));
    } else if (part.kind === "function_call") {
      const call = {
        ...spoken(speaker),
        tool_call_id: store.ids.toolCall(),
        name: part.name,
        arguments: JSON.stringify(part.arguments),
        confirmation_status: part.isPending ? "pending" : null,
      };
      const entry = entryOf(store, "function.call", "fc", call);
      entries.push(entry);
      frames.push(frame("function.call.delta", { ...call, output_index: index, id: entry.id }, wait(200)));
    } else if (part.kind === "handoff") {
      const previous = { previous_agent_id: speaker.agentId ?? "", previous_agent_name: speaker.agentName };
      const next = { next_agent_id: part.to.id, next_agent_name: part.to.name };
      const entry = entryOf(store, "agent.handoff", "handoff", { ...previous, ...next });
      entries.push(entry);
      frames.push(frame("agent.handoff.started", { output_index: index, id: entry.id, ...previous }, wait(0)));
      frames.push(frame("agent.handoff.done", { output_index: index, id: entry.id, ...next }, 150 * pace));
    } else {
      const chunks = chunksOf(group, store);
      const onlyText = chunks.length === 1 && chunks[0]?.type === "text" ? chunks[0].text : undefined;
      const entry = entryOf(store, "message.output", "msg", { ...spoken(speaker), role: "assistant", content: onlyText ?? chunks });
      entries.push(entry);
      frames.push(...messageFrames(chunks, { output_index: index, id: entry.id, ...spoken(speaker), role: "assistant" }, tempo, wait));
    }
  }
  return { entries, usage: usageOf(answer, prompt), frames };
}

export function frame(event: string, data: JsonObject, afterMs = 0): Frame {
  return { event, data, afterMs };
}

function spoken({ model, agentId }: Speaker): JsonObject {
  return agentId === null ? { model } : { model, agent_id: agentId };
}

export function entryOf(store: Store, type: string, prefix: string, fields: JsonObject): StoredEntry {
  const now = new Date().toISOString();
  return { object: "entry", type, created_at: now, completed_at: now, id: store.ids.next(prefix), ...fields };
}

/** Pieces of one message stand together; every other part is an entry of its own. */
function grouped(parts: readonly AnswerPart[]): AnswerPart[][] {
  const groups: AnswerPart[][] = [];
  const isPiece = (part: AnswerPart | undefined) => part?.kind === "text" || part?.kind === "reference" || part?.kind === "picture";
  for (const part of parts) {
    const last = groups.at(-1);
    if (last !== undefined && isPiece(part) && isPiece(last[0])) last.push(part);
    else groups.push([part]);
  }
  return groups;
}

type ContentChunk = JsonObject & { readonly type: string };

function chunksOf(parts: readonly AnswerPart[], store: Store): ContentChunk[] {
  const chunks: ContentChunk[] = [];
  let pictures = 0;
  for (const part of parts) {
    const last = chunks.at(-1);
    if (part.kind === "text" && part.text === "") continue;
    if (part.kind === "text" && last?.type === "text") chunks.splice(-1, 1, { type: "text", text: `${String(last.text)}${part.text}` });
    else if (part.kind === "text") chunks.push({ type: "text", text: part.text });
    else if (part.kind === "reference") chunks.push({ type: "tool_reference", ...part.reference });
    else if (part.kind === "picture") {
      const name = `image_generated_${pictures}`;
      pictures += 1;
      const id = store.ids.next("file");
      store.files.set(id, {
        id,
        filename: `${name}.png`,
        purpose: "fine-tune",
        createdAt: Math.floor(Date.now() / 1_000),
        mime: "image/png",
        content: part.picture,
      });
      chunks.push({ type: "tool_file", tool: "image_generation", file_id: id, file_name: name, file_type: "png" });
    }
  }
  return chunks;
}

type Tempo = { readonly pace: Pace; readonly tokensPerSecond: number; readonly random: ReturnType<typeof createRandom> };

function messageFrames(chunks: readonly ContentChunk[], common: JsonObject, tempo: Tempo, wait: (ms: number) => number): Frame[] {
  return chunks.flatMap((chunk, index) => {
    const data = (content: JsonValue) => ({ ...common, content_index: index, content });
    if (chunk.type !== "text") return [frame("message.output.delta", data(chunk), wait(30))];
    return splitText(String(chunk.text), tempo).map((text) =>
      frame("message.output.delta", data(text), wait((tokensOf(text) / tempo.tokensPerSecond) * 1_000)),
    );
  });
}

/** A few words a frame as a model streams them; long pieces when nobody watches. */
export function splitText(text: string, { pace, random }: Pick<Tempo, "pace" | "random">): string[] {
  if (pace === 0) return text.match(/[\s\S]{1,600}/gu) ?? [];
  const words = text.match(/\s*\S+|\s+$/gu) ?? [];
  const pieces: string[] = [];
  for (let index = 0; index < words.length; ) {
    const count = random.int(1, 3);
    pieces.push(words.slice(index, index + count).join(""));
    index += count;
  }
  return pieces;
}

function usageOf(answer: Answer, prompt: Prompt): JsonObject {
  const asked = [
    prompt.instructions,
    ...prompt.turns.map((turn) => turn.text),
    prompt.format?.json_schema ? JSON.stringify(prompt.format.json_schema.schema) : "",
  ];
  const promptTokens = asked.reduce((total, text) => total + tokensOf(text), 6);
  let [completion, connector] = [0, 0];
  const connectors: { [tool: string]: number } = {};
  for (const part of answer.parts) {
    if (part.kind === "text") completion += tokensOf(part.text);
    if (part.kind === "function_call") completion += tokensOf(JSON.stringify(part.arguments)) + 8;
    if (part.kind !== "tool") continue;
    completion += tokensOf(JSON.stringify(part.arguments));
    connector += part.tokens;
    connectors[part.name] = (connectors[part.name] ?? 0) + 1;
  }
  const usedTools = Object.keys(connectors).length > 0;
  return {
    prompt_tokens: promptTokens,
    completion_tokens: completion,
    total_tokens: promptTokens + completion + connector,
    connector_tokens: usedTools ? connector : null,
    connectors: usedTools ? connectors : null,
  };
}

/** How long the frames take: what a client that does not stream waits. */
export function durationOf(frames: readonly Frame[]): number {
  return frames.reduce((total, { afterMs }) => total + afterMs, 0);
}
