"use client";

/** Which other workflow a step runs: one of those that are there, by name. */
import { Command } from "cmdk";
import { ChevronDown, SquareArrowOutUpRight } from "lucide-react";
import Link from "next/link";
import { useId, useState } from "react";
import { pickerInputStyles, pickerItemStyles } from "@/components/palette/picker-styles";
import { cx } from "@/components/ui/class-names";
import { inputStyles } from "@/components/ui/input-styles";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { rankItem } from "@/lib/client/rank-match";
import { type ChosenWorkflow, useChosenWorkflow, useWorkflowOffer } from "@/lib/client/use-workflow-offer";
import { limits } from "@/lib/shared/limits";
import { errorOf, type FieldProps } from "../fields/field-props";

export function WorkflowPart({ field, value, problems, onChange, onDone }: FieldProps) {
  const [isOpen, setOpen] = useState(false);
  const labelId = useId();
  const own = useEditor((state) => state.workflowId);
  const id = typeof value === "string" ? value : "";
  const chosen = useChosenWorkflow(id);
  const error = chosen.is === "missing" ? missing : errorOf(problems, field.key);
  const shown = chosen.is === "ready" ? chosen.name : id;

  function choose(next: string): void {
    onChange(next);
    onDone();
    setOpen(false);
  }

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex h-4 items-center justify-between gap-2 text-xs">
        <span className="font-medium" id={labelId}>
          {field.label}
        </span>
        {chosen.is === "ready" && (
          <Link
            className="flex items-center gap-1 text-ink-soft underline underline-offset-2 hover:text-ink"
            href={`/workflows/${id}`}
            rel="noreferrer"
            target="_blank"
          >
            Open it
            <SquareArrowOutUpRight aria-hidden className="size-3" />
          </Link>
        )}
      </div>
      <Popover onOpenChange={setOpen} open={isOpen}>
        <PopoverTrigger>
          <button
            aria-invalid={error !== undefined}
            aria-label={`${field.label}: ${shown || "none chosen"}`}
            className={cx(inputStyles, "flex h-8 items-center justify-between gap-2 px-2.5 text-left")}
            data-testid="workflow"
            type="button"
          >
            <span className={cx("truncate text-sm", id === "" && "text-ink-soft", chosen.is === "missing" && "font-mono text-xs")}>
              {shown || "Choose a workflow"}
            </span>
            <ChevronDown aria-hidden className="text-ink-soft" />
          </button>
        </PopoverTrigger>
        <PopoverContent align="end" aria-label="Workflows" className="w-[var(--radix-popover-trigger-width)] min-w-72 p-0">
          <Choices chosen={id} onChoose={choose} own={own} />
        </PopoverContent>
      </Popover>
      {error !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
      <Standing chosen={chosen} help={field.help} isOwn={id === own} />
    </div>
  );
}

const missing = "There is no workflow with this id: it was deleted, or comes from elsewhere. Choose another.";

function Standing({
  chosen,
  isOwn,
  help,
}: {
  readonly chosen: ChosenWorkflow;
  readonly isOwn: boolean;
  readonly help: string | undefined;
}) {
  if (chosen.is === "failed")
    return <p className="text-ink-soft text-xs">What this workflow asks for could not be read: {chosen.message}</p>;
  if (!isOwn) return help === undefined ? null : <p className="text-ink-soft text-xs">{help}</p>;
  return (
    <p className="text-running text-xs">
      It runs itself. Let a branch end that: runs may lie {limits.subWorkflowDepth.value} deep in one another, and one deeper fails.
    </p>
  );
}

type ChoicesProps = { readonly chosen: string; readonly own: string; readonly onChoose: (id: string) => void };

function Choices({ chosen, own, onChoose }: ChoicesProps) {
  const offer = useWorkflowOffer();
  return (
    <Command filter={rankItem} label="Workflows">
      <Command.Input autoFocus className={pickerInputStyles} placeholder="Find a workflow" />
      <Command.List className="max-h-72 overflow-auto p-1">
        {offer.is === "loading" && <Command.Loading className="px-3 py-3 text-ink-soft text-sm">Asking what there is…</Command.Loading>}
        {offer.is === "failed" && <p className="px-3 py-3 text-ink-soft text-sm">{offer.message}</p>}
        {offer.is === "ready" && <Command.Empty className="px-3 py-3 text-ink-soft text-sm">Nothing is called that.</Command.Empty>}
        {offer.is === "ready" &&
          offer.workflows.map(({ id, name }) => (
            <Command.Item className={pickerItemStyles} key={id} keywords={[name]} onSelect={() => onChoose(id)} value={id}>
              <span className={cx("min-w-0 flex-1 truncate", id === chosen && "font-medium text-accent")}>{name}</span>
              {id === own && <span className="flex-none text-ink-soft text-xs">this one</span>}
            </Command.Item>
          ))}
      </Command.List>
    </Command>
  );
}
