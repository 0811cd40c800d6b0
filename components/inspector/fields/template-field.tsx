"use client";

/** Text with variables, one expression, or code: the editor loads when a panel first needs it. */
import { Braces, Maximize } from "lucide-react";
import dynamic from "next/dynamic";
import { type ComponentType, type ReactNode, useId, useMemo, useRef, useState } from "react";
import { cx } from "@/components/ui/class-names";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Menu, MenuContent, MenuItem, MenuLabel, MenuTrigger } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { estimateTokens, type TemplateVariable, variablesFor } from "@/lib/client/template-variables";
import { checkExpression, checkTemplate } from "@/lib/expression/check";
import { formatTokens } from "@/lib/projection/format";
import { errorOf, type FieldProps } from "./field-props";
import { PlainTemplateEditor } from "./plain-template-editor";
import type { EditedKind, TemplateEditorHandle, TemplateEditorProps } from "./template-editor";

/** Fetches the editor before a panel needs it; where that fails, a plain text field takes its place. */
export function loadTemplateEditor(): Promise<ComponentType<TemplateEditorProps>> {
  return import("./template-editor").then(
    (module) => module.TemplateEditor,
    () => PlainTemplateEditor,
  );
}

const TemplateEditor = dynamic(loadTemplateEditor, {
  ssr: false,
  loading: () => <Skeleton className="m-3 h-12" />,
});

export function TemplateField(props: FieldProps) {
  const { field, value } = props;
  const text = typeof value === "string" ? value : "";
  return (
    <TemplateText
      {...props}
      error={errorOf(props.problems, field.key)}
      fieldKey={field.key}
      help={field.help}
      kind={field.control === "expression" ? "expression" : "template"}
      label={field.label}
      nodeId={props.node.id}
      placeholder={field.placeholder}
      value={text}
    />
  );
}

export type TemplateTextProps = {
  readonly nodeId: string;
  /** The field of the config that the text is, when it is a whole one. */
  readonly fieldKey?: string | undefined;
  readonly label: string;
  readonly kind: EditedKind;
  /** A line that grows instead of a box, for one of many. */
  readonly isShort?: boolean | undefined;
  readonly value: string;
  readonly help?: string | undefined;
  readonly error?: string | undefined;
  readonly placeholder?: string | undefined;
  readonly onChange: (value: string) => void;
  readonly onDone: () => void;
};

export function TemplateText(props: TemplateTextProps) {
  const { label, help, error, value, kind } = props;
  const [isLarge, setLarge] = useState(false);
  const id = useId();
  const mistake = useMemo(() => mistakeIn(value, kind), [value, kind]);
  const sentence = mistake ?? error;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex h-4 items-center justify-between text-xs">
        <span className="font-medium" id={id}>
          {label}
        </span>
        <IconButton className="-mr-1.5 size-6" label={`Expand ${label}`} onClick={() => setLarge(true)}>
          <Maximize aria-hidden className="size-3.5" />
        </IconButton>
      </div>
      <TemplateBox {...props} isInvalid={sentence !== undefined} labelledBy={id} />
      {sentence !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {sentence}
        </p>
      )}
      {help !== undefined && <p className="text-ink-soft text-xs">{help}</p>}
      <Dialog onOpenChange={setLarge} open={isLarge} size="lg" title={label}>
        <TemplateBox {...props} isInvalid={sentence !== undefined} isLarge labelledBy={id} />
        {sentence !== undefined && <p className="mt-2 text-danger text-xs">{sentence}</p>}
      </Dialog>
    </div>
  );
}

type TemplateBoxProps = TemplateTextProps & { readonly labelledBy: string; readonly isInvalid: boolean; readonly isLarge?: boolean };

function TemplateBox({
  nodeId,
  fieldKey,
  label,
  kind,
  value,
  placeholder,
  onChange,
  onDone,
  isInvalid,
  isShort = false,
  isLarge = false,
}: TemplateBoxProps) {
  const document = useEditor((state) => state.document);
  const variables = useMemo(() => variablesFor(document, nodeId, fieldKey), [document, nodeId, fieldKey]);
  const editor = useRef<TemplateEditorHandle | null>(null);
  const isLine = isShort && !isLarge;
  const menu = (
    <VariableMenu onPick={(path) => editor.current?.insert(kind === "template" ? `{{ ${path} }}` : path)} variables={variables} />
  );
  return (
    <div
      className={cx(
        "overflow-hidden rounded-control border bg-surface hover:border-line-strong focus-within:border-accent focus-within:outline-1 focus-within:outline-accent",
        isInvalid && "border-danger",
        isLine && "flex items-start",
      )}
    >
      <div className="min-w-0 flex-1">
        <TemplateEditor
          handle={editor}
          kind={kind}
          label={label}
          onBlur={onDone}
          onChange={onChange}
          placeholder={placeholder ?? ""}
          size={isLarge ? "dialog" : isLine ? "line" : "box"}
          value={value}
          variables={variables}
        />
      </div>
      {isLine ? <div className="flex-none p-1">{menu}</div> : <BoxFoot kind={kind} menu={menu} value={value} />}
    </div>
  );
}

type BoxFootProps = { readonly kind: EditedKind; readonly value: string; readonly menu: ReactNode };

/** Code is sent to nobody: its tokens don't count. */
function BoxFoot({ kind, value, menu }: BoxFootProps) {
  return (
    <div className="flex h-7 items-center gap-1 border-t pr-1 pl-3 text-ink-soft text-xs">
      {kind !== "code" && (
        <span className="num" title="About four characters a token">
          {formatTokens(estimateTokens(value))} tok
        </span>
      )}
      <span className="flex-1" />
      {menu}
    </div>
  );
}

function VariableMenu({ variables, onPick }: { readonly variables: readonly TemplateVariable[]; readonly onPick: (path: string) => void }) {
  const groups = [...new Set(variables.map((variable) => variable.group))];
  return (
    <Menu>
      <MenuTrigger>
        <IconButton className="size-6" label="Insert a variable">
          <Braces aria-hidden className="size-3.5" />
        </IconButton>
      </MenuTrigger>
      <MenuContent className="max-w-80">
        {groups.map((group) => (
          <div key={group}>
            <MenuLabel>{group}</MenuLabel>
            {variables
              .filter((variable) => variable.group === group)
              .map(({ path, label }) => (
                <MenuItem key={path} onSelect={() => onPick(path)}>
                  <span className="font-mono text-xs">{path}</span> <span className="text-ink-soft text-xs">{label}</span>
                </MenuItem>
              ))}
          </div>
        ))}
      </MenuContent>
    </Menu>
  );
}

/** Code is read where it runs. */
function mistakeIn(text: string, kind: EditedKind): string | undefined {
  if (text.trim() === "" || kind === "code") return undefined;
  return (kind === "template" ? checkTemplate(text) : checkExpression(text)).error?.message;
}
