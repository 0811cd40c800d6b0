"use client";

/** The fields of a form as rows: key, label, type and what else its owner asks of each. */
import { Plus } from "lucide-react";
import { type ReactNode, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { Variable } from "@/components/ui/variable";
import { freshIdAmong, titleToNodeId } from "@/lib/document/node-ids";
import { nodeIdPattern } from "@/lib/document/schema";
import type { InputField } from "@/lib/nodes/contract";
import type { JsonValue } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "../fields/field-props";
import { TemplateText } from "../fields/template-field";
import { moved, RowControls } from "./row-controls";

const Type = z.enum(["text", "long_text", "number", "choice", "json", "file_text"]);
const Fields = z.array(
  z.object({
    key: z.string(),
    label: z.string().default(""),
    type: Type.default("text"),
    required: z.boolean().default(true),
    help: z.string().optional(),
    options: z.array(z.string()).optional(),
    value: z.string().optional(),
  }),
);
type Row = z.output<typeof Fields>[number];

export type FormRowsProps = FieldProps & {
  readonly types: readonly SelectOption<InputField["type"]>[];
  /** What a new field is, beside its key. */
  readonly fresh: Pick<Row, "type" | "value">;
  /** Said when there is no field. */
  readonly whenEmpty: string;
  /** What templates read a field's value by; null when they don't. */
  readonly variableOf: ((key: string) => string) | null;
};

/** Rows whose new fields begin with a `value` have a template for it. */
export function FormRows({ node, field, value, problems, types, fresh, whenEmpty, variableOf, onChange, onDone }: FormRowsProps) {
  const parsed = Fields.safeParse(value);
  const rows = parsed.success ? parsed.data : [];

  function change(next: readonly Row[]): void {
    onChange(next.map(toJson));
  }

  function add(): void {
    const key = freshIdAmong(new Set(rows.map((row) => row.key)), "field");
    change([...rows, { key, label: "", required: true, ...fresh }]);
    onDone();
  }

  return (
    <div className="flex flex-col gap-2">
      <span className="font-medium text-xs">{field.label}</span>
      <ol className="flex flex-col gap-2">
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a field is its place; its key is being typed
          <li className="flex flex-col gap-2 rounded-control border p-2" key={index}>
            <FieldRow
              onChange={(next) => change(rows.with(index, next))}
              onDone={onDone}
              problems={problems
                .filter((problem) => problem.field?.startsWith(`${field.key}.${index}.`) === true)
                .map((problem) => problem.message)}
              row={row}
              taken={rows.filter((other) => other !== row).map((other) => other.key)}
              types={types}
              valueOwner={fresh.value === undefined ? null : node.id}
              variable={variableOf?.(row.key) ?? null}
            >
              <RowControls
                count={rows.length}
                index={index}
                name={row.label || row.key}
                onMove={(to) => {
                  change(moved(rows, index, to));
                  onDone();
                }}
                onRemove={() => {
                  change(rows.toSpliced(index, 1));
                  onDone();
                }}
              />
            </FieldRow>
          </li>
        ))}
      </ol>
      {rows.length === 0 && <p className="text-ink-soft text-xs">{whenEmpty}</p>}
      {errorOf(problems, field.key) !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {errorOf(problems, field.key)}
        </p>
      )}
      <Button className="self-start" icon={<Plus aria-hidden className="size-3.5" />} onClick={add} size="sm">
        Add a field
      </Button>
    </div>
  );
}

type FieldRowProps = {
  readonly row: Row;
  readonly taken: readonly string[];
  readonly problems: readonly string[];
  readonly types: FormRowsProps["types"];
  readonly variable: string | null;
  /** The node whose variables the field's first value may name; null when fields begin empty. */
  readonly valueOwner: string | null;
  readonly onChange: (row: Row) => void;
  readonly onDone: () => void;
  readonly children: ReactNode;
};

function FieldRow({ row, taken, problems, types, variable, valueOwner, onChange, onDone, children }: FieldRowProps) {
  const [typedKey, setTypedKey] = useState<string | null>(null);
  const key = typedKey ?? row.key;

  function relabel(label: string): void {
    // The key follows the label until someone gives it one of its own.
    const isDerived = row.key === derivedKey(row.label, taken) || /^field(_\d+)?$/.test(row.key);
    onChange({ ...row, label, key: isDerived && label.trim() !== "" ? derivedKey(label, taken) : row.key });
  }

  function rekey(next: string): void {
    setTypedKey(next);
    if (nodeIdPattern.test(next)) onChange({ ...row, key: next });
  }

  return (
    <>
      <div className="flex items-center gap-1">
        <Input
          aria-label="Label"
          onBlur={onDone}
          onChange={(event) => relabel(event.target.value)}
          placeholder={row.key}
          value={row.label}
        />
        {children}
      </div>
      <div className="grid grid-cols-2 gap-2">
        <Field error={keyProblem(key)} label="Key">
          {(id, { isInvalid }) => (
            <Input
              aria-invalid={isInvalid}
              className="font-mono text-xs"
              id={id}
              onBlur={() => {
                setTypedKey(null);
                onDone();
              }}
              onChange={(event) => rekey(event.target.value)}
              value={key}
            />
          )}
        </Field>
        <Field label="Type">
          {(id) => <Select aria-label="Type" id={id} onChange={(type) => onChange({ ...row, type })} options={types} value={row.type} />}
        </Field>
      </div>
      {row.type === "choice" && (
        <Options onChange={(options) => onChange({ ...row, options })} onDone={onDone} options={row.options ?? []} />
      )}
      <Input
        aria-label="Help"
        onBlur={onDone}
        onChange={(event) => onChange({ ...row, help: event.target.value })}
        placeholder="What helps to fill it in"
        value={row.help ?? ""}
      />
      {valueOwner !== null && (
        <TemplateText
          isShort
          kind="template"
          label="Begins with"
          nodeId={valueOwner}
          onChange={(value) => onChange({ ...row, value })}
          onDone={onDone}
          placeholder="Nothing"
          value={row.value ?? ""}
        />
      )}
      <div className="flex items-center justify-between gap-2">
        {variable === null ? <span /> : <Variable>{variable}</Variable>}
        <span className="flex items-center gap-1.5 text-ink-soft text-xs">
          <Switch aria-label="Required" checked={row.required} onChange={(required) => onChange({ ...row, required })} />
          required
        </span>
      </div>
      {problems.map((problem) => (
        <p className="text-danger text-xs" key={problem} role="alert">
          {problem}
        </p>
      ))}
    </>
  );
}

type OptionsProps = { readonly options: readonly string[]; readonly onChange: (options: string[]) => void; readonly onDone: () => void };

/** Lines stay as typed, the empty one at the end too, until the field is left. */
function Options({ options, onChange, onDone }: OptionsProps) {
  const [typed, setTyped] = useState<string | null>(null);
  return (
    <Field help="One a line." label="Options">
      {(id) => (
        <Textarea
          className="min-h-16"
          id={id}
          onBlur={() => {
            setTyped(null);
            onDone();
          }}
          onChange={(event) => {
            setTyped(event.target.value);
            onChange(event.target.value.split("\n").filter((option) => option.trim() !== ""));
          }}
          value={typed ?? options.join("\n")}
        />
      )}
    </Field>
  );
}

function derivedKey(label: string, taken: readonly string[]): string {
  return freshIdAmong(new Set(taken), titleToNodeId(label));
}

function keyProblem(key: string): string | null {
  return nodeIdPattern.test(key) ? null : "Lower-case letters, digits and _, starting with a letter.";
}

function toJson({ help, options, value, ...row }: Row): JsonValue {
  return {
    ...row,
    ...(help === undefined || help === "" ? {} : { help }),
    ...(row.type === "choice" ? { options: options ?? [] } : {}),
    ...(value === undefined ? {} : { value }),
  };
}
