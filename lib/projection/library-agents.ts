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
