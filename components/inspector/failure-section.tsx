"use client";

/** What happens after the last attempt: another model or agent, a way out for the failure, or the end of the run. */
import { useId, useState } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { fallbackOf } from "@/lib/client/fallback-choice";
import { useModelOffer } from "@/lib/client/use-model-offer";
import type { NodeSettings, WorkflowDocument, WorkflowNode } from "@/lib/document/schema";
import type { NodeDefinition } from "@/lib/nodes/contract";
import { canFail } from "@/lib/nodes/ports";
import { FallbackPicker } from "./fallback-picker";
import { FoldedSection } from "./panel-section";

export function FailureSection({ node, definition }: { readonly node: WorkflowNode; readonly definition: NodeDefinition }) {
  const store = useEditorStore();
  const portId = useId();
  const { errorPort = false, fallbackModel = "" } = node.settings ?? {};
  /** Another model was chosen, though maybe none is named yet. */
  const [isModel, setIsModel] = useState(false);
  const backup = useEditor(({ document }) => backupTitle(document, node));
  const hasModel = definition.effect === "model" && "model" in node.config;
  if (!canFail(definition)) return null;

  function set<Name extends keyof NodeSettings>(field: Name, value: NodeSettings[Name]): void {
    store.getState().dispatch({ type: "set_settings", nodeId: node.id, field, value });
  }

  return (
    <FoldedSection summary={summaryOf(errorPort, backup ?? fallbackModel)} title="When it fails">
      {definition.hasFallbackAgent === true && <FallbackPicker isModel={isModel} node={node} onModel={setIsModel} />}
      {hasModel && (definition.hasFallbackAgent !== true || isModel || fallbackModel !== "") && (
        <FallbackModel
          model={fallbackModel}
          onChange={(model) => set("fallbackModel", model === "" ? undefined : model)}
          onDone={() => store.getState().closeEdit()}
        />
      )}
      <div className="flex items-start gap-2.5">
        <Switch
          aria-describedby={`${portId}-help`}
          aria-labelledby={portId}
          checked={errorPort}
          onChange={(isOn) => {
            set("errorPort", isOn || undefined);
            store.getState().closeEdit();
          }}
        />
        <div>
          <p className="font-medium text-xs" id={portId}>
            Error port
          </p>
          <p className="text-ink-soft text-xs" id={`${portId}-help`}>
            A failure that is final leaves there, with its code and message, instead of ending the run.
          </p>
        </div>
      </div>
    </FoldedSection>
  );
}

/** The title of the agent that takes over; null where none does. */
function backupTitle(document: WorkflowDocument, node: WorkflowNode): string | null {
  const choice = fallbackOf(document, node);
  if (choice.is !== "agent") return null;
  return document.nodes.find(({ id }) => id === choice.nodeId)?.title || choice.nodeId || "another agent";
}

type FallbackModelProps = { readonly model: string; readonly onChange: (model: string) => void; readonly onDone: () => void };

/** Any model by its id; those that the provider offers are proposed. */
function FallbackModel({ model, onChange, onDone }: FallbackModelProps) {
  const listId = useId();
  const offer = useModelOffer();
  return (
    <Field help="Asked once the attempts with the model above are used up." label="Fallback model">
      {(id, { describedBy }) => (
        <>
          <Input
            aria-describedby={describedBy}
            id={id}
            list={listId}
            maxLength={200}
            onBlur={onDone}
            onChange={(event) => onChange(event.target.value)}
            placeholder="None"
            value={model}
          />
          <datalist id={listId}>
            {offer.is === "ready" && offer.offer.models.map(({ id: modelId }) => <option key={modelId} value={modelId} />)}
          </datalist>
        </>
      )}
    </Field>
  );
}

function summaryOf(hasPort: boolean, fallback: string): string {
  const parts = [fallback === "" ? "" : `then ${fallback}`, hasPort ? "error port" : ""].filter((part) => part !== "");
  return parts.length === 0 ? "the run fails" : parts.join(", ");
}
