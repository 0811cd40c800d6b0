import "server-only";

/**
 * A stream's events, put together again: entries, text, files, usage, and how it ended.
 */
import type { ConversationEvents } from "@mistralai/mistralai/models/components";
import { z } from "zod";
import { type Chunk, type Entry, noUsage, outputText, type Usage } from "../shared/conversation";
import type { JsonObject } from "../shared/json";
import type { ProviderFile, TurnDelta } from "./contract";
import { chunkText } from "./entries.server";
import type { ToolSpan } from "./exchange";
import { mimeOf } from "./file-types.server";
import { callId } from "./function-calls.server";

type EventData = ConversationEvents["data"];
type SdkChunk = Exclude<Extract<EventData, { type: "message.output.delta" }>["content"], string>;

type Building =
  | { kind: "message"; chunks: Chunk[]; model?: string; agentId?: string }
  | { kind: "tool"; id: string; name: string; arguments: string; info?: JsonObject; span: { startedAt: number; finishedAt: number | null } }
  | { kind: "call"; id: string; name: string; arguments: string }
  | { kind: "handoff"; previousId: string; previousName: string; nextId: string; nextName: string };

export type BuiltAnswer = {
  readonly entries: readonly Entry[];
  readonly text: string;
  readonly model: string | null;
  readonly conversationId: string | null;
  readonly usage: Usage;
  readonly files: readonly ProviderFile[];
};

export class AnswerBuilder {
  private readonly building = new Map<string, Building>();
  private conversationId: string | null = null;
  private usage: Usage = noUsage;
  private isDone = false;
  private isCut = false;
  private problem: { code: number | string; message: string } | null = null;
  private readonly onDelta: (delta: TurnDelta) => void;

  constructor(onDelta: (delta: TurnDelta) => void) {
    this.onDelta = onDelta;
  }

  add(data: EventData): void {
    switch (data.type) {
      case "conversation.response.started":
        this.conversationId = data.conversationId;
        return;
      case "message.output.delta":
        this.addContent(data.outputIndex, data.content, data.model, data.agentId);
        return;
      case "tool.execution.started":
        this.building.set(`${data.outputIndex}/tool/${data.id}`, {
          kind: "tool",
          id: data.id,
          name: data.name,
          arguments: data.arguments,
          span: { startedAt: Date.now(), finishedAt: null },
        });
        this.onDelta({ type: "tool_started", id: data.id, name: data.name, arguments: data.arguments });
        return;
      case "tool.execution.delta": {
        const tool = this.building.get(`${data.outputIndex}/tool/${data.id}`);
        if (tool?.kind === "tool") tool.arguments += data.arguments;
        return;
      }
      case "tool.execution.done":
        this.finishTool(data.outputIndex, data.id, data.name, data.info);
        return;
      case "function.call.delta": {
        const key = `${data.outputIndex}/call/${data.toolCallId}`;
        const call = this.building.get(key);
        if (call?.kind === "call") call.arguments += data.arguments;
        else this.building.set(key, { kind: "call", id: data.toolCallId, name: data.name, arguments: data.arguments });
        return;
      }
      case "agent.handoff.started":
        this.building.set(`${data.outputIndex}/handoff`, {
          kind: "handoff",
          previousId: data.previousAgentId,
          previousName: data.previousAgentName,
          nextId: "",
          nextName: "",
        });
        return;
      case "agent.handoff.done": {
        const handoff = this.building.get(`${data.outputIndex}/handoff`);
        if (handoff?.kind === "handoff") Object.assign(handoff, { nextId: data.nextAgentId, nextName: data.nextAgentName });
        return;
      }
      case "conversation.response.done":
        this.finish(data.usage);
        return;
      case "conversation.response.error":
        this.problem = { code: data.code, message: data.message };
        return;
      default:
        this.addUnknown(data.raw);
    }
  }

  /** Marks the end; for services whose streams end differently. `reason` as chat services give it. */
  finish(usage: object, reason?: string): void {
    this.isDone = true;
    this.isCut ||= reason === "length";
    this.usage = readUsage(usage);
  }

  /** A call of a function, or a further part of its arguments; `index` tells calls of one answer apart. */
  addCall(part: { readonly index: number; readonly id?: string | undefined; readonly name: string; readonly arguments: unknown }): void {
    const key = `0/call/${part.index}/${part.id ?? ""}`;
    const text = typeof part.arguments === "string" ? part.arguments : JSON.stringify(part.arguments ?? {});
    const known = this.building.get(key);
    if (known?.kind === "call") known.arguments += text;
    else this.building.set(key, { kind: "call", id: callId(part.id), name: part.name, arguments: text });
  }

  addText(text: string): void {
    this.addContent(0, text, undefined, undefined);
  }

  /** The answer reached its longest allowed length while it called a function, so that the call may be half. */
  get isCallCut(): boolean {
    return this.isCut && [...this.building.values()].some((part) => part.kind === "call");
  }

  get hasEnded(): boolean {
    return this.isDone;
  }

  /** An error the service sent inside the stream. */
  get inBandProblem(): { readonly code: number | string; readonly message: string } | null {
    return this.problem;
  }

  toolSpans(): ToolSpan[] {
    return [...this.building.values()].flatMap((part) =>
      part.kind === "tool" ? [{ name: part.name, arguments: part.arguments, ...part.span }] : [],
    );
  }

  result(): BuiltAnswer {
    const parts = [...this.building.values()];
    const entries = parts.flatMap(entryOf);
    const messages = parts.filter((part) => part.kind === "message");
    return {
      entries,
      text: outputText(entries),
      model: messages.findLast((part) => part.model !== undefined)?.model ?? null,
      conversationId: this.conversationId,
      usage: this.usage,
      files: messages.flatMap((part) => part.chunks.flatMap(fileOf)),
    };
  }

  private addContent(
    outputIndex: number,
    content: string | SdkChunk,
    model: string | null | undefined,
    agentId: string | null | undefined,
  ): void {
    const key = `${outputIndex}/message`;
    const known = this.building.get(key);
    const message =
      known?.kind === "message"
        ? known
        : { kind: "message" as const, chunks: [], ...(model ? { model } : {}), ...(agentId ? { agentId } : {}) };
    if (known === undefined) this.building.set(key, message);
    const chunk = typeof content === "string" ? { type: "text" as const, text: content } : wireChunk(content);
    const text = chunkText(chunk);
    const last = message.chunks.at(-1);
    if (chunk.type === "text" && last?.type === "text")
      message.chunks[message.chunks.length - 1] = { type: "text", text: chunkText(last) + text };
    else if (chunk.type !== "text" || text !== "") message.chunks.push(chunk);
    if (text !== "") this.onDelta({ type: "text", text });
  }

  private finishTool(outputIndex: number, id: string, name: string, info: { [key: string]: unknown } | undefined): void {
    const key = `${outputIndex}/tool/${id}`;
    const now = Date.now();
    const known = this.building.get(key);
    const tool =
      known?.kind === "tool" ? known : { kind: "tool" as const, id, name, arguments: "", span: { startedAt: now, finishedAt: now } };
    tool.span.finishedAt = now;
    // Parsed from JSON by the SDK, which types it loosely.
    if (info !== undefined && Object.keys(info).length > 0) tool.info = info as JsonObject;
    this.building.set(key, tool);
    this.onDelta({ type: "tool_done", id, name });
  }

  /** Frames the SDK could not read. Its leniency hides a malformed end or error, so these are read by hand. */
  private addUnknown(raw: unknown): void {
    const event = LooseEventSchema.parse(raw);
    if (event.type === "conversation.response.done") this.finish(event.usage);
    else if (event.type === "conversation.response.error") this.problem = { code: event.code, message: event.message };
    else if (event.type === "conversation.response.started" && event.conversation_id !== undefined)
      this.conversationId = event.conversation_id;
    else if (event.type === "message.output.delta" && event.content !== undefined)
      this.addContent(event.output_index, event.content, undefined, undefined);
    else if (event.type === "tool.execution.started" && event.id !== undefined) {
      this.building.set(`${event.output_index}/tool/${event.id}`, {
        kind: "tool",
        id: event.id,
        name: event.name,
        arguments: "",
        span: { startedAt: Date.now(), finishedAt: null },
      });
      this.onDelta({ type: "tool_started", id: event.id, name: event.name, arguments: "" });
    }
  }
}

const LooseEventSchema = z
  .object({
    type: z.string().catch(""),
    usage: z.record(z.string(), z.unknown()).catch({}),
    code: z.union([z.number(), z.string()]).catch("unknown"),
    message: z.string().catch(""),
    content: z.string().optional().catch(undefined),
    output_index: z.number().catch(0),
    conversation_id: z.string().optional().catch(undefined),
    id: z.string().optional().catch(undefined),
    name: z.string().catch("tool"),
  })
  .catch({ type: "", usage: {}, code: "unknown", message: "", output_index: 0, name: "tool" });

const count = z.number().transform(Math.round).catch(0);
const UsageSchema = z.object({
  promptTokens: count,
  completionTokens: count,
  totalTokens: count,
  connectorTokens: count,
  connectors: z.record(z.string(), count).catch({}),
});

/** Counts that are missing or odd are 0; the wire's names are read as well as the SDK's. */
function readUsage(usage: object): Usage {
  const camel = Object.fromEntries(
    Object.entries(usage).map(([key, value]) => [key.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), value]),
  );
  const read = UsageSchema.parse(camel);
  return { ...read, totalTokens: read.totalTokens || read.promptTokens + read.completionTokens + read.connectorTokens };
}

function entryOf(part: Building): Entry[] {
  switch (part.kind) {
    case "message": {
      const [only] = part.chunks;
      const content = part.chunks.length === 0 ? "" : part.chunks.length === 1 && only?.type === "text" ? chunkText(only) : part.chunks;
      return [
        {
          type: "message.output",
          role: "assistant",
          content,
          ...(part.agentId ? { agent_id: part.agentId } : {}),
          ...(part.model ? { model: part.model } : {}),
        },
      ];
    }
    case "tool":
      return [{ type: "tool.execution", name: part.name, arguments: part.arguments, ...(part.info ? { info: part.info } : {}) }];
    case "call":
      return [{ type: "function.call", tool_call_id: part.id, name: part.name, arguments: part.arguments }];
    case "handoff":
      return [
        {
          type: "agent.handoff",
          previous_agent_id: part.previousId,
          previous_agent_name: part.previousName,
          next_agent_id: part.nextId,
          next_agent_name: part.nextName,
        },
      ];
  }
}

function fileOf(chunk: Chunk): ProviderFile[] {
  if (chunk.type !== "tool_file" || typeof chunk.file_id !== "string") return [];
  const type = typeof chunk.file_type === "string" ? chunk.file_type : "";
  const name = typeof chunk.file_name === "string" && chunk.file_name !== "" ? chunk.file_name : chunk.file_id;
  const isNamed = /\.\w{1,5}$/.test(name) || type === "" || type.includes("/");
  return [{ providerFileId: chunk.file_id, name: isNamed ? name : `${name}.${type}`, mime: mimeOf(type === "" ? name : type) }];
}

/** The SDK's names back to the wire's. */
function wireChunk(chunk: SdkChunk): Chunk {
  switch (chunk.type) {
    case "tool_reference":
      return {
        type: "tool_reference",
        tool: chunk.tool,
        title: chunk.title,
        ...given({ url: chunk.url, favicon: chunk.favicon, description: chunk.description }),
      };
    case "tool_file":
      return {
        type: "tool_file",
        tool: chunk.tool,
        file_id: chunk.fileId,
        ...given({ file_name: chunk.fileName, file_type: chunk.fileType }),
      };
    case "image_url":
      return { type: "image_url", image_url: chunk.imageUrl };
    case "document_url":
      return { type: "document_url", document_url: chunk.documentUrl, ...given({ document_name: chunk.documentName }) };
    case "thinking":
      return { type: "thinking", thinking: chunk.thinking };
    default:
      return { type: "text", text: "text" in chunk ? chunk.text : "" };
  }
}

function given<T extends { [key: string]: string | null | undefined }>(fields: T): { [key in keyof T]?: string } {
  // Only what is left out is undefined, so what stays is text.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => typeof value === "string")) as { [key in keyof T]?: string };
}
