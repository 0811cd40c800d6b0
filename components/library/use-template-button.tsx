"use client";

/** Makes a workflow of a template and opens it. Accented only on the card one points at: one accent per view. */
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { createFromTemplateAction } from "@/app/actions/workflow";
import { Button } from "@/components/ui/button";

export function UseTemplateButton({ templateId, name }: { readonly templateId: string; readonly name: string }) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();

  function create(): void {
    startWork(async () => {
      const made = await createFromTemplateAction({ templateId });
      if (made.ok) router.push(`/workflows/${made.value.workflowId}`);
      else toast.error(made.error.message);
    });
  }

  return (
    <Button
      aria-label={`Use this: ${name}`}
      className="group-focus-within/card:border-accent group-focus-within/card:bg-accent group-focus-within/card:text-on-accent group-hover/card:border-accent group-hover/card:bg-accent group-hover/card:text-on-accent"
      isBusy={isBusy}
      onClick={create}
      size="sm"
    >
      Use this
    </Button>
  );
}
