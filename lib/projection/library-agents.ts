/**
 * Agents of the library as lists and pages show them: plain data that crosses from server to browser.
 */
import type { LibraryAgentConfig } from "../nodes/agent/library-agent";

export type LibraryAgent = {
  readonly id: string;
  readonly name: string;
  /** Counts up with every change of what the agent is; its name is not part of that. */
  readonly version: number;
  readonly config: LibraryAgentConfig;
  /** ISO 8601. */
  readonly updatedAt: string;
  /** Whether a copy is kept at Mistral. */
  readonly hasCopy: boolean;
};

export type LibraryAgentSummary = LibraryAgent & {
  /** Workflows with a node made from it. */
  readonly usedBy: number;
};

export type LibraryAgentVersion = { readonly number: number; readonly config: LibraryAgentConfig; readonly createdAt: string };

/** A workflow that holds copies of an agent. */
export type AgentUse = { readonly workflowId: string; readonly name: string; readonly nodes: number };

export type LibraryAgentDetail = LibraryAgent & {
  /** Newest first. */
  readonly versions: readonly LibraryAgentVersion[];
  readonly uses: readonly AgentUse[];
};

/** One setting in which an agent and its copy at Mistral differ, as texts to show; empty where nothing is set. */
export type AgentDifference = { readonly field: string; readonly label: string; readonly ours: string; readonly theirs: string };

/** How the copy that is kept at Mistral stands to the agent. `others` are settings it has only there, in words. */
export type AgentCopy =
  | { readonly is: "none" }
  | { readonly is: "same"; readonly remoteId: string; readonly remoteVersion: number; readonly others: readonly string[] }
  | {
      readonly is: "different";
      readonly remoteId: string;
      readonly remoteVersion: number;
      readonly others: readonly string[];
      /** Our version that was sent last. */
      readonly sent: number;
      /** It was changed there since then. */
      readonly isChangedThere: boolean;
      readonly differences: readonly AgentDifference[];
    }
  /** Mistral has no such agent any more. */
  | { readonly is: "gone"; readonly remoteId: string }
  /** Mistral could not be asked; `message` says why. */
  | { readonly is: "unknown"; readonly remoteId: string; readonly message: string };
