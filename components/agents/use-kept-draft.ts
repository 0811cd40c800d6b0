import { useEffect, useEffectEvent } from "react";
import { type AgentContent, draftDocument, isUntouched } from "@/lib/client/agent-draft";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { WorkflowNode } from "@/lib/document/schema";

const keyOf = (place: string): string => `windrose.agent-draft.${place}`;

/**
 * Keeps what was typed for as long as the tab lives: whoever follows a link and comes back finds it again.
 *
 * @param place the agent's id, or one word for an agent that is still to be created.
 */
export function useKeptDraft(place: string, saved: AgentContent): void {
  const store = useEditorStore();
  const keep = useEffectEvent(() => {
    const node = store.getState().document.nodes[0];
    if (node !== undefined) writeDraft(place, isUntouched(node, saved) ? null : node);
  });
  const show = useEffectEvent(() => {
    const kept = readDraft(place);
    if (kept !== null) store.getState().showDocument({ ...draftDocument(saved), nodes: [kept] });
  });
  useEffect(() => {
    show();
    return store.subscribe(() => keep());
  }, [store]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was saved is no longer to be kept.
  useEffect(keep, [saved]);
}

export function forgetDraft(place: string): void {
  writeDraft(place, null);
}

function readDraft(place: string): WorkflowNode | null {
  try {
    const read = WorkflowNode.safeParse(JSON.parse(window.sessionStorage.getItem(keyOf(place)) ?? "null"));
    return read.success ? read.data : null;
  } catch {
    return null;
  }
}

function writeDraft(place: string, node: WorkflowNode | null): void {
  try {
    if (node === null) window.sessionStorage.removeItem(keyOf(place));
    else window.sessionStorage.setItem(keyOf(place), JSON.stringify(node));
  } catch {
    // A full or forbidden storage: the warning before the tab is left still stands.
  }
}
