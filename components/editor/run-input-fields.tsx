"use client";

/** The fields of a run's input, each as its type asks for it. Values are texts until the run reads them. */
import { FileUp } from "lucide-react";
import { type ChangeEvent, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field, type FieldControl } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { InputField } from "@/lib/nodes/contract";
import { formatBytes } from "@/lib/projection/format";
import { limits } from "@/lib/shared/limits";

type Texts = { readonly [key: string]: string };

export type RunInputFieldsProps = {
  readonly fields: readonly InputField[];
  readonly values: Texts;
  readonly mistakes: Texts;
  readonly onChange: (key: string, value: string) => void;
};

export function RunInputFields({ fields, values, mistakes, onChange }: RunInputFieldsProps) {
  return fields.map((field, index) => (
    <Field error={mistakes[field.key]} help={field.help} isRequired={field.required} key={field.key} label={field.label || field.key}>
      {(id, control) => (
        <RunInputControl
          control={control}
          field={field}
          hasFocusFirst={index === 0}
          id={id}
          onChange={(value) => onChange(field.key, value)}
          value={values[field.key] ?? ""}
        />
      )}
    </Field>
  ));
}

type ControlProps = {
  readonly id: string;
  readonly control: FieldControl;
  readonly field: InputField;
  readonly value: string;
  readonly hasFocusFirst: boolean;
  readonly onChange: (value: string) => void;
};

function RunInputControl({ id, control, field, value, hasFocusFirst, onChange }: ControlProps) {
  const any = { id, "aria-describedby": control.describedBy, "aria-invalid": control.isInvalid, autoFocus: hasFocusFirst, value };
  const common = {
    ...any,
    "aria-required": field.required,
    "data-testid": `input-${field.key}`,
    onChange: (event: ChangeEvent<HTMLInputElement | HTMLTextAreaElement>) => onChange(event.target.value),
  };
  switch (field.type) {
    case "choice":
      return <Select {...any} onChange={onChange} options={(field.options ?? []).map((option) => ({ value: option, label: option }))} />;
    case "number":
      return <Input {...common} className="num" inputMode="decimal" />;
    case "long_text":
      return <Textarea {...common} className="min-h-28" />;
    case "json":
      return <Textarea {...common} className="min-h-28 font-mono text-xs" spellCheck={false} />;
    case "file_text":
      return <FileText {...common} onText={onChange} />;
    default:
      return <Input {...common} />;
  }
}

type FileTextProps = Parameters<typeof Textarea>[0] & { readonly onText: (text: string) => void };

/** The text of a file, which can also be typed. */
function FileText({ onText, ...rest }: FileTextProps) {
  const picker = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState<string | null>(null);

  async function take(event: ChangeEvent<HTMLInputElement>): Promise<void> {
    const [file] = event.target.files ?? [];
    event.target.value = "";
    if (file === undefined) return;
    if (file.size > limits.runInputBytes.value) {
      setNote(`${file.name} has ${formatBytes(file.size)}; at most ${formatBytes(limits.runInputBytes.value)} can be given to a run.`);
      return;
    }
    setNote(`${file.name}, ${formatBytes(file.size)}`);
    onText(await file.text());
  }

  return (
    <div className="flex flex-col gap-2">
      <Textarea {...rest} className="max-h-60 min-h-20" />
      <div className="flex items-center gap-2">
        <Button icon={<FileUp aria-hidden className="size-3.5" />} onClick={() => picker.current?.click()} size="sm">
          Choose a file
        </Button>
        <span className="truncate text-ink-soft text-xs" role="status">
          {note}
        </span>
        <input aria-label="File" className="sr-only" onChange={take} ref={picker} tabIndex={-1} type="file" />
      </div>
    </div>
  );
}
