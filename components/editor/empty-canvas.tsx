"use client";

/** What an empty canvas says: how to begin. */
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { useAct } from "./use-editor-actions";

export function EmptyCanvas() {
  const act = useAct();
  const isEmpty = useEditor((state) => state.document.nodes.length === 0);
  const isPicking = useEditor((state) => state.quickPick !== null);
  if (!isEmpty || isPicking) return null;
  return (
    <div className="pointer-events-none absolute inset-0 grid place-items-center p-6">
      <div className="max-w-sm text-center">
        <p className="font-medium text-lg">Draw your first step</p>
        <p className="mt-1 text-ink-soft text-sm">
          Most workflows begin with an Input, lead through one or more Agents and end in an Output.
        </p>
        <div className="mt-4 flex items-center justify-center gap-3">
          <Button className="pointer-events-auto" icon={<Plus aria-hidden />} onClick={() => act({ id: "add_node" })} variant="secondary">
            Add a node
          </Button>
          <span className="text-ink-soft text-xs max-md:hidden">
            or press <Kbd>/</Kbd>
          </span>
        </div>
      </div>
    </div>
  );
}
