"use client";

/** What another workflow is given: a text with variables for each field that it asks for. */
import { Trash2 } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useChosenWorkflow } from "@/lib/client/use-workflow-offer";
import type { InputField } from "@/lib/nodes/contract";
import { isJsonObject } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "../fields/field-props";
import { JsonField } from "../fields/json-field";
import { TemplateText } from "../fields/template-field";

/** While it is not known what the other workflow asks for, its fields are written as JSON. */
export function WorkflowInputsPart(props: FieldProps) {
  const { config, field } = props;
  const chosen = useChosenWorkflow(typeof config.workflowId === "string" ? config.workflowId : "");
  if (chosen.is === "loading" || chosen.is === "none") return null;
  if (chosen.is !== "ready") return <JsonField {...props} />;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-col gap-1.5">
        <span className="font-medium text-xs">{field.label}</span>
        <p className="text-ink-soft text-xs">
          {chosen.fields.length === 0
            ? "That workflow asks for nothing."
            : "Leave all of them empty to pass on an object that was received."}
        </p>
      </div>
      <Fields {...props} fields={chosen.fields} />
    </div>
  );
}

function Fields({ node, field, value, problems, fields, onChange, onDone }: FieldProps & { readonly fields: readonly InputField[] }) {
  const given = isJsonObject(value) ? value : {};
  const unknown = Object.keys(given).filter((key) => !fields.some((asked) => asked.key === key));

  function give(key: string, text: string): void {
    const { [key]: _before, ...others } = given;
    onChange(text === "" ? others : { ...others, [key]: text });
  }

  return (
    <>
      {fields.map(({ key, label, required }) => (
        <TemplateText
          error={errorOf(problems, `${field.key}.${key}`)}
          isShort
          key={key}
          kind="template"
          label={`${label || key}${required ? "" : " (optional)"}`}
          nodeId={node.id}
          onChange={(text) => give(key, text)}
          onDone={onDone}
          value={textOf(given[key])}
        />
      ))}
      {unknown.map((key) => (
        <div className="flex items-center gap-1 text-xs" key={key}>
          <p className="min-w-0 flex-1 text-running">
            <span className="font-mono">{key}</span> is given too, but that workflow does not ask for it.
          </p>
          <IconButton
            className="size-6"
            label={`Remove ${key}`}
            onClick={() => {
              give(key, "");
              onDone();
            }}
          >
            <Trash2 aria-hidden className="size-3.5" />
          </IconButton>
        </div>
      ))}
    </>
  );
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
