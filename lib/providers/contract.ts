/**
 * The only door to a model: where a turn happens, whoever answers it.
 *
 * Adapters translate to one service's wire and back, record what crossed it, keep time and name
 * every failure. They decide nothing about runs: retries and back-off are the engine's.
 */

import type { ModelCall, ModelParameters, ModelTool, StepError } from "../nodes/contract";
import type { Entry, Usage } from "../shared/conversation";
import type { JsonObject } from "../shared/json";
import type { Result } from "../shared/result";
import type { Exchange } from "./exchange";

export type ProviderId = "mistral" | "openai-compatible";

/** What is sent in one call. Either `agentId`, or `model` with instructions and tools. */
export type TurnRequest = {
  readonly agentId?: string;
  readonly model: string;
  readonly instructions: string;
  readonly tools: readonly ModelTool[];
  readonly parameters: ModelParameters;
  readonly outputSchema?: { readonly name: string; readonly schema: JsonObject };
  /**
   * Entries that begin the conversation, or go on with it, oldest first; the last is this turn's message, or
   * the last of the results of functions that the model asked for.
   */
  readonly entries: readonly Entry[];
  /** Append `entries` to this conversation instead of starting one. */
  readonly appendTo?: string;
  /** `chat` uses chat completions: no built-in tools, the entries become messages. */
  readonly api: "conversations" | "chat";
};

export type TurnTimeouts = { readonly firstByteMs: number; readonly idleMs: number; readonly totalMs: number };

/** What a person sees while a turn streams. Never part of the journal. */
export type TurnDelta =
  | { readonly type: "text"; readonly text: string }
  /** The call waits for a place of its provider's key; null once it has one. Reads after "waits: ". */
  | { readonly type: "held"; readonly because: string | null }
  | { readonly type: "tool_started"; readonly id: string; readonly name: string; readonly arguments: string }
  | { readonly type: "tool_done"; readonly id: string; readonly name: string };

/** A file the provider holds, named by a chunk of the answer. */
export type ProviderFile = { readonly providerFileId: string; readonly name: string; readonly mime: string };

export type TurnAnswer = {
  readonly model: string;
  readonly conversationId: string | null;
  /** Entries of the answer, in order; never the message that was sent. */
  readonly entries: readonly Entry[];
  readonly text: string;
  /** Functions the model wants called; their results go into the next request as entries. */
  readonly calls: readonly ModelCall[];
  readonly usage: Usage;
  readonly files: readonly ProviderFile[];
};

export type TurnContext = {
  /** The request is made ready and not sent before this is fulfilled. */
  readonly cleared: Promise<void>;
  readonly signal: AbortSignal;
  readonly timeouts: TurnTimeouts;
  readonly onDelta: (delta: TurnDelta) => void;
  /** Called once per HTTP exchange, also for one that failed or was aborted. */
  readonly onExchange: (exchange: Exchange) => void;
  /** Sent as a header where the service takes one. */
  readonly idempotencyKey: string;
};

export type DownloadOptions = Pick<TurnContext, "signal" | "timeouts"> & { readonly mostBytes: number };

export type ModelInfo = {
  readonly id: string;
  readonly label: string;
  readonly contextTokens: number | null;
  readonly deprecated: boolean;
};

export type ConnectionReport = { readonly reachable: boolean; readonly message: string; readonly models: number };

/** An entry of a conversation as the provider keeps it. */
export type KeptEntry = { readonly entry: Entry /** ISO 8601; null when it is not told. */; readonly at: string | null };

/** `createdAt` is ISO 8601. */
export type LibraryInfo = {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly documents: number;
  readonly bytes: number;
  readonly createdAt: string;
};

export type LibraryDocument = {
  readonly id: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
  /** Agents find what is ready. */
  readonly state: "processing" | "ready" | "failed";
  readonly createdAt: string;
};

/** Document libraries that agents of the provider can search. */
export type LibraryService = {
  readonly list: (signal: AbortSignal) => Promise<Result<readonly LibraryInfo[], StepError>>;
  readonly create: (
    library: { readonly name: string; readonly description: string },
    signal: AbortSignal,
  ) => Promise<Result<LibraryInfo, StepError>>;
  readonly remove: (id: string, signal: AbortSignal) => Promise<Result<true, StepError>>;
  /** At most 500. */
  readonly documents: (id: string, signal: AbortSignal) => Promise<Result<readonly LibraryDocument[], StepError>>;
  readonly upload: (
    id: string,
    document: { readonly name: string; readonly mime: string; readonly bytes: Uint8Array },
    signal: AbortSignal,
  ) => Promise<Result<LibraryDocument, StepError>>;
  readonly removeDocument: (id: string, documentId: string, signal: AbortSignal) => Promise<Result<true, StepError>>;
};

/** What a service keeps of an agent, in our words. Empty texts and absent parameters are not sent. */
export type AgentSetup = {
  readonly name: string;
  readonly description: string;
  readonly model: string;
  readonly instructions: string;
  readonly tools: readonly ModelTool[];
  readonly parameters: ModelParameters;
  readonly outputSchema?: { readonly name: string; readonly schema: JsonObject };
};

/** An agent that lives at the service, which counts its versions itself. */
export type KeptAgent = {
  readonly id: string;
  readonly version: number;
  readonly setup: AgentSetup;
  /** Settings it has there and that an `AgentSetup` can't hold, in words: "guardrails". */
  readonly others: readonly string[];
};

/** Agents kept at a service, for services that keep any. */
export type AgentKeeping = {
  readonly create: (setup: AgentSetup, signal: AbortSignal) => Promise<Result<KeptAgent, StepError>>;
  /** Replaces every setting an `AgentSetup` holds; the service makes a new version of it. */
  readonly update: (id: string, setup: AgentSetup, signal: AbortSignal) => Promise<Result<KeptAgent, StepError>>;
  /** Null when the service has no such agent. */
  readonly get: (id: string, signal: AbortSignal) => Promise<Result<KeptAgent | null, StepError>>;
  /** One that is not there any more counts as removed. */
  readonly remove: (id: string, signal: AbortSignal) => Promise<Result<null, StepError>>;
};

export type ModelProvider = {
  readonly id: ProviderId;
  /** For people: "Mistral", "Simulated model", "Ollama at localhost:11434". */
  readonly label: string;
  readonly isSimulated: boolean;
  readonly supports: { readonly conversations: boolean; readonly builtInTools: boolean; readonly agents: boolean };
  readonly runTurn: (request: TurnRequest, context: TurnContext) => Promise<Result<TurnAnswer, StepError>>;
  readonly downloadFile: (
    file: ProviderFile,
    options: DownloadOptions,
  ) => Promise<Result<{ readonly bytes: Uint8Array; readonly mime: string }, StepError>>;
  readonly listModels: (signal: AbortSignal) => Promise<Result<readonly ModelInfo[], StepError>>;
  readonly listAgents: (signal: AbortSignal) => Promise<Result<readonly { readonly id: string; readonly name: string }[], StepError>>;
  readonly listLibraries: (signal: AbortSignal) => Promise<Result<readonly { readonly id: string; readonly name: string }[], StepError>>;
  /** Every entry of a conversation, oldest first. */
  readonly readHistory: (conversationId: string, signal: AbortSignal) => Promise<Result<readonly KeptEntry[], StepError>>;
  /** Null where the service has none. */
  readonly libraries: LibraryService | null;
  /** Null for a service that keeps no agents. */
  readonly agents: AgentKeeping | null;
  readonly checkConnection: (signal: AbortSignal) => Promise<ConnectionReport>;
};
