"use client";

/** Stands in when the template editor could not be loaded, e.g. while offline: the text can be edited all the same. */
import { type RefObject, useEffect, useRef } from "react";
import type { TemplateEditorHandle, TemplateEditorProps } from "./template-editor";

export function PlainTemplateEditor({ label, value, placeholder, size, onChange, onBlur, handle }: TemplateEditorProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  useHandle(handle, box, onChange);
  return (
    <textarea
      aria-label={label}
      className="field-sizing-content block max-h-70 min-h-18 w-full resize-none bg-transparent px-3 py-2.5 text-sm outline-none data-[size=dialog]:min-h-[40vh] data-[size=line]:min-h-9"
      data-size={size}
      onBlur={onBlur}
      onChange={(event) => onChange(event.target.value)}
      placeholder={placeholder}
      ref={box}
      value={value}
    />
  );
}

function useHandle(
  handle: RefObject<TemplateEditorHandle | null>,
  box: RefObject<HTMLTextAreaElement | null>,
  onChange: (value: string) => void,
): void {
  useEffect(() => {
    handle.current = {
      focus: () => box.current?.focus(),
      insert: (text) => {
        const { value, selectionStart, selectionEnd } = box.current ?? { value: "", selectionStart: 0, selectionEnd: 0 };
        onChange(value.slice(0, selectionStart) + text + value.slice(selectionEnd));
        setTimeout(() => box.current?.focus());
      },
    };
  }, [handle, box, onChange]);
}
