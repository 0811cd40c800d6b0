"use client";

/** Attempts and time-outs of one node; what is left empty follows the installation's limits. */
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { Segments } from "@/components/ui/segments";
import { Switch } from "@/components/ui/switch";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import type { NodeSettings, WorkflowNode } from "@/lib/document/schema";
import type { NodeDefinition } from "@/lib/nodes/contract";
import { limits } from "@/lib/shared/limits";
import { FoldedSection } from "./panel-section";

type TimeField = "firstByteMs" | "idleMs" | "totalMs";

const times: readonly {
  readonly field: TimeField;
  readonly label: string;
  readonly limit: { readonly value: number; readonly hard: number };
}[] = [
  { field: "firstByteMs", label: "Time to begin", limit: limits.modelFirstByteMs },
  { field: "idleMs", label: "Longest pause", limit: limits.modelIdleMs },
  { field: "totalMs", label: "Time in total", limit: limits.modelTotalMs },
];

const modelAttempts = "Only failures that may pass are tried again: no answer, too many requests, a cut stream.";
const outsideAttempts =
  "Only failures that may pass are tried again. The service may have done its part already: it gets the same Idempotency-Key every time.";

export function SettingsSection({ node, definition }: { readonly node: WorkflowNode; readonly definition: NodeDefinition }) {
  const store = useEditorStore();
  const settings = node.settings ?? {};
  const asksModel = definition.effect === "model";
  if (definition.effect === "none") return null;

  function set<Name extends keyof NodeSettings>(field: Name, value: NodeSettings[Name]): void {
    store.getState().dispatch({ type: "set_settings", nodeId: node.id, field, value });
  }

  const done = () => store.getState().closeEdit();
  const usual = asksModel ? limits.modelAttempts.value : 1;
  const attempts = settings.maxAttempts ?? usual;
  const tries = attempts === 1 ? "1 attempt" : `${attempts} attempts`;
  return (
    <FoldedSection
      summary={asksModel ? `${tries}, ${seconds(settings.totalMs ?? limits.modelTotalMs.value)} s in total` : tries}
      title={asksModel ? "Attempts and time-outs" : "Attempts"}
    >
      <Field help={asksModel ? modelAttempts : outsideAttempts} label="Attempts">
        {(id) => (
          <NumberInput
            id={id}
            max={limits.modelAttempts.hard}
            min={1}
            onBlur={done}
            onChange={(value) => set("maxAttempts", value === null ? undefined : Math.round(value))}
            placeholder={String(usual)}
            value={settings.maxAttempts ?? null}
          />
        )}
      </Field>
      {(asksModel ? times : []).map(({ field, label, limit }) => (
        <Field key={field} label={label}>
          {(id) => (
            <NumberInput
              id={id}
              max={limit.hard / 1_000}
              min={0.1}
              onBlur={done}
              onChange={(value) => set(field, value === null ? undefined : Math.round(value * 1_000))}
              placeholder={String(seconds(limit.value))}
              unit="seconds"
              value={settings[field] === undefined ? null : seconds(settings[field])}
            />
          )}
        </Field>
      ))}
    </FoldedSection>
  );
}

/** Whether a card with several connections coming in waits for all of them. */
export function JoinSection({ node }: { readonly node: WorkflowNode }) {
  const store = useEditorStore();
  const restId = useId();
  const join = node.settings?.join ?? { wait: "all" as const };

  function set(value: NodeSettings["join"]): void {
    store.getState().dispatch({ type: "set_settings", nodeId: node.id, field: "join", value });
    store.getState().closeEdit();
  }

  return (
    <FoldedSection summary={join.wait === "count" ? `${join.count} of them` : join.wait} title="Wait for">
      <Segments
        label="Wait for"
        onChange={(wait) => set(wait === "all" ? undefined : wait === "any" ? { wait } : { wait, count: 2 })}
        options={[
          { value: "all", label: "All" },
          { value: "any", label: "The first" },
          { value: "count", label: "Some" },
        ]}
        value={join.wait}
      />
      {join.wait === "count" && (
        <Field label="How many">
          {(id) => (
            <NumberInput
              id={id}
              max={limits.workflowEdges.value}
              min={1}
              onChange={(count) => count !== null && set({ ...join, count: Math.round(count) })}
              value={join.count}
            />
          )}
        </Field>
      )}
      {join.wait !== "all" && (
        <div className="flex items-start gap-2.5">
          <Switch aria-labelledby={restId} checked={join.cancelRest ?? false} onChange={(cancelRest) => set({ ...join, cancelRest })} />
          <p className="font-medium text-xs" id={restId}>
            Cancel what is still running before it
          </p>
        </div>
      )}
      <p className="text-ink-soft text-xs">
        {join.wait === "all"
          ? "Runs once every connection coming in is decided, with those that were taken."
          : "Runs as soon as that many connections coming in were taken; later ones are ignored."}
      </p>
    </FoldedSection>
  );
}

function seconds(ms: number): number {
  return ms / 1_000;
}
