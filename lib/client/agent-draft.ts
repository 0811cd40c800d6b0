/**
 * An agent of the library while it is edited: one agent node of a document of its own, so that the
 * controls of the node's panel work on it as they do in the editor.
 */
import { emptyDocument, type WorkflowDocument, type WorkflowNode } from "../document/schema";
import { asJson, isSameAgent, LibraryAgentConfig, libraryAgentProblems } from "../nodes/agent/library-agent";

export type AgentContent = { readonly name: string; readonly config: LibraryAgentConfig };

/** What a control says of its field; only an error that the schema finds keeps the agent from being saved. */
export type DraftProblem = {
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly field: string;
};

export const draftNodeId = "agent";

export function draftDocument({ name, config }: AgentContent): WorkflowDocument {
  const node: WorkflowNode = {
    id: draftNodeId,
    type: "agent",
    typeVersion: 1,
    title: name,
    position: { x: 0, y: 0 },
    config: { ...asJson(config) },
  };
  return { ...emptyDocument("Agent"), nodes: [node] };
}

/** What would be saved; null while it has no name or a field can't be read. */
export function draftContent({ title, config }: WorkflowNode): AgentContent | null {
  const parsed = LibraryAgentConfig.safeParse(config);
  const name = title.trim();
  return parsed.success && name !== "" ? { name, config: parsed.data } : null;
}

/** Whether there is nothing to save. */
export function isSaved(node: WorkflowNode, saved: AgentContent): boolean {
  const content = draftContent(node);
  return content !== null && content.name === saved.name && isSameAgent(content.config, saved.config);
}

/** Whether nothing was typed at all; a new agent is neither saved nor touched. */
export function isUntouched(node: WorkflowNode, saved: AgentContent): boolean {
  return JSON.stringify(node) === JSON.stringify(draftDocument(saved).nodes[0]) || isSaved(node, saved);
}

/** What is wrong with the fields, the schema's own findings first. */
export function draftProblems({ config }: WorkflowNode): readonly DraftProblem[] {
  const parsed = LibraryAgentConfig.safeParse(config);
  if (parsed.success) {
    return libraryAgentProblems(parsed.data).map(({ code, severity, message, field }) => ({
      code,
      severity,
      message: capitalised(message),
      field: field ?? "",
    }));
  }
  return parsed.error.issues.map(({ path, message }) => ({
    code: "invalid_field",
    severity: "error",
    message: capitalised(message),
    field: String(path[0] ?? ""),
  }));
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
