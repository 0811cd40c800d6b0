"use client";

/** A page that could not be shown: what that means for your work, and two ways out. */
import { useRouter } from "next/navigation";
import { useTransition } from "react";
import { Button } from "@/components/ui/button";
import { ErrorState } from "@/components/ui/error-state";
import { LinkButton } from "@/components/ui/link-button";

export type PageErrorProps = {
  /** Next's id of what the server logged. */
  readonly digest: string | undefined;
  readonly onRetry: () => void;
};

export function PageError({ digest, onRetry }: PageErrorProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();

  function retry(): void {
    // The boundary alone would draw the failed answer again: the server has to be asked first.
    startWork(() => {
      router.refresh();
      onRetry();
    });
  }

  return (
    <ErrorState
      actions={
        <>
          <Button isBusy={isBusy} onClick={retry} variant="primary">
            Try again
          </Button>
          <LinkButton href="/">Go to workflows</LinkButton>
        </>
      }
      className="py-24"
      isPage
      title="This page could not be shown"
    >
      <p>
        Windrose could not read what it needs: its database may be starting or stopped. Nothing you saved is lost. The terminal it was
        started in, or its log file, says more.
      </p>
      {digest !== undefined && (
        <p className="mt-1">
          Reference: <code className="font-mono">{digest}</code>
        </p>
      )}
    </ErrorState>
  );
}
