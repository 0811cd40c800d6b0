"use client";

/** Starts a run that goes on from the record of this one: after its failure, or again from a step. */
import { RotateCw } from "lucide-react";
import { Button } from "@/components/ui/button";
import { useRerun } from "./use-rerun";

export type RerunButtonProps = { readonly path?: string; readonly children: string };

export function RerunButton({ path, children }: RerunButtonProps) {
  const { start, isAsked, problem } = useRerun();
  return (
    <>
      <Button
        icon={<RotateCw aria-hidden className="size-3.5" />}
        isBusy={isAsked}
        onClick={() => void start(path === undefined ? {} : { path })}
        size="sm"
        variant="secondary"
      >
        {children}
      </Button>
      {problem !== null && (
        <span className="text-danger text-xs" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
