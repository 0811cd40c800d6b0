"use client";

/** What a waiting step needs to go on: a person's decision, its time, or the end of another run. */
import { Hourglass } from "lucide-react";
import { useSecondsUntil } from "@/lib/client/use-now";
import { formatDuration } from "@/lib/projection/format";
import type { WaitingView } from "@/lib/projection/run-view";
import { DecisionPanel } from "./decision-panel";

export function WaitingFor({ waiting }: { readonly waiting: WaitingView }) {
  switch (waiting.until.for) {
    case "decision":
      return <DecisionPanel waiting={waiting} />;
    case "time":
      return <UntilTime at={waiting.until.at} />;
    case "run":
      return <p className="mb-3 text-ink-soft">It goes on when that run is over.</p>;
  }
}

function UntilTime({ at }: { readonly at: number }) {
  const seconds = useSecondsUntil(at);
  return (
    <p className="mb-3 flex items-center gap-2 text-waiting">
      <Hourglass aria-hidden className="size-3.5" />
      {seconds === 0 ? "It is time" : <span>goes on by itself {seconds !== null && `in ${formatDuration(seconds * 1_000)}`}</span>}
    </p>
  );
}
