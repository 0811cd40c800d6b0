"use client";

/** What happens after the last attempt: another model, a way out for the failure, or the end of the run. */
import { useId } from "react";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { useModelOffer } from "@/lib/client/use-model-offer";
import type { NodeSettings, WorkflowNode } from "@/lib/document/schema";
import type { NodeDefinition } from "@/lib/nodes/contract";
import { canFail } from "@/lib/nodes/ports";
import { FoldedSection } from "./panel-section";

export function FailureSection({ node, definition }: { readonly node: WorkflowNode; readonly definition: NodeDefinition }) {
  const store = useEditorStore();
  const portId = useId();
  const { errorPort = false, fallbackModel = "" } = node.settings ?? {};
  const hasModel = definition.effect === "model" && "model" in node.config;
  if (!canFail(definition)) return null;

  function set<Name extends keyof NodeSettings>(field: Name, value: NodeSettings[Name]): void {
    store.getState().dispatch({ type: "set_settings", nodeId: node.id, field, value });
  }

  return (
    <FoldedSection summary={summaryOf(errorPort, fallbackModel)} title="When it fails">
      {hasModel && (
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
