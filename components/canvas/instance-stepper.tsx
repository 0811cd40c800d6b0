"use client";

/** `2 / 5` on the header of a container that runs the same steps several times: which of them its cards show. */
import { ChevronLeft, ChevronRight } from "lucide-react";
import type { ReactNode } from "react";
import { useInstances } from "@/lib/client/run-store/use-run";
import type { FrameView, StepView } from "@/lib/projection/run-view";

export function InstanceStepper({ step, title }: { readonly step: StepView; readonly title: string }) {
  const instances = useInstances(step);
  if (instances === null) return null;
  const { frames, index, look } = instances;
  const shown = frames[index];
  const count = `${index + 1} / ${frames.length}`;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would bring a legend and a form's meaning
    <div
      aria-label={`Instances of ${title}`}
      className="nodrag nopan flex items-center"
      data-testid={`instances-${step.nodeId}`}
      role="group"
    >
      <StepButton label={`Previous instance of ${title}`} look={look} to={frames[index - 1]}>
        <ChevronLeft aria-hidden className="size-3.5" />
      </StepButton>
      <span aria-live="polite" className="num min-w-9 text-center" title={shown?.title}>
        {count}
        {shown !== undefined && <span className="sr-only">{`: ${shown.title}, ${shown.status}`}</span>}
      </span>
      <StepButton label={`Next instance of ${title}`} look={look} to={frames[index + 1]}>
        <ChevronRight aria-hidden className="size-3.5" />
      </StepButton>
    </div>
  );
}

type StepButtonProps = {
  readonly label: string;
  /** Absent at the end; the button stays where the keyboard is. */
  readonly to: FrameView | undefined;
  readonly look: (path: string) => void;
  readonly children: ReactNode;
};

function StepButton({ label, to, look, children }: StepButtonProps) {
  return (
    <button
      aria-disabled={to === undefined}
      aria-label={label}
      className="grid size-6 place-items-center rounded-control text-ink-soft hover:bg-sunken hover:text-ink focus-visible:-outline-offset-2 aria-disabled:cursor-default aria-disabled:opacity-40"
      onClick={(event) => {
        // The container itself is not meant.
        event.stopPropagation();
        if (to !== undefined) look(to.path);
      }}
      onDoubleClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => {
        if (event.key === "Enter" || event.key === " ") event.stopPropagation();
      }}
      title={label}
      type="button"
    >
      {children}
    </button>
  );
}
