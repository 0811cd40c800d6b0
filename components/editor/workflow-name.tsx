"use client";

/** The workflow's name, changed where it stands. */
import { type KeyboardEvent, useState } from "react";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";

export function WorkflowName() {
  const store = useEditorStore();
  const name = useEditor((state) => state.document.name);
  const [typed, setTyped] = useState<string | null>(null);

  function finish(): void {
    const next = typed?.trim() ?? "";
    if (next !== "") store.getState().dispatch({ type: "set_document", field: "name", value: next });
    setTyped(null);
  }

  function press(event: KeyboardEvent<HTMLInputElement>): void {
    if (event.key === "Enter") event.currentTarget.blur();
    if (event.key !== "Escape") return;
    setTyped(null);
    requestAnimationFrame(() => event.currentTarget?.blur());
  }

  return (
    <h1 className="min-w-0">
      <input
        aria-label="Name of the workflow"
        className="field-sizing-content h-7 min-w-16 max-w-[min(36ch,100%)] truncate rounded-control border border-transparent bg-transparent px-1.5 font-semibold text-base hover:bg-sunken focus:border-accent focus:bg-surface focus-visible:outline-1 focus-visible:outline-offset-0"
        maxLength={120}
        onBlur={finish}
        onChange={(event) => setTyped(event.target.value)}
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={press}
        value={typed ?? name}
      />
    </h1>
  );
}
