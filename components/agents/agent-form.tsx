"use client";

/** What an agent of the library is, edited with the controls of the node's panel, and saved when asked. */
import { useRouter } from "next/navigation";
import { type FormEvent, type KeyboardEvent, useEffect, useEffectEvent, useRef, useState, useTransition } from "react";
import { toast } from "sonner";
import { createAgentAction, saveAgentAction } from "@/app/actions/agent";
import { Button } from "@/components/ui/button";
import { type AgentContent, draftContent, draftDocument, draftNodeId, isSaved, isUntouched } from "@/lib/client/agent-draft";
import { createEditorStore } from "@/lib/client/editor-store/store";
import { EditorStoreContext, useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { newLibraryAgent } from "@/lib/nodes/agent/library-agent";
import type { LibraryAgent } from "@/lib/projection/library-agents";
import { AgentFields } from "./agent-fields";
import { sayWhatWasSaved } from "./say-what-was-saved";
import { forgetDraft, useKeptDraft } from "./use-kept-draft";

const newAgent = "new";
const blank: AgentContent = { name: "", config: newLibraryAgent };

export function NewAgentForm() {
  const router = useRouter();

  async function create(content: AgentContent): Promise<void> {
    const made = await createAgentAction(content);
    if (!made.ok) {
      toast.error(made.error.message);
      return;
    }
    forgetDraft(newAgent);
    router.replace(`/agents/${made.value.agentId}`);
  }

  return <DraftForm onSave={create} place={newAgent} saved={blank} verb="Create agent" />;
}

export function AgentForm({ agent }: { readonly agent: LibraryAgent }) {
  const router = useRouter();

  async function save(content: AgentContent): Promise<void> {
    const saved = await saveAgentAction({ agentId: agent.id, baseVersion: agent.version, ...content });
    if (!saved.ok) {
      toast.error(saved.error.message, { duration: 10_000 });
      return;
    }
    sayWhatWasSaved(saved.value, agent.version);
    router.refresh();
  }

  return <DraftForm onSave={save} place={agent.id} saved={agent} verb="Save" />;
}

type DraftFormProps = {
  /** Where what is typed is kept meanwhile. */
  readonly place: string;
  /** What is kept; when it changes under the form, the form shows it. */
  readonly saved: AgentContent;
  readonly verb: string;
  readonly onSave: (content: AgentContent) => Promise<void>;
};

function DraftForm(props: DraftFormProps) {
  const [store] = useState(() => createEditorStore({ workflowId: "", document: draftDocument(props.saved) }));
  return (
    <EditorStoreContext value={store}>
      <Draft {...props} />
    </EditorStoreContext>
  );
}

function Draft({ place, saved, verb, onSave }: DraftFormProps) {
  const store = useEditorStore();
  const node = useEditor((state) => state.document.nodes.find(({ id }) => id === draftNodeId));
  const [isBusy, startWork] = useTransition();
  useFollowSaved(saved);
  useKeptDraft(place, saved);
  const isUnsaved = node !== undefined && !isSaved(node, saved);
  useWarnBeforeLeaving(node !== undefined && !isUntouched(node, saved));
  if (node === undefined) return null;

  const content = draftContent(node);

  function save(): void {
    if (content !== null && isUnsaved && !isBusy) startWork(() => onSave(content));
  }

  function submit(event: FormEvent): void {
    event.preventDefault();
    save();
  }

  function press(event: KeyboardEvent): void {
    if (event.key.toLowerCase() !== "s" || !(event.metaKey || event.ctrlKey)) return;
    event.preventDefault();
    save();
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the shortcut of the whole form.
    <div className="min-w-0 rounded-card border bg-surface" data-testid="agent-form" onKeyDown={press}>
      <AgentFields node={node} />
      <form className="sticky bottom-0 z-10 -mt-px flex items-center gap-3 rounded-b-card border-t bg-surface px-4 py-3" onSubmit={submit}>
        <Button disabled={content === null || !isUnsaved} isBusy={isBusy} type="submit" variant="primary">
          {verb}
        </Button>
        {isUnsaved && verb === "Save" && (
          <Button disabled={isBusy} onClick={() => store.getState().showDocument(draftDocument(saved))} variant="ghost">
            Discard
          </Button>
        )}
        <span aria-live="polite" className="min-w-0 flex-1 text-right text-ink-soft text-xs">
          {standing(content === null, isUnsaved, node.title)}
        </span>
      </form>
    </div>
  );
}

function standing(cannotBeSaved: boolean, isUnsaved: boolean, title: string): string {
  if (title.trim() === "") return "Give it a name";
  if (cannotBeSaved) return "A field above can't be saved as it is";
  return isUnsaved ? "Not saved yet" : "Everything is saved";
}

/** Shows what was saved elsewhere (a version restored, theirs taken), but keeps what was typed while our own save was under way. */
function useFollowSaved(saved: AgentContent): void {
  const store = useEditorStore();
  const shown = useRef(saved);
  const follow = useEffectEvent((next: AgentContent) => {
    const before = shown.current;
    shown.current = next;
    const node = store.getState().document.nodes[0];
    if (node === undefined || isSaved(node, next)) return;
    const hasEdits = !isSaved(node, before);
    if (!hasEdits) store.getState().showDocument(draftDocument(next));
  });
  useEffect(() => follow(saved), [saved]);
}

function useWarnBeforeLeaving(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", warn);
    return () => window.removeEventListener("beforeunload", warn);
  }, [isUnsaved]);
}
