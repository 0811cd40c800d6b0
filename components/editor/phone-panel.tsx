"use client";

/** On a phone the panel is a sheet that rises from the bottom for the card that was touched. */
import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { useEffect } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { KindTile } from "@/components/ui/kind-tile";
import { useCanvas } from "@/lib/client/canvas-controls";
import { noDiagnostics } from "@/lib/client/editor-store/diagnostics-slice";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { factsOf } from "@/lib/client/node-facts";
import type { WorkflowNode } from "@/lib/document/schema";
import type { FieldSpec } from "@/lib/nodes/contract";
import { isJsonObject, type JsonValue } from "@/lib/shared/json";
import { ProblemList } from "./problem-list";

/** Of the window that the sheet may cover. */
const sheetShare = 0.5;

export function PhonePanel() {
  const store = useEditorStore();
  const node = useEditor((state) => state.document.nodes.find((candidate) => state.selection.nodeIds.has(candidate.id)));
  const canvas = useCanvas();
  const nodeId = node?.id;
  useEffect(() => {
    if (nodeId !== undefined) canvas.current?.showAbove(nodeId, 1 - sheetShare);
  }, [canvas, nodeId]);
  if (node === undefined) return null;
  return (
    <Radix.Root modal={false} onOpenChange={(isOpen) => !isOpen && store.getState().clearSelection()} open>
      <Radix.Portal>
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-0 bottom-0 z-30 max-h-[50dvh] overflow-auto rounded-t-group border-t bg-surface pb-[env(safe-area-inset-bottom)] shadow-float focus:outline-none"
          onInteractOutside={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => event.preventDefault()}
        >
          <Sheet node={node} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Sheet({ node }: { readonly node: WorkflowNode }) {
  const { definition, summary } = factsOf(node);
  const diagnostics = useEditor((state) => state.diagnosticsByNode.get(node.id) ?? noDiagnostics);
  return (
    <>
      <div className="flex items-center gap-2.5 border-b py-3 pr-3 pl-4">
        <KindTile glyph={definition?.glyph ?? ""} group={definition?.group ?? "data"} />
        <div className="min-w-0 flex-1">
          <Radix.Title className="truncate font-semibold text-base">{node.title}</Radix.Title>
          <p className="truncate text-ink-soft text-xs">{summary}</p>
        </div>
        <Radix.Close asChild>
          <IconButton label="Close" size="md">
            <X aria-hidden />
          </IconButton>
        </Radix.Close>
      </div>
      {diagnostics.length > 0 && <ProblemList diagnostics={diagnostics} isOfOneNode />}
      <dl className="flex flex-col gap-3 px-4 py-3 text-sm">
        {(definition?.fields ?? [])
          .filter((field) => isTold(node.config[field.key]))
          .map((field) => (
            <div key={field.key}>
              <dt className="text-ink-soft text-xs">{field.label}</dt>
              <dd className="whitespace-pre-wrap break-words">{wordsFor(node.config[field.key], field)}</dd>
            </div>
          ))}
      </dl>
    </>
  );
}

/** One of a list, by the name it goes by. */
function nameOf(item: JsonValue): string {
  if (!isJsonObject(item)) return String(item);
  return String(item.label || item.key || item.id || item.type).replaceAll("_", " ");
}

function isTold(value: JsonValue | undefined): boolean {
  return value !== undefined && value !== null && value !== "" && !(Array.isArray(value) && value.length === 0);
}

function wordsFor(value: JsonValue | undefined, field: FieldSpec): string {
  const option = field.options?.find((candidate) => candidate.value === value);
  if (option !== undefined) return option.label;
  if (Array.isArray(value)) return value.map(nameOf).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
