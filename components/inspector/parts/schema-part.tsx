"use client";

/** The shape of an agent's JSON answer: rows for the usual case, the schema itself for the rest. */
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Segments } from "@/components/ui/segments";
import { Select, type SelectOption } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { errorOf, type FieldProps } from "../fields/field-props";
import { JsonText } from "../fields/json-field";
import { fieldsOfSchema, type SchemaField, type SchemaFieldType, schemaOfFields } from "./json-schema-fields";

const types: readonly SelectOption<SchemaFieldType>[] = [
  { value: "string", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "string_list", label: "List of texts" },
  { value: "number_list", label: "List of numbers" },
];

export function SchemaPart({ field, value, problems, onChange, onDone }: FieldProps) {
  const rows = fieldsOfSchema(value);
  const [mode, setMode] = useState<"fields" | "json">(rows === null ? "json" : "fields");
  const shown = rows === null ? "json" : mode;
  const error = errorOf(problems, field.key);

  function change(next: readonly SchemaField[]): void {
    onChange(next.length === 0 ? null : schemaOfFields(next));
  }

  return (
    <div className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <span className="font-medium text-xs">{field.label}</span>
        <Segments
          label="Edit the schema as"
          onChange={setMode}
          options={[
            { value: "fields", label: "Fields", disabled: rows === null },
            { value: "json", label: "JSON" },
          ]}
          value={shown}
        />
      </div>
      {shown === "json" || rows === null ? (
        <JsonText
          error={error}
          help={rows === null ? "This schema says more than fields can show." : field.help}
          label="Schema"
          onChange={(next) => onChange(next ?? null)}
          onDone={onDone}
          placeholder={'{ "type": "object", "properties": { … } }'}
          value={value}
        />
      ) : (
        <>
          <ul className="flex flex-col gap-2">
            {rows.map((row, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place; its key is being typed
              <li className="rounded-control border p-2" key={index}>
                <Row
                  onChange={(next) => change(rows.with(index, next))}
                  onDone={onDone}
                  onRemove={() => change(rows.toSpliced(index, 1))}
                  row={row}
                  taken={rows.filter((other) => other !== row).map((other) => other.key)}
                />
              </li>
            ))}
          </ul>
          {error !== undefined && (
            <p className="text-danger text-xs" role="alert">
              {error}
            </p>
          )}
          <Button
            className="self-start"
            icon={<Plus aria-hidden className="size-3.5" />}
            onClick={() => change([...rows, { key: freshKey(rows), type: "string", description: "", isRequired: true }])}
            size="sm"
          >
            Add a field
          </Button>
        </>
      )}
    </div>
  );
}

type RowProps = {
  readonly row: SchemaField;
  readonly taken: readonly string[];
  readonly onChange: (row: SchemaField) => void;
  readonly onRemove: () => void;
  readonly onDone: () => void;
};

function Row({ row, taken, onChange, onRemove, onDone }: RowProps) {
  const [typed, setTyped] = useState<string | null>(null);
  const key = typed ?? row.key;
  const isTaken = key !== row.key && taken.includes(key);

  function rename(next: string): void {
    setTyped(next);
    if (next !== "" && !taken.includes(next)) onChange({ ...row, key: next });
  }

  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex gap-1.5">
        <Input
          aria-invalid={isTaken || key === ""}
          aria-label="Key"
          className="flex-1 font-mono text-xs"
          onBlur={() => {
            setTyped(null);
            onDone();
          }}
          onChange={(event) => rename(event.target.value)}
          value={key}
        />
        <Select
          aria-label={`Type of ${row.key}`}
          className="w-32"
          onChange={(type) => onChange({ ...row, type })}
          options={types}
          value={row.type}
        />
        <IconButton label={`Remove ${row.key}`} onClick={onRemove} size="md">
          <Trash2 aria-hidden />
        </IconButton>
      </div>
      <div className="flex items-center gap-2">
        <Input
          aria-label={`What ${row.key} means`}
          className="flex-1"
          onBlur={onDone}
          onChange={(event) => onChange({ ...row, description: event.target.value })}
          placeholder="What it means"
          value={row.description}
        />
        <span className="flex items-center gap-1.5 text-ink-soft text-xs">
          <Switch
            aria-label={`${row.key} is required`}
            checked={row.isRequired}
            onChange={(isRequired) => onChange({ ...row, isRequired })}
          />
          required
        </span>
      </div>
    </div>
  );
}

function freshKey(rows: readonly SchemaField[]): string {
  let count = rows.length + 1;
  while (rows.some((row) => row.key === `field_${count}`)) count += 1;
  return `field_${count}`;
}
