"use client";

/** Ends a key for good, after a question. */
import { Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState, useTransition } from "react";
import { toast } from "sonner";
import { revokeApiKeyAction } from "@/app/actions/api-keys";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";

export function RevokeKeyButton({ id, name }: { readonly id: string; readonly name: string }) {
  const router = useRouter();
  const [isOpen, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  function revoke(): void {
    startWork(async () => {
      const revoked = await revokeApiKeyAction({ id });
      setProblem(revoked.ok ? null : revoked.error.message);
      if (!revoked.ok) return;
      setOpen(false);
      router.refresh();
      toast(`Revoked "${name}"`);
    });
  }

  return (
    <>
      <IconButton label={`Revoke ${name}`} onClick={() => setOpen(true)}>
        <Trash2 aria-hidden className="size-3.5" />
      </IconButton>
      {isOpen && (
        <Dialog
          description="Programs that use it are refused from now on. This can't be undone; runs they started go on."
          footer={
            <>
              <Button onClick={() => setOpen(false)}>Keep it</Button>
              <Button isBusy={isBusy} onClick={revoke} variant="danger">
                Revoke key
              </Button>
            </>
          }
          onOpenChange={setOpen}
          open
          size="sm"
          title={`Revoke "${name}"?`}
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
