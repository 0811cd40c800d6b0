"use client";

/** Deletes a library or one of its documents, after a question. */
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { deleteDocumentAction, deleteLibraryAction } from "@/app/actions/library";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";

type Named = { readonly libraryId: string; readonly name: string };

export function DeleteLibraryButton({ libraryId, name }: Named) {
  return (
    <DeleteButton
      consequence="All of its documents go with it. Agents that name it fail until another one is chosen. This can't be undone."
      name={name}
      onDelete={async () => deleteLibraryAction({ libraryId })}
      opens="/libraries"
    />
  );
}

export function DeleteDocumentButton({ libraryId, documentId, name }: Named & { readonly documentId: string }) {
  return (
    <DeleteButton
      consequence="Agents find nothing in it any more. This can't be undone."
      isSmall
      name={name}
      onDelete={async () => deleteDocumentAction({ libraryId, documentId })}
    />
  );
}

type DeleteButtonProps = {
  readonly name: string;
  readonly consequence: string;
  readonly isSmall?: boolean;
  readonly onDelete: () => Promise<{ readonly ok: true } | { readonly ok: false; readonly error: { readonly message: string } }>;
  /** Where to go when this page is gone with it. */
  readonly opens?: string;
};

function DeleteButton({ name, consequence, isSmall = false, onDelete, opens }: DeleteButtonProps) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  function remove(): void {
    startWork(async () => {
      const removed = await onDelete();
      setProblem(removed.ok ? null : removed.error.message);
      if (!removed.ok) return;
      setOpen(false);
      toast(`Deleted "${name}"`);
      if (opens === undefined) router.refresh();
      else router.push(opens);
    });
  }

  return (
    <>
      {isSmall ? (
        <IconButton label={`Delete ${name}`} onClick={() => setOpen(true)}>
          <Trash2 aria-hidden className="size-3.5" />
        </IconButton>
      ) : (
        <Button className="text-ink-soft" icon={<Trash2 aria-hidden />} onClick={() => setOpen(true)} variant="ghost">
          Delete
        </Button>
      )}
      {isOpen && (
        <Dialog
          description={consequence}
          footer={
            <>
              <Button onClick={() => setOpen(false)}>Keep it</Button>
              <Button isBusy={isBusy} onClick={remove} variant="danger">
                Delete
              </Button>
            </>
          }
          onOpenChange={setOpen}
          open
          size="sm"
          title={`Delete "${name}"?`}
        >
          {problem !== null && (
            <p className="text-danger" role="alert">
              {problem}
            </p>
          )}
        </Dialog>
      )}
    </>
  );
}
