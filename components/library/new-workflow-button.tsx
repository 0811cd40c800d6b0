"use client";

/** Makes an empty workflow and opens it. */
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { toast } from "sonner";
import { createWorkflowAction } from "@/app/actions/workflow";
import { Button } from "@/components/ui/button";

export function NewWorkflowButton() {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();

  function create(): void {
    startWork(async () => {
      const made = await createWorkflowAction({});
      if (made.ok) router.push(`/workflows/${made.value.workflowId}`);
      else toast.error(made.error.message);
    });
  }

  return (
    <Button icon={<Plus aria-hidden />} isBusy={isBusy} onClick={create} variant="primary">
      New
    </Button>
  );
}
