"use client";

/** The fields of an agent of the library: its name, then the controls of the node's panel in their order. */
import { useMemo } from "react";
import { FieldControl } from "@/components/inspector/field-control";
import { FoldedSection, PanelSection } from "@/components/inspector/panel-section";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { draftProblems } from "@/lib/client/agent-draft";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import type { WorkflowNode } from "@/lib/document/schema";
import { asJson, libraryFieldSpecs, newLibraryAgent } from "@/lib/nodes/agent/library-agent";
import type { FieldSpec } from "@/lib/nodes/contract";
import type { JsonValue } from "@/lib/shared/json";

const nameLength = 120;
const blankConfig = asJson(newLibraryAgent);

export function AgentFields({ node }: { readonly node: WorkflowNode }) {
  const store = useEditorStore();
  const config = { ...blankConfig, ...node.config };
  const problems = useMemo(() => draftProblems(node), [node]);
  const shown = libraryFieldSpecs.filter(({ when }) => when === undefined || when.is.includes(config[when.key] ?? null));

  const set = (key: string, value: JsonValue | undefined) =>
    store.getState().dispatch({ type: "set_config", nodeId: node.id, field: key, value });
  const control = (field: FieldSpec) => (
    <FieldControl
      config={config}
      field={field}
      key={field.key}
      node={node}
      onChange={(value) => set(field.key, value)}
      onChangeOther={set}
      onDone={() => store.getState().closeEdit()}
      problems={problems}
      value={config[field.key]}
    />
  );

  return (
    <>
      <PanelSection>
        <Field isRequired label="Name">
          {(id) => (
            <Input
              autoFocus={node.title === ""}
              id={id}
              maxLength={nameLength}
              onChange={(event) => store.getState().dispatch({ type: "set_title", nodeId: node.id, title: event.target.value })}
              placeholder="Market analyst"
              value={node.title}
            />
          )}
        </Field>
      </PanelSection>
      {shown
        .filter(({ advanced }) => advanced !== true)
        .map((field) => (
          <PanelSection key={field.key}>{control(field)}</PanelSection>
        ))}
      <FoldedSection summary={setIn(node, shown)} title="Advanced">
        {shown.filter(({ advanced }) => advanced === true).map(control)}
      </FoldedSection>
    </>
  );
}

/** Advanced settings that say something, while they are folded. */
function setIn({ config }: WorkflowNode, fields: readonly FieldSpec[]): string {
  const named = fields.filter(({ key, advanced }) => advanced === true && config[key] !== undefined && config[key] !== blankConfig[key]);
  return named.map(({ label }) => label.toLowerCase()).join(", ");
}
