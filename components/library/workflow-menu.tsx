"use client";

/** What can be done with a workflow without opening it. */
import { Copy, Download, Ellipsis, FolderOpen, ListChecks, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { deleteWorkflowAction, duplicateWorkflowAction } from "@/app/actions/workflow";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuLink, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { DeleteWorkflowDialog } from "./delete-workflow-dialog";
import { importWorkflow } from "./import-workflow";

export type WorkflowMenuProps = { readonly id: string; readonly name: string; readonly runCount: number };

export function WorkflowMenu({ id, name, runCount }: WorkflowMenuProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();
  const [isAsking, setIsAsking] = useState(false);

  function duplicate(): void {
    startWork(async () => {
      const copy = await duplicateWorkflowAction({ workflowId: id });
      if (!copy.ok) toast.error(copy.error.message);
      router.refresh();
    });
  }

  /** A workflow without runs is all in its document, so putting that back undoes everything. */
  function deleteWithUndo(): void {
    startWork(async () => {
      const kept = await fetch(`/api/workflows/${id}/export`).then(
        (response) => (response.ok ? response.text() : null),
        () => null,
      );
      if (kept === null) {
        toast.error(`"${name}" was not deleted: Windrose can't be reached.`);
        return;
      }
      const deleted = await deleteWorkflowAction({ workflowId: id });
      if (!deleted.ok) {
        toast.error(deleted.error.message);
        return;
      }
      router.refresh();
      toast(`Deleted "${name}"`, { action: { label: "Undo", onClick: () => restore(kept) }, duration: 10_000 });
    });
  }

  async function restore(text: string): Promise<void> {
    const restored = await importWorkflow(text);
    if (!restored.ok) toast.error(restored.error.message);
    router.refresh();
  }

  return (
    <>
      <Menu>
        <MenuTrigger>
          <IconButton disabled={isBusy} label={`More for ${name}`}>
            <Ellipsis aria-hidden />
          </IconButton>
        </MenuTrigger>
        <MenuContent>
          <MenuLink href={`/workflows/${id}`} icon={<FolderOpen aria-hidden />}>
            Open
          </MenuLink>
          <MenuLink href={`/runs?workflow=${encodeURIComponent(id)}`} icon={<ListChecks aria-hidden />}>
            Runs
          </MenuLink>
          <MenuItem icon={<Copy aria-hidden />} onSelect={duplicate}>
            Duplicate
          </MenuItem>
          <MenuLink download href={`/api/workflows/${id}/export`} icon={<Download aria-hidden />}>
            Export
          </MenuLink>
          <MenuSeparator />
          <MenuItem danger icon={<Trash2 aria-hidden />} onSelect={() => (runCount > 0 ? setIsAsking(true) : deleteWithUndo())}>
            Delete
          </MenuItem>
        </MenuContent>
      </Menu>
      {isAsking && <DeleteWorkflowDialog id={id} name={name} onClose={() => setIsAsking(false)} runCount={runCount} />}
    </>
  );
}
