"use client";

/** Imports a workflow from a file or from pasted text, and reports all that is wrong with one it can't read. */
import { FileUp } from "lucide-react";
import { useRouter } from "next/navigation";
import { type FormEvent, useEffect, useEffectEvent, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { formatBytes } from "@/lib/projection/format";
import { limits } from "@/lib/shared/limits";
import { ImportReport } from "./import-report";
import { type ImportRefusal, importWorkflow } from "./import-workflow";

export type ImportDialogProps = {
  /** A file that was dropped on the page: read at once. */
  readonly file: File | null;
  readonly onClose: () => void;
};

export function ImportDialog({ file, onClose }: ImportDialogProps) {
  const router = useRouter();
  const formId = useId();
  const picker = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const [source, setSource] = useState("the pasted text");
  const [refusal, setRefusal] = useState<ImportRefusal | null>(null);
  const [isBusy, setIsBusy] = useState(false);

  async function importText(content: string, from: string): Promise<void> {
    setIsBusy(true);
    setSource(from);
    setRefusal(null);
    const imported = await importWorkflow(content);
    if (imported.ok) {
      router.push(`/workflows/${imported.value.workflowId}`);
      return;
    }
    setRefusal(imported.error);
    setIsBusy(false);
  }

  async function importFile(chosen: File): Promise<void> {
    if (chosen.size > limits.documentBytes.value) {
      setSource(chosen.name);
      setRefusal({ code: "too_large", message: tooLargeMessage(chosen), problems: [] });
      return;
    }
    const content = await chosen.text().catch(() => null);
    if (content === null) setRefusal({ code: "unreadable", message: `The browser can't read ${chosen.name}.`, problems: [] });
    else await importText(content, chosen.name);
  }

  const importDropped = useEffectEvent(importFile);
  useEffect(() => {
    if (file !== null) void importDropped(file);
  }, [file]);

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (text.trim() !== "") void importText(text, "the pasted text");
  }

  return (
    <Dialog
      description="A workflow that was exported as JSON. It becomes a new workflow; nothing of yours changes."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={text.trim() === ""} form={formId} isBusy={isBusy} type="submit" variant="primary">
            Import
          </Button>
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      title="Import a workflow"
    >
      <form className="flex flex-col gap-4" id={formId} onSubmit={submit}>
        <div className="flex flex-col items-center gap-2 rounded-card border border-line-strong border-dashed bg-paper px-4 py-6 text-center text-ink-soft">
          <FileUp aria-hidden className="size-5" />
          <p>Drop a file here, or choose one.</p>
          <Button disabled={isBusy} onClick={() => picker.current?.click()} size="sm">
            Choose a file
          </Button>
          <input
            accept=".json,application/json"
            aria-label="Workflow file"
            className="hidden"
            onChange={(event) => {
              const chosen = event.target.files?.[0];
              // Choosing the same file again after mending it must be heard.
              event.target.value = "";
              if (chosen !== undefined) void importFile(chosen);
            }}
            ref={picker}
            type="file"
          />
        </div>
        {refusal !== null && <ImportReport refusal={refusal} source={source} />}
        <Field label="Or paste its text">
          {(id) => (
            <Textarea
              className="max-h-60 min-h-28 font-mono text-xs"
              id={id}
              onChange={(event) => setText(event.target.value)}
              placeholder={'{ "format": "windrose.workflow", … }'}
              spellCheck={false}
              value={text}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function tooLargeMessage({ name, size }: File): string {
  return `${name} is ${formatBytes(size)}; at most ${formatBytes(limits.documentBytes.value)} can be imported.`;
}
