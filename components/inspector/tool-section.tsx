"use client";

/** How a node is offered to the model of an agent whose Tools lead to it. */
import { useMemo } from "react";
import { Field } from "@/components/ui/field";
import { NumberInput } from "@/components/ui/number-input";
import { Segments } from "@/components/ui/segments";
import type { SelectOption } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { factsOf } from "@/lib/client/node-facts";
import type { Diagnostic } from "@/lib/compile/diagnostic";
import { decideHours, ToolSignature, type WorkflowDocument, type WorkflowNode } from "@/lib/document/schema";
import type { InputField, NodeDefinition } from "@/lib/nodes/contract";
import { FoldedSection } from "./panel-section";
import { FormRows } from "./parts/form-rows";

const types: readonly SelectOption<InputField["type"]>[] = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "choice", label: "Choice" },
  { value: "json", label: "JSON" },
];

const parametersField = { key: "parameters", label: "What the model fills in", control: "custom" } as const;

type ToolSectionProps = { readonly node: WorkflowNode; readonly definition: NodeDefinition; readonly problems: readonly Diagnostic[] };

export function ToolSection({ node, definition, problems }: ToolSectionProps) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const callers = useMemo(() => toolCallers(document, node.id), [document, node.id]);
  if (callers.length === 0 || definition.functions !== undefined) return null;
  const tool = node.settings?.tool ?? ToolSignature.parse({});
  const done = () => store.getState().closeEdit();

  function set(next: Partial<ToolSignature>): void {
    put({ ...tool, ...next });
  }

  function put(value: ToolSignature): void {
    store.getState().dispatch({ type: "set_settings", nodeId: node.id, field: "tool", value });
  }

  function setDeadline(decideHours: number | null): void {
    const { decideHours: _, ...rest } = tool;
    put(decideHours === null ? rest : { ...rest, decideHours });
  }

  return (
    <FoldedSection summary={`for ${callers.join(", ")}`} title="As a tool">
      <Field help="When to call it and what it gives back. The model reads this." label="What it does">
        {(id, { describedBy }) => (
          <Textarea
            aria-describedby={describedBy}
            id={id}
            maxLength={1_000}
            onBlur={done}
            onChange={(event) => set({ description: event.target.value })}
            placeholder={node.title}
            value={tool.description}
          />
        )}
      </Field>
      <Field
        error={problems.find(({ field }) => field === "askFirst")?.message}
        help="Always: each call waits until somebody has seen it, who may change what was filled in or refuse it."
        label="Ask a person first"
      >
        {() => (
          <Segments
            className="self-start"
            label="Ask a person first"
            onChange={(value) => {
              set({ askFirst: value === "always" });
              done();
            }}
            options={[
              { value: "never", label: "Never" },
              { value: "always", label: "Always" },
            ]}
            value={tool.askFirst === true ? "always" : "never"}
          />
        )}
      </Field>
      {tool.askFirst === true && (
        <Field
          help="After that the call is refused, and the model told so. Leave it empty to wait as long as it takes."
          label="Time to decide"
        >
          {(id, { describedBy }) => (
            <NumberInput
              aria-describedby={describedBy}
              id={id}
              max={decideHours.max}
              min={decideHours.min}
              onBlur={done}
              onChange={setDeadline}
              placeholder="No deadline"
              unit="hours"
              value={tool.decideHours ?? null}
            />
          )}
        </Field>
      )}
      <FormRows
        config={{}}
        field={parametersField}
        fresh={{ type: "text" }}
        node={node}
        onChange={(value) => {
          const parameters = ToolSignature.shape.parameters.safeParse(value);
          if (parameters.success) set({ parameters: parameters.data });
        }}
        onChangeOther={() => undefined}
        onDone={done}
        problems={problems}
        types={types}
        value={tool.parameters}
        variableOf={(key) => `{{ received.${key} }}`}
        whenEmpty="One text, which the node receives as it is."
      />
    </FoldedSection>
  );
}

/** Titles of the agents whose models may call the node. */
function toolCallers(document: WorkflowDocument, nodeId: string): readonly string[] {
  const callers = document.edges.flatMap((edge) => {
    const source = edge.target === nodeId ? document.nodes.find(({ id }) => id === edge.source) : undefined;
    const port = source && factsOf(source).ports.outputs.find(({ id }) => id === edge.sourcePort);
    return source !== undefined && port?.offersFunctions === true ? [source.title || source.id] : [];
  });
  return [...new Set(callers)];
}
