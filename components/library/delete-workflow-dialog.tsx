"use client";

/** Deleting a workflow that has runs can't be undone, so it asks for the name. */
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState, useTransition } from "react";
import { toast } from "sonner";
import { deleteWorkflowAction } from "@/app/actions/workflow";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formatCountOf } from "@/lib/projection/format";

export type DeleteWorkflowDialogProps = {
  readonly id: string;
  readonly name: string;
  readonly runCount: number;
  readonly onClose: () => void;
};

export function DeleteWorkflowDialog({ id, name, runCount, onClose }: DeleteWorkflowDialogProps) {
  const router = useRouter();
  const formId = useId();
  const [typed, setTyped] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();
  const matches = typed.trim() === name.trim();

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!matches) return;
    startWork(async () => {
      const deleted = await deleteWorkflowAction({ workflowId: id });
      if (!deleted.ok) {
        setProblem(deleted.error.message);
        return;
      }
      onClose();
      router.refresh();
      toast(`Deleted "${name}"`);
    });
  }

  return (
    <Dialog
      description={`This can't be undone. ${runCount === 1 ? "Its run stays" : `Its ${formatCountOf(runCount, "run")} stay`} readable under Runs, and what is under way goes on.`}
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button disabled={!matches} form={formId} isBusy={isBusy} type="submit" variant="danger">
            Delete workflow
          </Button>
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="sm"
      title={`Delete "${name}"?`}
    >
      <form id={formId} onSubmit={submit}>
        <Field error={problem} label="Type the workflow's name to confirm">
          {(fieldId, { describedBy, isInvalid }) => (
            <Input
              aria-describedby={describedBy}
              aria-invalid={isInvalid}
              id={fieldId}
              onChange={(event) => setTyped(event.target.value)}
              placeholder={name}
              value={typed}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}
