"use client";

/** The step that is looked at, with a head of its own: what it is, and a way to put it away. */
import { X } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { KindTile } from "@/components/ui/kind-tile";
import { nodeIdOf } from "@/lib/shared/step-path";
import { useShownRun } from "./shown-run";
import { StepInspector } from "./step-inspector";

export function StepAside({ nodeId, onClose }: { readonly nodeId: string; readonly onClose: () => void }) {
  const { nodesById } = useShownRun();
  const node = nodesById.get(nodeIdOf(nodeId));
  return (
    <>
      <div className="flex flex-none items-center gap-2.5 border-b py-3 pr-3 pl-4">
        <KindTile glyph={node?.glyph ?? ""} group={node?.group ?? "notes"} />
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base leading-[18px]">{node?.title ?? nodeId}</h2>
          <p className="truncate text-ink-soft text-xs">
            {node?.kind ?? "Note"} · <span className="num">{nodeId}</span>
          </p>
        </div>
        <IconButton label="Close the step" onClick={onClose}>
          <X aria-hidden />
        </IconButton>
      </div>
      <StepInspector nodeId={nodeId} />
    </>
  );
}
