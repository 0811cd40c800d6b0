/**
 * Everything the simulator remembers: in memory, bounded, gone when it stops.
 */
import type { JsonObject } from "../../shared/json";
import type { PictureSpec } from "../answer/prompt";
import type { CompletionArgs, OfferedTool } from "../wire/entries";
import { BoundedMap } from "./bounded-map";
import { createIds, type IdSource } from "./ids";
import { seedAgents, seedLibraries } from "./seeds";

export type AgentVersion = {
  readonly model: string;
  readonly name: string;
  readonly description: string | null;
  readonly instructions: string | null;
  readonly tools: readonly OfferedTool[];
  readonly completionArgs: CompletionArgs;
  readonly guardrails: readonly JsonObject[] | null;
  readonly handoffs: readonly string[] | null;
  readonly metadata: JsonObject | null;
  readonly versionMessage: string | null;
  readonly deploymentChat: boolean;
};

/** `versions[n]` is version n; `current` names the one in use. */
export type StoredAgent = {
  readonly id: string;
  readonly createdAt: string;
  updatedAt: string;
  readonly versions: AgentVersion[];
  current: number;
  readonly aliases: Map<string, number>;
};

/** What answers in a conversation: an agent, or a model with its own settings. */
export type Setup = {
  readonly model: string;
  readonly instructions: string;
  readonly tools: readonly OfferedTool[];
  readonly args: CompletionArgs;
};

/** An entry as it stands on the wire, with its id and times. */
export type StoredEntry = JsonObject & { readonly id: string; readonly type: string };

export type StoredConversation = {
  readonly id: string;
  readonly createdAt: string;
  updatedAt: string;
  /** Null in conversations of a model. */
  agentId: string | null;
  readonly agentVersion: string | number | null;
  readonly setup: Setup;
  readonly name: string | null;
  readonly description: string | null;
  readonly metadata: JsonObject | null;
  readonly guardrails: readonly JsonObject[] | null;
  readonly entries: StoredEntry[];
  wasAppended: boolean;
};

export type StoredFile = {
  readonly id: string;
  readonly filename: string;
  readonly purpose: string;
  readonly createdAt: number;
  readonly mime: string;
  readonly content: Buffer | PictureSpec;
};

export type StoredDocument = {
  readonly id: string;
  readonly libraryId: string;
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
  readonly text: string;
  readonly createdAt: string;
};
export type StoredLibrary = {
  readonly id: string;
  name: string;
  description: string | null;
  readonly createdAt: string;
  updatedAt: string;
  readonly documents: Map<string, StoredDocument>;
};

export type Store = {
  readonly ids: IdSource;
  readonly agents: BoundedMap<StoredAgent>;
  readonly conversations: BoundedMap<StoredConversation>;
  readonly files: BoundedMap<StoredFile>;
  readonly libraries: BoundedMap<StoredLibrary>;
  /** Back to the first moment: two agents, one library, nothing else. */
  readonly reset: () => void;
};

export function createStore(seed: number | undefined): Store {
  const store: Store = {
    ids: createIds(seed),
    agents: new BoundedMap(500),
    conversations: new BoundedMap(3_000),
    files: new BoundedMap(500),
    libraries: new BoundedMap(100),
    reset: () => {
      for (const map of [store.agents, store.conversations, store.files, store.libraries]) map.clear();
      for (const agent of seedAgents()) store.agents.set(agent.id, agent);
      for (const library of seedLibraries()) store.libraries.set(library.id, library);
    },
  };
  store.reset();
  return store;
}
