"use client";

/** The name templates call a node by: shown, copied, changed everywhere at once. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { Variable } from "@/components/ui/variable";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { nodeIdPattern } from "@/lib/document/schema";

export function NodeIdEditor({ nodeId, canBeNamed }: { readonly nodeId: string; readonly canBeNamed: boolean }) {
  const store = useEditorStore();
  const [isOpen, setOpen] = useState(false);
  const [typed, setTyped] = useState(nodeId);
  const isTaken = useEditor((state) => typed !== nodeId && state.document.nodes.some((node) => node.id === typed));
  const error = isTaken
    ? "Another node is called that."
    : nodeIdPattern.test(typed)
      ? null
      : "Lower-case letters, digits and _, starting with a letter (at most 48).";
  const reference = `{{ nodes.${nodeId}.output }}`;

  function rename(): void {
    if (error !== null) return;
    store.getState().dispatch({ type: "rename_node", nodeId, to: typed });
    setOpen(false);
  }

  return (
    <Popover
      onOpenChange={(open) => {
        setTyped(nodeId);
        setOpen(open);
      }}
      open={isOpen}
    >
      <PopoverTrigger>
        <button
          aria-label={`Reference name ${nodeId}, change`}
          className="rounded-sm font-mono text-xs underline decoration-line-strong decoration-dotted underline-offset-3 hover:text-ink"
          type="button"
        >
          {nodeId}
        </button>
      </PopoverTrigger>
      <PopoverContent align="start" aria-label="Reference name" className="w-76">
        <form
          className="flex flex-col gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            rename();
          }}
        >
          <Field error={error} help="Templates that name it are changed with it." label="Reference name">
            {(id, { describedBy, isInvalid }) => (
              <Input
                aria-describedby={describedBy}
                aria-invalid={isInvalid}
                autoFocus
                className="font-mono text-xs"
                id={id}
                onChange={(event) => setTyped(event.target.value)}
                value={typed}
              />
            )}
          </Field>
          {canBeNamed && (
            <div className="flex items-center justify-between">
              <Variable>{reference}</Variable>
              <CopyButton label="Copy the reference" text={reference} />
            </div>
          )}
          <Button className="self-end" disabled={error !== null || typed === nodeId} size="sm" type="submit" variant="primary">
            Rename
          </Button>
        </form>
      </PopoverContent>
    </Popover>
  );
}
