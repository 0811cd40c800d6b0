"use client";

/** Where an agent came from: which agent of the library it is a copy of, whether there is a newer one, and the way into the library. */
import { BookmarkPlus } from "lucide-react";
import Link from "next/link";
import { useState } from "react";
import { toast } from "sonner";
import { createAgentAction, saveAgentAction } from "@/app/actions/agent";
import { Button } from "@/components/ui/button";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { type OfferedAgent, originCommand, type Standing, standingOf, updateCommands } from "@/lib/client/library-agents";
import { refreshLibraryAgents, useLibraryAgents } from "@/lib/client/use-library-agents";
import type { WorkflowNode } from "@/lib/document/schema";
import { libraryConfigOf } from "@/lib/nodes/agent/library-agent";
import type { FieldProps } from "../fields/field-props";

const none: readonly OfferedAgent[] = [];

export function LibraryPart({ node, config }: FieldProps) {
  const library = useLibraryAgents();
  // An existing agent of the provider brings everything itself: there is nothing of its own to keep.
  if (typeof config.agentId === "string" && config.agentId !== "") return null;
  const standing = standingOf(config, library.is === "ready" ? library.agents : none);
  return (
    <div className="flex items-center justify-between gap-3" data-standing={standing.is} data-testid="library">
      <p className="min-w-0 text-ink-soft text-xs">
        <Words isKnown={library.is === "ready"} standing={standing} />
      </p>
      <Choice node={node} standing={standing} />
    </div>
  );
}

function Words({ standing, isKnown }: { readonly standing: Standing; readonly isKnown: boolean }) {
  if (standing.is === "own") return "Of this workflow only";
  if (standing.is === "unknown") {
    return isKnown ? "From an agent that is not in this library" : `From the library, version ${standing.version}`;
  }
  const { agent, version } = standing;
  return (
    <>
      from{" "}
      <Link className="font-medium text-ink hover:underline" href={`/agents/${agent.id}`}>
        {agent.name}
      </Link>{" "}
      v{version}
      {standing.is === "older" && <>, newer version {agent.version}</>}
      {standing.is === "changed" && <>, changed here</>}
    </>
  );
}

function Choice({ node, standing }: { readonly node: WorkflowNode; readonly standing: Standing }) {
  if (standing.is === "current") return null;
  if (standing.is === "older") return <UpdateButton agent={standing.agent} node={node} />;
  if (standing.is === "changed") return <SaveVersionButton agent={standing.agent} node={node} />;
  return <SaveAsAgentButton node={node} />;
}

type ButtonProps = { readonly node: WorkflowNode; readonly agent: OfferedAgent };

function UpdateButton({ node, agent }: ButtonProps) {
  const store = useEditorStore();
  const update = () =>
    store.getState().dispatchAll(updateCommands(node, agent), `Update ${node.title || agent.name} to version ${agent.version}`);
  return (
    <Button onClick={update} size="sm" title="Undo brings back what stands here now">
      Update
    </Button>
  );
}

function SaveVersionButton({ node, agent }: ButtonProps) {
  const store = useEditorStore();
  const [isBusy, save] = useSaving(node, async (config) => {
    const saved = await saveAgentAction({ agentId: agent.id, baseVersion: agent.version, name: agent.name, config });
    if (!saved.ok) return saved.error.message;
    const { version, copyProblem } = saved.value;
    store.getState().dispatch(originCommand(node, { id: agent.id, version }), `Save as version ${version} of ${agent.name}`);
    toast(`Saved as version ${version} of "${agent.name}"`);
    return copyProblem;
  });
  return (
    <Button isBusy={isBusy} onClick={save} size="sm">
      Save as version {agent.version + 1}
    </Button>
  );
}

function SaveAsAgentButton({ node }: { readonly node: WorkflowNode }) {
  const store = useEditorStore();
  const name = node.title.trim() || "Agent";
  const [isBusy, save] = useSaving(node, async (config) => {
    const made = await createAgentAction({ name, config });
    if (!made.ok) return made.error.message;
    store.getState().dispatch(originCommand(node, { id: made.value.agentId, version: 1 }), `Save ${name} in the library`);
    toast(`"${name}" is in the library`);
    return null;
  });
  return (
    <Button icon={<BookmarkPlus aria-hidden className="size-3.5" />} isBusy={isBusy} onClick={save} size="sm">
      Save as agent
    </Button>
  );
}

/** @param save returns what is to be told of its failure; null when there is nothing. */
function useSaving(
  node: WorkflowNode,
  save: (config: NonNullable<ReturnType<typeof libraryConfigOf>>) => Promise<string | null>,
): [isBusy: boolean, start: () => void] {
  const [isBusy, setBusy] = useState(false);

  async function start(): Promise<void> {
    const config = libraryConfigOf(node.config);
    if (config === null) {
      toast.error("A setting of this agent can't be read. Mend it before you save the agent.");
      return;
    }
    setBusy(true);
    try {
      const problem = await save(config);
      if (problem !== null) toast.error(problem, { duration: 10_000 });
      await refreshLibraryAgents();
    } catch {
      toast.error("The agent was not saved: Windrose can't be reached.");
    } finally {
      setBusy(false);
    }
  }

  return [isBusy, () => void start()];
}
