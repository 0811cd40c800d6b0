"use client";

/** Deleting an agent can't be undone: says which workflows hold copies of it, and asks about the one at Mistral. */
import Link from "next/link";
import { useEffect, useState, useTransition } from "react";
import { toast } from "sonner";
import { agentUsesAction, deleteAgentAction } from "@/app/actions/agent";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { formatCountOf } from "@/lib/projection/format";
import type { AgentUse, LibraryAgentSummary } from "@/lib/projection/library-agents";

export type DeleteAgentDialogProps = {
  readonly agent: Pick<LibraryAgentSummary, "id" | "name" | "usedBy" | "hasCopy">;
  readonly onClose: () => void;
  readonly onDeleted: () => void;
};

export function DeleteAgentDialog({ agent, onClose, onDeleted }: DeleteAgentDialogProps) {
  const [uses, setUses] = useState<readonly AgentUse[]>([]);
  const [deleteCopy, setDeleteCopy] = useState(agent.hasCopy);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  useEffect(() => {
    let isGone = false;
    void agentUsesAction({ agentId: agent.id }).then((answer) => {
      if (!isGone && answer.ok) setUses(answer.value.uses);
    });
    return () => {
      isGone = true;
    };
  }, [agent.id]);

  function confirm(): void {
    startWork(async () => {
      const deleted = await deleteAgentAction({ agentId: agent.id, deleteCopy });
      if (!deleted.ok) {
        setProblem(deleted.error.message);
        return;
      }
      toast(`Deleted "${agent.name}"`);
      onDeleted();
    });
  }

  return (
    <Dialog
      description={`This can't be undone: all its versions go. ${standing(agent.usedBy)}`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button isBusy={isBusy} onClick={confirm} variant="danger">
            Delete agent
          </Button>
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="sm"
      title={`Delete "${agent.name}"?`}
    >
      <div className="flex flex-col gap-4">
        {uses.length > 0 && (
          <ul aria-label="Workflows that use it" className="flex max-h-40 flex-col gap-1 overflow-auto">
            {uses.map(({ workflowId, name, nodes }) => (
              <li className="flex gap-2 text-sm" key={workflowId}>
                <Link className="min-w-0 flex-1 truncate underline" href={`/workflows/${workflowId}`}>
                  {name}
                </Link>
                <span className="text-ink-soft text-xs">{formatCountOf(nodes, "node")}</span>
              </li>
            ))}
          </ul>
        )}
        {agent.hasCopy && (
          <Field
            help="Switched off, it stays there as it is, and nothing here knows of it any more."
            label="Delete the copy at Mistral too"
          >
            {(id, { describedBy }) => <Switch aria-describedby={describedBy} checked={deleteCopy} id={id} onChange={setDeleteCopy} />}
          </Field>
        )}
        {problem !== null && (
          <p className="text-danger text-sm" role="alert">
            Nothing was deleted. {problem}
          </p>
        )}
      </div>
    </Dialog>
  );
}

function standing(workflows: number): string {
  if (workflows === 0) return "No workflow uses it.";
  return `${formatCountOf(workflows, "workflow")} ${workflows === 1 ? "uses" : "use"} it; their nodes hold copies and keep working.`;
}
