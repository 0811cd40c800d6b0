"use client";

/**
 * Starts a run that goes on from the record of this one, after its failure or again from a step: of the version that
 * ran, or of the draft with what was mended in it.
 */
import { ChevronDown, PencilLine, RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuTrigger } from "@/components/ui/menu";
import { useRunView } from "@/lib/client/run-store/use-run";
import { useRerun } from "./use-rerun";

export type RerunButtonProps = { readonly path?: string; readonly children: string };

export function RerunButton({ path, children }: RerunButtonProps) {
  const { start, isAsked, problem } = useRerun();
  const isPart = useRunView()?.batch != null;
  // It stands for nothing alone: the run above is the one to go on with.
  if (isPart) return null;
  const from = path === undefined ? {} : { path };
  return (
    <>
      <span className="inline-flex items-center gap-0.5">
        <Button
          icon={<RotateCw aria-hidden className="size-3.5" />}
          isBusy={isAsked}
          onClick={() => void start(from)}
          size="sm"
          variant="secondary"
        >
          {children}
        </Button>
        <Menu>
          <MenuTrigger>
            <IconButton disabled={isAsked} label={`${children}, with the draft`} size="sm">
              <ChevronDown aria-hidden />
            </IconButton>
          </MenuTrigger>
          <MenuContent className="max-w-72">
            <MenuItem icon={<PencilLine aria-hidden className="size-4" />} onSelect={() => void start({ ...from, onDraft: true })}>
              {children} with the draft
            </MenuItem>
            <p className="px-2 pt-0.5 pb-1.5 text-ink-soft text-xs">
              What you changed since this run, and what follows it, runs anew. The rest is taken over and costs nothing.
            </p>
          </MenuContent>
        </Menu>
      </span>
      {problem !== null && (
        <span className="text-danger text-xs" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
