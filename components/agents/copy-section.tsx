"use client";

/** The copy of an agent at Mistral: whether there is one, where it differs, and which of the two is right. */
import { Diff } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState, useTransition } from "react";
import { toast } from "sonner";
import { keepAgentCopyAction, sendAgentCopyAction, takeAgentCopyAction } from "@/app/actions/agent";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { StatusIcon } from "@/components/ui/status-icon";
import { formatCountOf } from "@/lib/projection/format";
import type { AgentCopy, AgentDifference } from "@/lib/projection/library-agents";
import type { AppError } from "@/lib/shared/app-error";
import type { Result } from "@/lib/shared/result";
import { AgentSection } from "./agent-section";
import { DropCopyDialog } from "./drop-copy-dialog";

export type CopySectionProps = { readonly agentId: string; readonly copy: AgentCopy; readonly isSimulated: boolean };

/** What a person may do, each once. */
type Work = (action: (input: { agentId: string }) => Promise<Result<unknown, AppError>>, done: string) => void;

export function CopySection({ agentId, copy, isSimulated }: CopySectionProps) {
  const router = useRouter();
  const [isBusy, startWork] = useTransition();
  const [isAsking, setIsAsking] = useState(false);

  const work: Work = (action, done) =>
    startWork(async () => {
      const answer = await action({ agentId });
      if (answer.ok) toast(done);
      else toast.error(answer.error.message, { duration: 10_000 });
      router.refresh();
    });
  const lookAgain = () => startWork(() => router.refresh());

  return (
    <AgentSection title="Copy at Mistral">
      <div className="flex flex-col gap-3" data-copy={copy.is} data-testid="copy">
        <Standing copy={copy} />
        {copy.is === "different" && <Differences differences={copy.differences} />}
        {"others" in copy && copy.others.length > 0 && (
          <p className="text-ink-soft text-xs">Set at Mistral only, and not kept here: {copy.others.join(", ")}.</p>
        )}
        <div className="flex flex-wrap gap-2">
          <Choices copy={copy} isBusy={isBusy} onLookAgain={lookAgain} onWork={work} />
          {copy.is !== "none" && (
            <Button disabled={isBusy} onClick={() => setIsAsking(true)} size="sm" variant="ghost">
              Stop keeping it
            </Button>
          )}
        </div>
        {isSimulated && <p className="text-ink-soft text-xs">The simulator stands in for Mistral and forgets its agents when it stops.</p>}
      </div>
      {isAsking && copy.is !== "none" && (
        <DropCopyDialog agentId={agentId} isGone={copy.is === "gone"} onClose={() => setIsAsking(false)} />
      )}
    </AgentSection>
  );
}

function Standing({ copy }: { readonly copy: AgentCopy }) {
  switch (copy.is) {
    case "none":
      return (
        <p className="text-ink-soft text-sm">Kept there too, it can be used from anywhere with the same key. Every save updates it.</p>
      );
    case "same":
      return (
        <Said icon={<StatusIcon className="mt-[3px]" status="succeeded" />} remoteId={copy.remoteId}>
          The same as here. It is version <span className="num">{copy.remoteVersion}</span> there.
        </Said>
      );
    case "different":
      return (
        <Said icon={<Diff aria-hidden className="mt-[3px] size-3.5 flex-none text-running" />} remoteId={copy.remoteId}>
          {formatCountOf(copy.differences.length, "setting")} {copy.differences.length === 1 ? "differs" : "differ"}:{" "}
          {copy.isChangedThere ? "it was changed at Mistral." : `it still is version ${copy.sent} of this agent.`}
        </Said>
      );
    case "gone":
      return (
        <Said icon={<StatusIcon className="mt-[3px]" status="failed" />} remoteId={copy.remoteId}>
          It is no longer at Mistral.
        </Said>
      );
    case "unknown":
      return (
        <Said icon={<StatusIcon className="mt-[3px]" status="interrupted" />} remoteId={copy.remoteId}>
          It could not be compared. {copy.message}
        </Said>
      );
  }
}

type SaidProps = { readonly icon: ReactNode; readonly remoteId: string; readonly children: ReactNode };

function Said({ icon, remoteId, children }: SaidProps) {
  return (
    <div className="flex flex-col gap-1.5">
      <p className="flex items-start gap-2 text-sm">
        {icon}
        <span className="min-w-0 [overflow-wrap:anywhere]">{children}</span>
      </p>
      <p className="flex items-center gap-1 text-ink-soft text-xs">
        <span className="min-w-0 truncate font-mono" data-remote-id={remoteId}>
          {remoteId}
        </span>
        <CopyButton label="Copy the id at Mistral" text={remoteId} />
      </p>
    </div>
  );
}

function Differences({ differences }: { readonly differences: readonly AgentDifference[] }) {
  return (
    <dl className="flex flex-col gap-3">
      {differences.map(({ field, label, ours, theirs }) => (
        <div className="flex flex-col gap-1" data-testid={`difference-${field}`} key={field}>
          <dt className="font-medium text-xs">{label}</dt>
          <Side label="Here" value={ours} />
          <Side label="There" value={theirs} />
        </div>
      ))}
    </dl>
  );
}

function Side({ label, value }: { readonly label: string; readonly value: string }) {
  return (
    <dd className="flex items-baseline gap-2">
      <span className="w-10 flex-none text-ink-soft text-xs">{label}</span>
      {value === "" ? (
        <span className="text-ink-soft text-xs">not set</span>
      ) : (
        <span
          className="max-h-36 min-w-0 flex-1 overflow-y-auto whitespace-pre-wrap rounded-control bg-sunken px-2 py-1 text-xs [overflow-wrap:anywhere]"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard
          tabIndex={0}
        >
          {value}
        </span>
      )}
    </dd>
  );
}

type ChoicesProps = { readonly copy: AgentCopy; readonly isBusy: boolean; readonly onWork: Work; readonly onLookAgain: () => void };

function Choices({ copy, isBusy, onWork, onLookAgain }: ChoicesProps) {
  if (copy.is === "none" || copy.is === "gone") {
    return (
      <Button isBusy={isBusy} onClick={() => onWork(keepAgentCopyAction, "A copy is kept at Mistral")} size="sm">
        {copy.is === "none" ? "Keep a copy at Mistral" : "Make a new copy"}
      </Button>
    );
  }
  if (copy.is === "different") {
    return (
      <>
        <Button isBusy={isBusy} onClick={() => onWork(sendAgentCopyAction, "Mistral has your version now")} size="sm">
          Send ours
        </Button>
        <Button disabled={isBusy} onClick={() => onWork(takeAgentCopyAction, "What stood at Mistral is a new version here")} size="sm">
          Take theirs
        </Button>
      </>
    );
  }
  return (
    <Button isBusy={isBusy} onClick={onLookAgain} size="sm">
      Compare again
    </Button>
  );
}
