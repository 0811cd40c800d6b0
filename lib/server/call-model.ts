import "server-only";

/**
 * One model turn of a step: context in, answer out, with everything recorded on the way.
 *
 * Chooses what the model sees of the entries so far, asks the provider, checks structured output (with
 * at most two repair calls) and copies generated files into our own store. It never retries: that is
 * the engine's to decide.
 */
import { randomUUID } from "node:crypto";
import type { PlanNode } from "../compile/plan";
import type { ModelReport, ModelTurn, StepError, StepFile } from "../nodes/contract";
import type { ModelAnswer } from "../nodes/execution";
import type { ModelProvider, ProviderFile, TurnAnswer, TurnContext, TurnDelta, TurnRequest } from "../providers/contract";
import { unansweredCalls } from "../providers/entries.server";
import type { Exchange } from "../providers/exchange";
import { providers } from "../providers/providers.server";
import { readStructuredOutput, repairMessage } from "../providers/structured-output.server";
import { addUsage, contentText, type Entry, type MessageInput, noUsage, type Usage } from "../shared/conversation";
import type { JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import type { CallFunds } from "./call-funding";
import { contentHash } from "./content-hash";
import { limitInForce } from "./env";
import type { BlobRow } from "./journal";

/** What lies behind the step that asks. */
export type Background = {
  /** Entries of every agent step behind this one, oldest first, then what the step itself said in its turns before. */
  readonly entries: readonly Entry[];
  /** The latter alone, with the conversation they stand in; null where that can't be gone on with. */
  readonly own: { readonly entries: readonly Entry[]; readonly conversation: { readonly id: string; readonly speaker: string } | null };
  /**
   * Takes the nearest conversation behind this step whose speaker fits and that nobody else went on with: from then
   * on it is this step's. Null when there is none. `missing` counts the entries behind the step that were never
   * said in it.
   */
  readonly takeConversation: (
    isFitting: (speaker: string) => boolean,
  ) => { readonly id: string; readonly speaker: string; readonly missing: number } | null;
  readonly received: string;
};

export type ModelCaller = {
  readonly path: string;
  readonly node: PlanNode;
  /** Nothing of this turn can have been said already. */
  readonly isFirstTry: boolean;
  readonly idempotencyKey: string;
  /** Nothing is sent before. */
  readonly cleared: Promise<void>;
  readonly signal: AbortSignal;
  readonly background: () => Background;
  readonly onDelta: (delta: TurnDelta) => void;
  readonly funds: CallFunds;
  /** Filled as calls are made, so that a failed attempt keeps what it sent. */
  readonly record: CallRecord;
};

export type CallRecord = {
  readonly exchanges: Exchange[];
  readonly files: BlobRow[];
  rendered: JsonValue;
  model: string | null;
  usage: Usage;
};

export type ModelFailure = { readonly error: StepError; readonly report?: ModelReport };

/** Asks once and, for structured output, up to two more times to repair what came back. */
export async function callModel(turn: ModelTurn, caller: ModelCaller): Promise<Result<ModelAnswer, ModelFailure>> {
  const provider = providers().byId(turn.provider ?? "default");
  if (!provider.ok) return err({ error: provider.error });
  const prompt = composePrompt(turn, caller, provider.value.supports.conversations);
  caller.record.model = turn.agentId ?? turn.model;
  // Of several calls of one turn the first says what the step was about; the exchanges hold them all.
  caller.record.rendered ??= {
    instructions: turn.instructions,
    message: turn.message,
    context: turn.context,
    carried: prompt.request.entries.length - prompt.added.length,
    leftOut: prompt.leftOut,
  };
  return new Turns(provider.value, turn, caller, prompt).run();
}

type Prompt = {
  readonly request: TurnRequest;
  /** The entries of this call itself: results of functions, then the message. */
  readonly added: readonly Entry[];
  readonly speaker: string;
  readonly leftOut: readonly string[];
};

function composePrompt(turn: ModelTurn, caller: ModelCaller, canAppend: boolean): Prompt {
  const background = turn.context === "fresh" && turn.isNextTurn !== true ? null : caller.background();
  const hasConversations = canAppend && turn.api !== "chat";
  const context = contextOf(turn, background, { hasConversations, isFirstTry: caller.isFirstTry });
  const added = addedEntries(turn, context.message);
  const request: TurnRequest = {
    ...(turn.agentId !== undefined && { agentId: turn.agentId }),
    model: turn.model,
    instructions: turn.instructions,
    tools: turn.tools,
    parameters: turn.parameters,
    ...(turn.outputSchema !== undefined && { outputSchema: turn.outputSchema }),
    entries: [...context.entries, ...added],
    ...(context.appendTo !== null && { appendTo: context.appendTo }),
    api: turn.api ?? "conversations",
  };
  const unanswered = unansweredCalls(request.entries);
  const notes =
    unanswered === 0
      ? []
      : [`${unanswered === 1 ? "A call that nobody answered was" : `${unanswered} calls that nobody answered were`} not carried.`];
  return { request, added, speaker: context.speaker ?? speakerOf(turn), leftOut: [...context.leftOut, ...notes] };
}

function addedEntries({ functionResults = [] }: ModelTurn, message: string): readonly Entry[] {
  const results = functionResults.map(({ id, result }): Entry => ({ type: "function.result", tool_call_id: id, result }));
  const said: MessageInput = { type: "message.input", role: "user", content: message };
  return message === "" && results.length > 0 ? results : [...results, said];
}

type Context = {
  readonly entries: readonly Entry[];
  readonly appendTo: string | null;
  /** Of the conversation that goes on. */
  readonly speaker?: string | undefined;
  readonly message: string;
  readonly leftOut: readonly string[];
};

type Circumstances = { readonly hasConversations: boolean; readonly isFirstTry: boolean };

function contextOf(turn: ModelTurn, background: Background | null, { hasConversations, isFirstTry }: Circumstances): Context {
  if (turn.after !== undefined) return contextAfter(turn, turn.after, background, hasConversations);
  if (background === null) return { entries: [], appendTo: null, message: turn.message, leftOut: [] };
  if (turn.isNextTurn === true) return contextOfNextTurn(turn, background, hasConversations && isFirstTry);
  if (turn.context === "last") {
    const isSaid = background.received === "" || turn.message.includes(background.received);
    const message = isSaid ? turn.message : `${turn.message}\n\n${background.received}`;
    return { entries: [], appendTo: null, message, leftOut: [] };
  }
  // A retry never appends to a conversation that may already hold the turn: it starts a new one from the entries.
  const mayGoOn = turn.context === "continue" && hasConversations && isFirstTry;
  const conversation = mayGoOn ? background.takeConversation(isSameAgent(turn)) : null;
  if (conversation !== null) {
    const { id, speaker, missing } = conversation;
    const note = `${missing === 1 ? "One entry" : `${missing} entries`} of other steps ${missing === 1 ? "was" : "were"} not carried: this agent's own conversation goes on.`;
    return { entries: [], appendTo: id, speaker, message: turn.message, leftOut: missing === 0 ? [] : [note] };
  }
  const last = background.entries.at(-1);
  const isRepeated = last?.type === "message.output" && contentText(last.content) === turn.message;
  return {
    entries: isRepeated ? background.entries.slice(0, -1) : background.entries,
    appendTo: null,
    message: turn.message,
    leftOut: isRepeated ? ["The last answer was left out of the context, as the message repeats it."] : [],
  };
}

/**
 * All that a conversation begins with and an append can't change, as two digests: who is asked, and with which
 * instructions and tools.
 */
function speakerOf({ provider = "default", agentId, model, instructions, tools }: ModelTurn): string {
  const asked = contentHash([provider, agentId ?? null, model]);
  return `${asked}/${contentHash([instructions.trim(), JSON.parse(JSON.stringify(tools))])}`;
}

/** Without instructions and tools of its own a step goes on with whatever the agent before had. */
function isSameAgent(turn: ModelTurn): (speaker: string) => boolean {
  const own = speakerOf(turn);
  const isBlank = turn.instructions.trim() === "" && turn.tools.length === 0;
  return (speaker) => speaker === own || (isBlank && speaker.split("/")[0] === own.split("/")[0]);
}

/** Goes on with what the step said in its turns before: in its conversation, or in a new one that begins with all of it. */
function contextOfNextTurn({ message, context }: ModelTurn, { entries, own }: Background, mayAppend: boolean): Context {
  if (mayAppend && own.conversation !== null) {
    const { id: appendTo, speaker } = own.conversation;
    return { entries: [], appendTo, speaker, message, leftOut: [] };
  }
  const isCarrying = context === "carry" || context === "continue";
  return { entries: isCarrying ? entries : own.entries, appendTo: null, message, leftOut: [] };
}

/** Goes on with what the same attempt said before: in its conversation where it has one, else by its entries. */
function contextAfter(
  turn: ModelTurn,
  after: NonNullable<ModelTurn["after"]>,
  background: Background | null,
  hasConversations: boolean,
): Context {
  const { message } = turn;
  const { conversationId, speaker } = after;
  if (hasConversations && conversationId !== null) return { entries: [], appendTo: conversationId, speaker, message, leftOut: [] };
  const before = turn.context === "last" || background === null ? [] : background.entries;
  return { entries: [...before, ...after.entries], appendTo: null, message, leftOut: [] };
}

class Turns {
  readonly #provider: ModelProvider;
  readonly #turn: ModelTurn;
  readonly #caller: ModelCaller;
  readonly #prompt: Prompt;
  readonly #added: Entry[];
  readonly #files: StepFile[] = [];
  readonly #leftOut: string[];
  #usage: Usage = noUsage;
  #model: string;
  #conversationId: string | null = null;

  constructor(provider: ModelProvider, turn: ModelTurn, caller: ModelCaller, prompt: Prompt) {
    this.#provider = provider;
    this.#turn = turn;
    this.#caller = caller;
    this.#prompt = prompt;
    this.#added = [...prompt.added];
    this.#leftOut = [...prompt.leftOut];
    this.#model = turn.agentId ?? turn.model;
  }

  async run(): Promise<Result<ModelAnswer, ModelFailure>> {
    let request = this.#prompt.request;
    for (let repairs = 0; ; repairs += 1) {
      const answer = await this.#ask(request);
      if (!answer.ok) return err({ error: answer.error, report: this.#report() });
      await this.#take(answer.value);
      const { text, calls } = answer.value;
      const schema = this.#turn.outputSchema?.schema;
      if (schema === undefined || calls.length > 0) return ok({ text, calls, json: undefined, report: this.#report() });
      const read = readStructuredOutput(text, schema, limitInForce("stepOutputBytes"));
      if (read.ok) return ok({ text, calls, json: read.value, report: this.#report() });
      if (repairs >= limitInForce("repairCalls") || read.error.code === "schema_invalid") {
        return err({ error: { ...read.error, class: "permanent" }, report: this.#report() });
      }
      request = this.#repairRequest(repairMessage(read.error, schema));
    }
  }

  /** Within the budget of the run: what the call may take is reserved before it leaves. */
  async #ask(request: TurnRequest): Promise<Result<TurnAnswer, StepError>> {
    const { funds, record, signal, onDelta, background } = this.#caller;
    const reserved = await funds.reserve(request, request.appendTo === undefined ? [] : background().entries, { signal, onDelta });
    if (!reserved.ok) return reserved;
    const exchangesBefore = record.exchanges.length;
    const answer = await this.#provider.runTurn(request, this.#context());
    if (answer.ok) await funds.answered(answer.value.usage, answer.value.model || request.model);
    else
      funds.brokenOff(
        reserved.value,
        record.exchanges.slice(exchangesBefore).some(({ status }) => status === 200),
      );
    return answer;
  }

  #context(): TurnContext {
    const { record, cleared, signal, node, idempotencyKey, onDelta } = this.#caller;
    const onExchange = (exchange: Exchange) => record.exchanges.push(exchange);
    return { cleared, signal, timeouts: node.timeouts, idempotencyKey, onDelta, onExchange };
  }

  async #take(answer: TurnAnswer): Promise<void> {
    this.#usage = addUsage(this.#usage, answer.usage);
    this.#caller.record.usage = addUsage(this.#caller.record.usage, answer.usage);
    this.#model = answer.model || this.#model;
    this.#caller.record.model = this.#model;
    this.#conversationId = answer.conversationId;
    this.#added.push(...answer.entries);
    await Promise.all(answer.files.map((file) => this.#keep(file)));
  }

  async #keep(file: ProviderFile): Promise<void> {
    const loaded = await this.#provider.downloadFile(file, {
      signal: this.#caller.signal,
      timeouts: this.#caller.node.timeouts,
      mostBytes: limitInForce("fileBytes"),
    });
    if (!loaded.ok) {
      this.#leftOut.push(`The file ${file.name} could not be copied: ${loaded.error.message}`);
      return;
    }
    const { bytes, mime } = loaded.value;
    const limit = limitInForce("fileBytes");
    if (bytes.byteLength > limit) {
      this.#leftOut.push(`The file ${file.name} has ${bytes.byteLength} bytes; at most ${limit} are kept.`);
      return;
    }
    const id = randomUUID();
    const { path, record } = this.#caller;
    record.files.push({ id, path, kind: "file", name: file.name, mime, content: Buffer.from(bytes) });
    this.#files.push({ fileId: id, name: file.name, mime, bytes: bytes.byteLength });
  }

  #repairRequest(text: string): TurnRequest {
    const message: MessageInput = { type: "message.input", role: "user", content: text };
    this.#added.push(message);
    const { appendTo: _appendTo, ...request } = this.#prompt.request;
    if (this.#conversationId !== null && request.api === "conversations") {
      return { ...request, entries: [message], appendTo: this.#conversationId };
    }
    const before = this.#prompt.request.entries.slice(0, -this.#prompt.added.length);
    return { ...request, entries: [...before, ...this.#added] };
  }

  #report(): ModelReport {
    return {
      provider: this.#provider.id,
      model: this.#model,
      conversationId: this.#conversationId,
      speaker: this.#prompt.speaker,
      ...(this.#turn.isAside ? { entries: [], aside: this.#added } : { entries: this.#added }),
      usage: this.#usage,
      files: this.#files,
      leftOut: this.#leftOut,
    };
  }
}
