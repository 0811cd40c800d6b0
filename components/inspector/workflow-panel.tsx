"use client";

/** The panel when nothing is selected: the workflow itself. */
import { Download, Keyboard } from "lucide-react";
import { ProblemList } from "@/components/editor/problem-list";
import { useAct } from "@/components/editor/use-editor-actions";
import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { Textarea } from "@/components/ui/textarea";
import { Variable } from "@/components/ui/variable";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { inputFieldsOf } from "@/lib/client/node-facts";
import { formatCountOf } from "@/lib/projection/format";
import { isJsonObject } from "@/lib/shared/json";
import { BudgetSection } from "./budget-section";
import { JsonText } from "./fields/json-field";
import { FoldedSection, PanelSection } from "./panel-section";
import { StateSection } from "./state-section";

export function WorkflowPanel() {
  const store = useEditorStore();
  const act = useAct();
  const workflowId = useEditor((state) => state.workflowId);
  const document = useEditor((state) => state.document);
  const diagnostics = useEditor((state) => state.diagnostics);
  const set = (field: "name" | "description", value: string) => store.getState().dispatch({ type: "set_document", field, value });
  const done = () => store.getState().closeEdit();
  const fields = inputFieldsOf(document);
  return (
    <>
      <div className="flex flex-none items-center gap-2.5 border-b py-3 pr-3 pl-4">
        <span className="grid size-7 flex-none place-items-center rounded-control border bg-paper">
          <Logo className="size-[18px]" />
        </span>
        <div className="min-w-0 flex-1">
          <h2 className="truncate font-semibold text-base leading-[18px]">{document.name}</h2>
          <p className="text-ink-soft text-xs">Workflow · {formatCountOf(document.nodes.length, "node")}</p>
        </div>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" data-testid="workflow-panel">
        <PanelSection label="About">
          <NameField name={document.name} onChange={(name) => set("name", name)} onDone={done} />
          <Field label="Description">
            {(id) => (
              <Textarea
                id={id}
                maxLength={2_000}
                onBlur={done}
                onChange={(event) => set("description", event.target.value)}
                placeholder="What it does, and for whom"
                value={document.description}
              />
            )}
          </Field>
        </PanelSection>
        {diagnostics.length > 0 && (
          <PanelSection label="Problems">
            <span className="font-medium text-xs">{formatCountOf(diagnostics.length, "problem")}</span>
            <div className="-mx-2">
              <ProblemList diagnostics={diagnostics} />
            </div>
          </PanelSection>
        )}
        <PanelSection label="Input">
          <span className="font-medium text-xs">Input</span>
          {fields.length === 0 && <p className="text-ink-soft text-xs">A run asks for nothing. An Input node adds fields.</p>}
          {fields.map((field) => (
            <div className="flex items-center gap-2 text-sm" key={field.key}>
              <Variable>{field.key}</Variable>
              <span>{field.type.replace("_", " ")}</span>
              <span className="flex-1" />
              {field.required && <span className="text-ink-soft">required</span>}
            </div>
          ))}
        </PanelSection>
        <StateSection />
        <BudgetSection />
        <FoldedSection summary={Object.keys(document.sampleInput).join(", ") || "none"} title="Sample input">
          <JsonText
            help="What Run offers when nothing was typed yet."
            label="Values by field"
            onChange={(value) => isJsonObject(value) && store.getState().dispatch({ type: "set_sample", values: value })}
            onDone={done}
            placeholder={'{ "topic": "…" }'}
            value={document.sampleInput}
          />
        </FoldedSection>
        <div className="flex flex-wrap gap-2 px-4 py-3">
          <LinkButton
            download
            href={`/api/workflows/${encodeURIComponent(workflowId)}/export`}
            icon={<Download aria-hidden className="size-3.5" />}
            prefetch={false}
            size="sm"
          >
            Export
          </LinkButton>
          <Button icon={<Keyboard aria-hidden className="size-3.5" />} onClick={() => act({ id: "help" })} size="sm" variant="ghost">
            Shortcuts
          </Button>
        </div>
      </div>
    </>
  );
}

type NameFieldProps = { readonly name: string; readonly onChange: (name: string) => void; readonly onDone: () => void };

/** A workflow always has a name: an empty field is not taken over. */
function NameField({ name, onChange, onDone }: NameFieldProps) {
  return (
    <Field label="Name">
      {(id) => (
        <Input
          defaultValue={name}
          id={id}
          key={name}
          maxLength={120}
          onBlur={(event) => {
            const next = event.target.value.trim();
            if (next === "") event.target.value = name;
            else onChange(next);
            onDone();
          }}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
        />
      )}
    </Field>
  );
}
