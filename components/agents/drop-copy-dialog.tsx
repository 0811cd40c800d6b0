"use client";

/** The end of a copy at Mistral: deleted there, or left to itself. */
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { dropAgentCopyAction } from "@/app/actions/agent";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

export type DropCopyDialogProps = { readonly agentId: string; readonly isGone: boolean; readonly onClose: () => void };

export function DropCopyDialog({ agentId, isGone, onClose }: DropCopyDialogProps) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  function drop(deleteThere: boolean): void {
    startWork(async () => {
      const dropped = await dropAgentCopyAction({ agentId, deleteThere });
      if (!dropped.ok) {
        setProblem(dropped.error.message);
        return;
      }
      onClose();
      router.refresh();
    });
  }

  return (
    <Dialog
      description={
        isGone
          ? "It is no longer at Mistral, so nothing is deleted. The agent here stays."
          : "The agent here stays. Conversations at Mistral that use its copy end when the copy is deleted."
      }
      footer={
        <>
          <Button isBusy={isBusy} onClick={() => drop(false)}>
            {isGone ? "Stop keeping it" : "Leave it there"}
          </Button>
          {!isGone && (
            <Button disabled={isBusy} onClick={() => drop(true)} variant="danger">
              Delete it at Mistral
            </Button>
          )}
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="sm"
      title="Stop keeping a copy at Mistral?"
    >
      {problem === null ? undefined : (
        <p className="text-danger text-sm" role="alert">
          Nothing was changed. {problem}
        </p>
      )}
    </Dialog>
  );
}
