"use client";

/** The output that stands in for a node's work in runs that are started by hand. */
import { PinOff } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import type { Diagnostic } from "@/lib/compile/diagnostic";
import type { WorkflowNode } from "@/lib/document/schema";
import type { NodeDefinition } from "@/lib/nodes/contract";
import { pinnedPort } from "@/lib/nodes/ports";
import type { JsonValue } from "@/lib/shared/json";
import { FoldedSection } from "./panel-section";

type PinSectionProps = { readonly node: WorkflowNode; readonly definition: NodeDefinition; readonly problems: readonly Diagnostic[] };

export function PinSection({ node, definition, problems }: PinSectionProps) {
  const store = useEditorStore();
  const pinned = node.settings?.pinned;
  const config = definition.config.safeParse(node.config);
  const canBePinned = definition.isRunOutput !== true && config.success && pinnedPort(definition, config.data).ok;
  if (!canBePinned && pinned === undefined) return null;

  function set(value: { readonly output: JsonValue } | undefined): void {
    store.getState().dispatch({ type: "set_settings", nodeId: node.id, field: "pinned", value });
  }

  return (
    <FoldedSection startsOpen={pinned !== undefined} summary={pinned === undefined ? "none" : "on"} title="Pinned output">
      <p className="text-ink-soft text-xs">
        In runs that you start here the node gives this out at once and asks nobody, so that work on what follows costs nothing. Published
        workflows and calls from outside never take it.
      </p>
      {pinned === undefined ? (
        <Button className="self-start" onClick={() => set({ output: "" })} size="sm" variant="secondary">
          Write an output
        </Button>
      ) : (
        <PinnedOutput
          key={node.id}
          onChange={(output) => set({ output })}
          onDone={() => store.getState().closeEdit()}
          onRemove={() => {
            set(undefined);
            store.getState().closeEdit();
          }}
          output={pinned.output}
          problem={problems.find(({ field, severity }) => field === "pinned" && severity === "error")?.message}
        />
      )}
    </FoldedSection>
  );
}

type PinnedOutputProps = {
  readonly output: JsonValue;
  readonly problem: string | undefined;
  readonly onChange: (output: JsonValue) => void;
  readonly onDone: () => void;
  readonly onRemove: () => void;
};

/** What reads as JSON is its value; anything else is a text. */
function PinnedOutput({ output, problem, onChange, onDone, onRemove }: PinnedOutputProps) {
  const written = typeof output === "string" ? output : JSON.stringify(output, null, 2);
  const [typed, setTyped] = useState(written);
  // Undone, redone or pinned anew from a run: what is kept is shown.
  const shown = sameValue(readValue(typed), output) ? typed : written;
  return (
    <>
      <Field error={problem} help="A text, or JSON." label="Output">
        {(id, { describedBy }) => (
          <Textarea
            aria-describedby={describedBy}
            className="max-h-80 font-mono text-xs"
            id={id}
            onBlur={onDone}
            onChange={(event) => {
              setTyped(event.target.value);
              onChange(readValue(event.target.value));
            }}
            rows={5}
            value={shown}
          />
        )}
      </Field>
      <Button className="self-start" icon={<PinOff aria-hidden className="size-3.5" />} onClick={onRemove} size="sm" variant="secondary">
        Remove the pin
      </Button>
    </>
  );
}

function readValue(text: string): JsonValue {
  try {
    const value: JsonValue = JSON.parse(text);
    return typeof value === "object" && value !== null ? value : text;
  } catch {
    return text;
  }
}

function sameValue(a: JsonValue, b: JsonValue): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
