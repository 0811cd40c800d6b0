"use client";

/** The headers of a request: a name and a text with variables each. */
import { Plus, Trash2 } from "lucide-react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { JsonValue } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "../fields/field-props";
import { TemplateText } from "../fields/template-field";

const Headers = z.array(z.object({ name: z.string().default(""), value: z.string().default("") }));
type Header = z.output<typeof Headers>[number];

/** Their order means nothing, so they can't be moved. */
export function HeadersPart({ node, field, value, problems, onChange, onDone }: FieldProps) {
  const parsed = Headers.safeParse(value);
  const headers = parsed.success ? parsed.data : [];
  const error = errorOf(problems, field.key);

  function change(next: readonly Header[]): void {
    onChange(next.map((header): JsonValue => ({ ...header })));
  }

  function changeAtOnce(next: readonly Header[]): void {
    change(next);
    onDone();
  }

  return (
    <div className="flex flex-col gap-2">
      <span className="font-medium text-xs">{field.label}</span>
      <ol className="flex flex-col gap-2">
        {headers.map((header, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a header has no identity but its place
          <li className="flex flex-col gap-2 rounded-control border p-2" key={index}>
            <HeaderName
              error={errorOf(problems, `${field.key}.${index}.name`)}
              index={index}
              name={header.name}
              onChange={(name) => change(headers.with(index, { ...header, name }))}
              onDone={onDone}
              onRemove={() => changeAtOnce(headers.toSpliced(index, 1))}
            />
            <TemplateText
              error={errorOf(problems, `${field.key}.${index}.value`)}
              isShort
              kind="template"
              label={header.name === "" ? "Value" : `Value of ${header.name}`}
              nodeId={node.id}
              onChange={(text) => change(headers.with(index, { ...header, value: text }))}
              onDone={onDone}
              value={header.value}
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
      <Button
        className="self-start"
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={() => changeAtOnce([...headers, { name: "", value: "" }])}
        size="sm"
      >
        Add a header
      </Button>
    </div>
  );
}

type HeaderNameProps = {
  readonly name: string;
  readonly index: number;
  readonly error: string | undefined;
  readonly onChange: (name: string) => void;
  readonly onDone: () => void;
  readonly onRemove: () => void;
};

function HeaderName({ name, index, error, onChange, onDone, onRemove }: HeaderNameProps) {
  return (
    <div className="flex flex-col gap-1">
      <div className="flex items-center gap-1">
        <Input
          aria-invalid={error !== undefined}
          aria-label={`Name of header ${index + 1}`}
          className="font-mono text-xs"
          maxLength={200}
          onBlur={onDone}
          onChange={(event) => onChange(event.target.value)}
          placeholder="Accept-Language"
          spellCheck={false}
          value={name}
        />
        <IconButton className="size-6" label={`Remove ${name || `header ${index + 1}`}`} onClick={onRemove}>
          <Trash2 aria-hidden className="size-3.5" />
        </IconButton>
      </div>
      {error !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}
