import "server-only";

/**
 * Any endpoint that speaks OpenAI's chat completions: vLLM, Ollama, llama.cpp, LM Studio.
 *
 * Our own small client: these services split tool calls, omit usage and send errors inside streams in ways
 * Mistral's SDK refuses. Conversations are emulated by sending all entries as messages.
 */
import { createParser } from "eventsource-parser";
import { z } from "zod";
import type { StepError } from "../nodes/contract";
import type { Entry, Usage } from "../shared/conversation";
import type { JsonObject, JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import { chatMessages } from "./chat-messages.server";
import { createLimiter, type Limiter, learnFrom } from "./concurrency.server";
import type { ModelInfo, ModelProvider, TurnAnswer, TurnContext, TurnRequest } from "./contract";
import { type Addressee, callCut, emptyOutput, failure, failureOf, malformedAnswer, streamCut } from "./failures.server";
import { callId, callsIn } from "./function-calls.server";
import { getJson, noModelsNamed } from "./mistral-lists.server";
import { schemaName } from "./mistral-request.server";
import { startClock } from "./turn-clock.server";
import { openWire } from "./wire-recorder.server";

export type OpenAiCompatibleOptions = {
  /** Up to and including `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string | undefined;
  readonly limiter?: Limiter;
};

const defaultConcurrency = 100;
const productsByPort: Readonly<Record<string, string>> = { "11434": "Ollama", "8000": "vLLM", "1234": "LM Studio", "8080": "llama.cpp" };

export function createOpenAiCompatibleProvider(options: OpenAiCompatibleOptions): ModelProvider {
  const { apiKey } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, "");
  const label = labelOf(baseUrl);
  const limiter = options.limiter ?? createLimiter(defaultConcurrency);
  const addressee = (model: string): Addressee => ({
    label,
    serverUrl: baseUrl,
    keyVariable: "OPENAI_COMPATIBLE_KEY",
    urlVariable: "OPENAI_COMPATIBLE_URL",
    model,
  });

  const runTurn = async (request: TurnRequest, context: TurnContext): Promise<Result<TurnAnswer, StepError>> => {
    const to = addressee(request.model);
    const refused = refusalOf(request, label);
    if (refused !== undefined) return err(refused);
    const leave = await limiter.enter(context);
    if (leave === null) return err(failure("cancelled", "cancelled", "The step was cancelled."));
    const clock = startClock(context.timeouts, context.signal);
    const wire = openWire(clock, apiKey, context.cleared);
    try {
      const response = await wire.fetch(`${baseUrl}/chat/completions`, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          accept: "text/event-stream",
          "idempotency-key": context.idempotencyKey,
          ...authorization(apiKey),
        },
        body: JSON.stringify(requestBody(request)),
      });
      if (!response.ok) return learnFrom(limiter, err(failureOf(null, clock, wire, to)));
      const completion = new Completion(context);
      await readCompletion(response, completion);
      return learnFrom(limiter, completion.outcome(request, to));
    } catch (thrown) {
      return learnFrom(limiter, err(failureOf(thrown, clock, wire, to)));
    } finally {
      clock.stop();
      leave();
      const exchange = wire.exchange([]);
      if (exchange !== null) context.onExchange(exchange);
    }
  };

  const listModels = async (signal: AbortSignal): Promise<Result<readonly ModelInfo[], StepError>> => {
    const body = await getJson("/models", { apiKey, serverUrl: baseUrl }, addressee(""), signal);
    return body.ok ? ok(modelsIn(body.value)) : body;
  };
  const none = async () => ok([]);
  return {
    id: "openai-compatible",
    label,
    isSimulated: false,
    supports: { conversations: false, builtInTools: false, agents: false },
    runTurn,
    downloadFile: async ({ name }) =>
      err(failure("file_unavailable", "permanent", `${label} keeps no files, so “${name}” can't be fetched.`)),
    listModels,
    agents: null,
    listAgents: none,
    libraries: null,
    listLibraries: none,
    readHistory: async () =>
      err(failure("history_unavailable", "permanent", `${label} keeps no conversations: what was recorded here is all there is.`)),
    checkConnection: async (signal) => {
      const models = await listModels(signal);
      if (!models.ok) return { reachable: false, message: models.error.message, models: 0 };
      const count = models.value.length;
      return { reachable: true, message: count > 0 ? `${label} answers.` : `${label} answers. ${noModelsNamed}`, models: count };
    },
  };
}

function labelOf(baseUrl: string): string {
  const { host, port } = new URL(baseUrl);
  return `${productsByPort[port] ?? "Model"} at ${host}`;
}

function authorization(apiKey: string | undefined): Record<string, string> {
  return apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` };
}

function refusalOf(request: TurnRequest, label: string): StepError | undefined {
  const tool = request.tools.find((offered) => offered.type !== "function");
  if (tool !== undefined)
    return failure(
      "tool_unavailable",
      "permanent",
      `${label} has no ${tool.type.replaceAll("_", " ")}. Remove the tool, or let this step use Mistral.`,
    );
  if (request.agentId !== undefined)
    return failure(
      "tool_unavailable",
      "permanent",
      `${label} has no agents. Give the step a model and instructions, or let it use Mistral.`,
    );
  if (request.appendTo !== undefined)
    return failure("tool_unavailable", "permanent", `${label} keeps no conversations. Carry the conversation instead of continuing it.`);
  return undefined;
}

function requestBody({ model, instructions, entries, tools, parameters, outputSchema }: TurnRequest): JsonObject {
  const { temperature, topP, maxTokens, randomSeed, stop, presencePenalty, frequencyPenalty } = parameters;
  const messages = chatMessages(instructions, entries).map((message): JsonObject => {
    if (message.role === "tool") return { role: "tool", content: message.content, tool_call_id: message.toolCallId };
    if (message.role === "assistant" && message.toolCalls)
      return { role: "assistant", content: message.content || null, tool_calls: message.toolCalls };
    return { role: message.role, content: message.content };
  });
  const functions = tools.filter((offered) => offered.type === "function");
  const optional = {
    tools:
      functions.length === 0
        ? undefined
        : functions.map(
            ({ name, description, parameters: schema }): JsonObject => ({
              type: "function",
              function: { name, description, parameters: schema },
            }),
          ),
    temperature,
    top_p: topP,
    max_tokens: maxTokens,
    seed: randomSeed,
    stop: stop?.length ? stop : undefined,
    presence_penalty: presencePenalty,
    frequency_penalty: frequencyPenalty,
    response_format: outputSchema && {
      type: "json_schema",
      json_schema: { name: schemaName(outputSchema.name), schema: outputSchema.schema },
    },
  };
  const set = Object.fromEntries(
    Object.entries(optional).flatMap(([key, value]): [string, JsonValue][] => (value === undefined ? [] : [[key, value]])),
  );
  return { model, messages, stream: true, stream_options: { include_usage: true }, ...set };
}

const UsageSchema = z.object({
  prompt_tokens: z.number().catch(0),
  completion_tokens: z.number().catch(0),
  total_tokens: z.number().catch(0),
});
/** Parts of a call come under its `index`; id and name in the first of them only. */
const CallPartSchema = z.object({
  index: z.number().optional().catch(undefined),
  id: z.string().nullish().catch(null),
  function: z
    .object({
      name: z.string().nullish().catch(null),
      arguments: z
        .union([z.string(), z.record(z.string(), z.json()).transform((value) => JSON.stringify(value))])
        .nullish()
        .catch(null),
    })
    .catch({ name: null, arguments: null }),
});
const ContentSchema = z
  .object({ content: z.string().nullish().catch(null), tool_calls: z.array(CallPartSchema).nullish().catch(null) })
  .nullish()
  .catch(null);
const ChunkSchema = z.object({
  model: z.string().optional().catch(undefined),
  choices: z.array(z.object({ delta: ContentSchema, message: ContentSchema, finish_reason: z.string().nullish().catch(null) })).catch([]),
  usage: UsageSchema.nullish().catch(null),
  error: z
    .union([z.object({ message: z.string().catch("") }), z.string()])
    .nullish()
    .catch(null),
});

/** What a stream's chunks, or one whole answer, add up to. */
class Completion {
  private text = "";
  private model: string | null = null;
  private usage: z.output<typeof UsageSchema> | null = null;
  private finish: string | null = null;
  private readonly calls: { id: string; index: number; name: string; arguments: string }[] = [];
  private hasError = false;
  private isUnreadable = false;
  private readonly givenIds = new Map<object, string>();
  private readonly context: TurnContext;

  constructor(context: TurnContext) {
    this.context = context;
  }

  add(value: unknown): void {
    const chunk = ChunkSchema.safeParse(value);
    if (!chunk.success) {
      this.isUnreadable = true;
      return;
    }
    const { model, choices, usage, error } = chunk.data;
    this.hasError ||= error !== null && error !== undefined;
    this.model ??= model ?? null;
    this.usage = usage ?? this.usage;
    const [choice] = choices;
    const said = choice?.delta ?? choice?.message;
    for (const [place, part] of (said?.tool_calls ?? []).entries()) this.addCallPart(part, place);
    const text = said?.content ?? "";
    this.finish = choice?.finish_reason ?? this.finish;
    if (text === "") return;
    this.text += text;
    this.context.onDelta({ type: "text", text });
  }

  /** A part with another id begins another call, also where a service gives every call the same index. */
  private addCallPart({ index, id, function: called }: z.output<typeof CallPartSchema>, place: number): void {
    const at = index ?? place;
    const known = this.calls.findLast((call) => call.index === at);
    const isNew = known === undefined || (id !== null && id !== undefined && id !== "" && this.givenIds.get(known) !== id);
    const call = isNew ? { id: callId(id), index: at, name: "", arguments: "" } : known;
    if (isNew) {
      this.calls.push(call);
      if (id) this.givenIds.set(call, id);
    }
    call.name += called.name ?? "";
    call.arguments += called.arguments ?? "";
  }

  markUnreadable(): void {
    this.isUnreadable = true;
  }

  /** The stream said that it was over. */
  markEnd(): void {
    this.finish ??= "stop";
  }

  outcome(request: TurnRequest, to: Addressee): Result<TurnAnswer, StepError> {
    if (this.hasError) return err(failure("provider_error", "transient", `${to.label} failed in the middle of its answer. Try again.`));
    if (this.isUnreadable) return err(malformedAnswer(to));
    if (this.finish === null) return err(streamCut(to));
    if (this.finish === "content_filter")
      return err(
        failure("forbidden_by_guardrail", "permanent", `A content filter of ${to.label} blocked this answer. Reword the message.`),
      );
    if (this.calls.length > 0 && this.finish === "length") return err(callCut(to));
    if (this.text.trim() === "" && this.calls.length === 0) return err(emptyOutput(to));
    const model = this.model ?? request.model;
    const entries = this.entries(model);
    return ok({
      model,
      conversationId: null,
      entries,
      text: this.text,
      calls: callsIn(entries),
      usage: this.measuredUsage(request),
      files: [],
    });
  }

  private entries(model: string): Entry[] {
    const message: Entry = { type: "message.output", role: "assistant", content: this.text, model };
    const calls = this.calls.map(
      ({ id, name, arguments: text }): Entry => ({ type: "function.call", tool_call_id: id, name, arguments: text }),
    );
    return this.text === "" && calls.length > 0 ? calls : [message, ...calls];
  }

  /** Some servers count nothing: four characters a token is close enough to compare runs. */
  private measuredUsage(request: TurnRequest): Usage {
    const sent = chatMessages(request.instructions, request.entries).reduce(
      (characters, message) => characters + message.content.length,
      0,
    );
    const promptTokens = this.usage?.prompt_tokens || Math.ceil(sent / 4);
    const written = this.calls.reduce((total, call) => total + call.name.length + call.arguments.length, this.text.length);
    const completionTokens = this.usage?.completion_tokens || Math.ceil(written / 4);
    return {
      promptTokens,
      completionTokens,
      connectorTokens: 0,
      totalTokens: this.usage?.total_tokens || promptTokens + completionTokens,
      connectors: {},
    };
  }
}

/** Streams and whole answers alike: some servers ignore that a stream was asked for. */
async function readCompletion(response: Response, completion: Completion): Promise<void> {
  const contentType = response.headers.get("content-type") ?? "";
  if (!contentType.includes("text/event-stream")) {
    completion.add(JSON.parse(await response.text()));
    return;
  }
  const parser = createParser({
    onEvent: ({ data }) => {
      if (data.trim() === "[DONE]") completion.markEnd();
      else addFrame(data, completion);
    },
  });
  const decoder = new TextDecoder();
  for await (const bytes of response.body ?? []) parser.feed(decoder.decode(bytes, { stream: true }));
  parser.reset({ consume: true });
}

function addFrame(data: string, completion: Completion): void {
  try {
    completion.add(JSON.parse(data));
  } catch {
    completion.markUnreadable();
  }
}

const ModelsSchema = z.object({ data: z.array(z.json()).catch([]) });
const ModelSchema = z.object({ id: z.string(), max_model_len: z.number().nullish().catch(null) });

function modelsIn(body: JsonValue): ModelInfo[] {
  const list = ModelsSchema.safeParse(body);
  return (list.success ? list.data.data : []).flatMap((item) => {
    const model = ModelSchema.safeParse(item);
    return model.success
      ? [{ id: model.data.id, label: model.data.id, contextTokens: model.data.max_model_len ?? null, deprecated: false }]
      : [];
  });
}
