"use client";

/** Which declared state variables a State node changes, and to what. */
import { Plus } from "lucide-react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Segments } from "@/components/ui/segments";
import { Select } from "@/components/ui/select";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import type { StateVariable } from "@/lib/document/schema";
import type { JsonValue } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "../fields/field-props";
import { TemplateText } from "../fields/template-field";
import { moved, RowControls } from "./row-controls";

const Changes = z.array(
  z.object({
    variable: z.string().default(""),
    mode: z.enum(["template", "expression"]).default("template"),
    value: z.string().default(""),
  }),
);
type Change = z.output<typeof Changes>[number];

const modes = [
  { value: "template", label: "Text" },
  { value: "expression", label: "Expression" },
] as const;

export function StateChangesPart({ node, field, value, problems, onChange, onDone }: FieldProps) {
  const variables = useEditor((state) => state.document.state);
  const parsed = Changes.safeParse(value);
  const changes = parsed.success ? parsed.data : [];
  const error = errorOf(problems, field.key);

  function change(next: readonly Change[]): void {
    onChange(next.map((row): JsonValue => ({ ...row })));
  }

  function changeAtOnce(next: readonly Change[]): void {
    change(next);
    onDone();
  }

  function add(): void {
    const unused = variables.find(({ name }) => !changes.some((row) => row.variable === name));
    changeAtOnce([...changes, { variable: unused?.name ?? "", mode: "template", value: "{{ received }}" }]);
  }

  return (
    <div className="flex flex-col gap-2">
      <span className="font-medium text-xs">{field.label}</span>
      {variables.length === 0 && (
        <p className="text-ink-soft text-xs">
          This workflow declares no state variable yet. Click the empty canvas and add one under State in the workflow's panel.
        </p>
      )}
      <ol className="flex flex-col gap-2">
        {changes.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a change has no identity but its place
          <li className="flex flex-col gap-2 rounded-control border p-2" key={index}>
            <div className="flex items-end gap-1">
              <VariableSelect
                error={errorOf(problems, `${field.key}.${index}.variable`)}
                onChange={(variable) => changeAtOnce(changes.with(index, { ...row, variable }))}
                value={row.variable}
                variables={variables}
              />
              <span className="flex h-8 items-center">
                <RowControls
                  count={changes.length}
                  index={index}
                  name={row.variable || `change ${index + 1}`}
                  onMove={(to) => changeAtOnce(moved(changes, index, to))}
                  onRemove={() => changeAtOnce(changes.toSpliced(index, 1))}
                />
              </span>
            </div>
            <Segments
              label="Written as"
              onChange={(mode) => changeAtOnce(changes.with(index, { ...row, mode }))}
              options={modes}
              value={row.mode}
            />
            <TemplateText
              error={errorOf(problems, `${field.key}.${index}.value`)}
              isShort
              key={row.mode}
              kind={row.mode}
              label={row.variable === "" ? "New value" : `New value of ${row.variable}`}
              nodeId={node.id}
              onChange={(text) => change(changes.with(index, { ...row, value: text }))}
              onDone={onDone}
              placeholder={row.mode === "template" ? "{{ received }}" : "state.count + 1"}
              value={row.value}
            />
          </li>
        ))}
      </ol>
      {error !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
      {field.help !== undefined && <p className="text-ink-soft text-xs">{field.help}</p>}
      <Button className="self-start" icon={<Plus aria-hidden className="size-3.5" />} onClick={add} size="sm">
        Add a change
      </Button>
    </div>
  );
}

type VariableSelectProps = {
  readonly value: string;
  readonly variables: readonly StateVariable[];
  readonly error: string | undefined;
  readonly onChange: (variable: string) => void;
};

/** A name that is no longer declared stays visible until another is chosen. */
function VariableSelect({ value, variables, error, onChange }: VariableSelectProps) {
  return (
    <Field className="flex-1" error={error} label="Variable">
      {(id, { describedBy, isInvalid }) => (
        <Select
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          disabled={variables.length === 0}
          id={id}
          onChange={onChange}
          options={variables.map(({ name, type }) => ({ value: name, label: name, help: type }))}
          placeholder="Choose a variable"
          value={value}
        />
      )}
    </Field>
  );
}
