import "server-only";

/**
 * Mistral, and the simulator that speaks its protocol: conversations by default, chat completions as a second path.
 *
 * The SDK builds and reads the wire; sending, recording, time and the naming of failures are ours.
 */
import { MistralCore } from "@mistralai/mistralai/core.js";
import { betaConversationsAppendStream } from "@mistralai/mistralai/funcs/betaConversationsAppendStream.js";
import { betaConversationsStartStream } from "@mistralai/mistralai/funcs/betaConversationsStartStream.js";
import { chatStream } from "@mistralai/mistralai/funcs/chatStream.js";
import { SDKHooks } from "@mistralai/mistralai/hooks/hooks.js";
import type { SDKOptions } from "@mistralai/mistralai/lib/config.js";
import { HTTPClient } from "@mistralai/mistralai/lib/http.js";
import type { CompletionEvent } from "@mistralai/mistralai/models/components";
import type { StepError } from "../nodes/contract";
import { err, ok, type Result } from "../shared/result";
import { AnswerBuilder } from "./answer-builder.server";
import { createLimiter, type Limiter, learnFrom } from "./concurrency.server";
import type { DownloadOptions, ModelProvider, ProviderFile, TurnAnswer, TurnContext, TurnRequest } from "./contract";
import { type Addressee, callCut, emptyOutput, failure, failureOf, inBandFailure, keyMissing, streamCut } from "./failures.server";
import { mimeOfBytes } from "./file-types.server";
import { callsIn } from "./function-calls.server";
import { createMistralAgents } from "./mistral-agents.server";
import { readMistralHistory } from "./mistral-history.server";
import { createMistralLibraries } from "./mistral-libraries.server";
import { createMistralLists } from "./mistral-lists.server";
import { appendRequest, chatRequest, startRequest } from "./mistral-request.server";
import { startClock } from "./turn-clock.server";
import { openWire, type Wire } from "./wire-recorder.server";

export type MistralOptions = {
  /** Without one the service refuses, except the simulator. */
  readonly apiKey: string | undefined;
  /** Without `/v1`; a path prefix is kept. */
  readonly serverUrl: string;
  readonly isSimulated: boolean;
  /** Shared by everything that uses this key. */
  readonly limiter?: Limiter;
};

const noTimeout = -1;
const defaultConcurrency = 100;

export function createMistralProvider(options: MistralOptions): ModelProvider {
  const { apiKey, serverUrl, isSimulated } = options;
  const label = isSimulated ? "Simulated model" : "Mistral";
  const limiter = options.limiter ?? createLimiter(defaultConcurrency);
  const addressee = (request?: TurnRequest): Addressee => ({
    label,
    serverUrl,
    keyVariable: "MISTRAL_API_KEY",
    urlVariable: isSimulated ? "WINDROSE_SIMULATOR_URL" : "MISTRAL_SERVER_URL",
    model: request?.model ?? "",
    agentId: request?.agentId,
    conversationId: request?.appendTo,
  });
  const clientOn = (wire: Wire) => {
    const hooks = new SDKHooks();
    hooks.registerBeforeCreateRequestHook(wire);
    const options: SDKOptions & { hooks: SDKHooks } = {
      hooks,
      serverURL: serverUrl,
      httpClient: new HTTPClient({ fetcher: wire.fetch }),
      timeoutMs: noTimeout,
      ...(apiKey === undefined ? {} : { apiKey }),
    };
    return new MistralCore(options);
  };

  const runTurn = async (request: TurnRequest, context: TurnContext): Promise<Result<TurnAnswer, StepError>> => {
    const to = addressee(request);
    const refused = refusalOf(request, options);
    if (refused !== undefined) return err(refused);
    const leave = await limiter.enter(context);
    if (leave === null) return err(failure("cancelled", "cancelled", "The step was cancelled."));
    const clock = startClock(context.timeouts, context.signal);
    const wire = openWire(clock, apiKey, context.cleared);
    const builder = new AnswerBuilder(context.onDelta);
    try {
      await (request.api === "chat" ? readChat : readConversation)(clientOn(wire), request, builder);
      return learnFrom(limiter, clock.reason() === null ? outcomeOf(builder, request, to) : err(failureOf(null, clock, wire, to)));
    } catch (thrown) {
      return learnFrom(limiter, err(failureOf(thrown, clock, wire, to)));
    } finally {
      clock.stop();
      leave();
      const exchange = wire.exchange(builder.toolSpans());
      if (exchange !== null) context.onExchange(exchange);
    }
  };

  return {
    id: "mistral",
    label,
    isSimulated,
    supports: { conversations: true, builtInTools: true, agents: true },
    runTurn,
    downloadFile: (file, download) => downloadFile(file, download, { apiKey, serverUrl }, addressee()),
    readHistory: (conversationId, signal) => readMistralHistory(conversationId, { apiKey, serverUrl }, addressee(), signal),
    libraries: createMistralLibraries({ apiKey, serverUrl }, addressee()),
    agents: createMistralAgents(options, addressee()),
    ...createMistralLists({ apiKey, serverUrl, label }, addressee()),
  };
}

/** What is known to fail before anything is sent. */
function refusalOf(request: TurnRequest, { apiKey, isSimulated }: MistralOptions): StepError | undefined {
  if (apiKey === undefined && !isSimulated) return keyMissing();
  const tool = request.tools.find((offered) => offered.type !== "function");
  if (request.api === "chat" && request.agentId !== undefined)
    return failure(
      "tool_unavailable",
      "permanent",
      "An existing agent can't be used over chat completions. Switch the step to conversations.",
    );
  if (request.api === "chat" && tool !== undefined) {
    return failure(
      "tool_unavailable",
      "permanent",
      `Chat completions have no ${tool.type.replaceAll("_", " ")}. Switch the step to conversations, or remove the tool.`,
    );
  }
  return undefined;
}

async function readConversation(client: MistralCore, request: TurnRequest, builder: AnswerBuilder): Promise<void> {
  const started =
    request.appendTo === undefined
      ? await betaConversationsStartStream(client, startRequest(request))
      : await betaConversationsAppendStream(client, {
          conversationId: request.appendTo,
          conversationAppendStreamRequest: appendRequest(request),
        });
  if (!started.ok) throw started.error;
  for await (const { data } of started.value) builder.add(data);
}

async function readChat(client: MistralCore, request: TurnRequest, builder: AnswerBuilder): Promise<void> {
  const started = await chatStream(client, chatRequest(request));
  if (!started.ok) throw started.error;
  for await (const event of started.value) addCompletion(event, builder);
}

function addCompletion({ data: { choices, usage } }: CompletionEvent, builder: AnswerBuilder): void {
  const [choice] = choices;
  const content = choice?.delta.content ?? "";
  const text = typeof content === "string" ? content : content.map((chunk) => (chunk.type === "text" ? chunk.text : "")).join("");
  if (text !== "") builder.addText(text);
  for (const [index, call] of (choice?.delta.toolCalls ?? []).entries())
    builder.addCall({ ...call, ...call.function, index: call.index ?? index });
  if (choice?.finishReason) builder.finish(usage ?? {}, choice.finishReason);
  else if (usage !== undefined) builder.finish(usage);
}

function outcomeOf(builder: AnswerBuilder, request: TurnRequest, to: Addressee): Result<TurnAnswer, StepError> {
  const problem = builder.inBandProblem;
  if (problem !== null) return err(inBandFailure(problem.code, problem.message, to));
  if (!builder.hasEnded) return err(streamCut(to));
  if (builder.isCallCut) return err(callCut(to));
  const built = builder.result();
  const isEmpty = built.text.trim() === "" && built.files.length === 0 && !built.entries.some((entry) => entry.type === "function.call");
  if (isEmpty) return err(emptyOutput(to));
  return ok({ ...built, calls: callsIn(built.entries), model: built.model ?? request.model });
}

async function downloadFile(
  file: ProviderFile,
  { signal, timeouts, mostBytes }: DownloadOptions,
  { apiKey, serverUrl }: Pick<MistralOptions, "apiKey" | "serverUrl">,
  to: Addressee,
): Promise<Result<{ readonly bytes: Uint8Array; readonly mime: string }, StepError>> {
  const clock = startClock(timeouts, signal);
  const wire = openWire(clock, apiKey);
  try {
    clock.sent();
    const headers: Record<string, string> = apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
    const response = await fetch(`${serverUrl.replace(/\/+$/, "")}/v1/files/${encodeURIComponent(file.providerFileId)}/content`, {
      headers,
      signal: clock.signal,
    });
    if (!response.ok)
      return err(
        failure(
          "file_unavailable",
          response.status >= 500 || response.status === 429 ? "transient" : "permanent",
          `The file “${file.name}” could not be fetched from ${to.label} (status ${response.status}).`,
        ),
      );
    const bytes = await readAtMost(response, mostBytes, () => clock.received());
    if (bytes === null)
      return err(
        failure("file_too_large", "limit", `The file “${file.name}” is larger than ${mostBytes / 1_000_000} MB and was not kept.`),
      );
    return ok({ bytes, mime: mimeOfBytes(bytes, file.mime) });
  } catch (thrown) {
    return err(failureOf(thrown, clock, wire, to));
  } finally {
    clock.stop();
  }
}

/** @returns null when there is more than allowed. */
async function readAtMost(response: Response, most: number, onBytes: () => void): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    onBytes();
    size += chunk.length;
    if (size > most) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
