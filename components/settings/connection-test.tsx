"use client";

/** Asks the provider whether it answers, and says what it said. */
import { useState, useTransition } from "react";
import { checkProviderAction } from "@/app/actions/settings";
import { Button } from "@/components/ui/button";
import { StatusIcon } from "@/components/ui/status-icon";
import { formatCountOf } from "@/lib/projection/format";

type Outcome = { readonly isReachable: boolean; readonly message: string };

export function ConnectionTest() {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [isBusy, startWork] = useTransition();

  function test(): void {
    setOutcome(null);
    startWork(async () => setOutcome(await check()));
  }

  return (
    <div className="flex flex-wrap items-center gap-3">
      <Button isBusy={isBusy} onClick={test}>
        Test connection
      </Button>
      <p aria-live="polite" className="flex min-w-0 flex-1 items-start gap-2">
        {isBusy && <span className="text-ink-soft">Asking, for at most 10 seconds</span>}
        {outcome !== null && (
          <>
            <StatusIcon className="mt-[3px]" status={outcome.isReachable ? "succeeded" : "failed"} />
            <span className="min-w-0 [overflow-wrap:anywhere]">{outcome.message}</span>
          </>
        )}
      </p>
    </div>
  );
}

async function check(): Promise<Outcome> {
  try {
    const checked = await checkProviderAction({});
    if (!checked.ok) return { isReachable: false, message: checked.error.message };
    const { reachable, message, models } = checked.value;
    return {
      isReachable: reachable,
      message: reachable && models > 0 ? `${message} It offers ${formatCountOf(models, "model")}.` : message,
    };
  } catch {
    return { isReachable: false, message: "Windrose can't be reached, so nothing was tested." };
  }
}
