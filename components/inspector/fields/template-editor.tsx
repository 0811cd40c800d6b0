"use client";

/** CodeMirror for templates, expressions and code: variables as chips, completion, mistakes underlined. Loaded on demand. */
import { closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { Compartment, EditorState } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, placeholder as placeholderOf } from "@codemirror/view";
import { type RefObject, useEffect, useRef } from "react";
import type { TemplateVariable } from "@/lib/client/template-variables";
import { templateCompletion } from "./template-completion";
import { codeMarks, expressionMarks, templateMarks } from "./template-marks";
import { codeTheme, type EditorSize, templateTheme } from "./template-theme";

export type TemplateEditorHandle = { readonly insert: (text: string) => void; readonly focus: () => void };

/** What is written: a text with variables, one expression, or a few lines of JavaScript. */
export type EditedKind = "template" | "expression" | "code";

export type TemplateEditorProps = {
  readonly label: string;
  readonly kind: EditedKind;
  readonly value: string;
  readonly variables: readonly TemplateVariable[];
  readonly placeholder: string;
  readonly size: EditorSize;
  readonly onChange: (value: string) => void;
  readonly onBlur: () => void;
  readonly handle: RefObject<TemplateEditorHandle | null>;
};

export function TemplateEditor(props: TemplateEditorProps) {
  const { label, kind, value, variables, placeholder, size, handle } = props;
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  const latest = useRef(props);
  latest.current = props;

  // The editor is made once; what changes later is told to it below.
  // biome-ignore lint/correctness/useExhaustiveDependencies: see above
  useEffect(() => {
    if (host.current === null) return;
    const made = new EditorView({
      parent: host.current,
      state: EditorState.create({
        doc: value,
        extensions: [
          history(),
          closeBrackets(),
          EditorView.lineWrapping,
          EditorView.contentAttributes.of({
            "aria-label": label,
            "aria-multiline": "true",
            spellcheck: kind === "template" ? "true" : "false",
          }),
          placeholders.of(placeholderOf(placeholder)),
          templateCompletion(kind, () => latest.current.variables),
          marks[kind],
          // The first theme wins where both say something.
          ...(kind === "code" ? [lineNumbers(), codeTheme] : []),
          templateTheme(size),
          keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...ownKeymap]),
          EditorView.updateListener.of((update) => {
            if (update.docChanged) latest.current.onChange(update.state.doc.toString());
            if (update.focusChanged && !update.view.hasFocus) latest.current.onBlur();
          }),
        ],
      }),
    });
    view.current = made;
    handle.current = { insert: (text) => insert(made, text), focus: () => made.focus() };
    return () => {
      made.destroy();
      view.current = null;
    };
  }, []);

  // Undo, and edits from elsewhere, change the value from outside.
  useEffect(() => {
    const current = view.current;
    if (current === null || current.state.doc.toString() === value) return;
    current.dispatch({ changes: { from: 0, to: current.state.doc.length, insert: value } });
  }, [value]);

  useEffect(() => {
    view.current?.dispatch({ effects: placeholders.reconfigure(placeholderOf(placeholder)) });
  }, [placeholder]);

  return <div data-variables={variables.length} ref={host} />;
}

const placeholders = new Compartment();
const marks = { template: templateMarks, expression: expressionMarks, code: codeMarks } as const;

/** Without the key that runs the workflow. */
const ownKeymap = defaultKeymap.filter((binding) => binding.key !== "Mod-Enter");

function insert(view: EditorView, text: string): void {
  const { from, to } = view.state.selection.main;
  view.dispatch({ changes: { from, to, insert: text }, selection: { anchor: from + text.length } });
  // The menu gives the focus back to its button first.
  setTimeout(() => view.focus());
}
