"use client";

/** Runs again from a step with an output put in by hand: a new run, in which the step itself is not done again. */
import { PencilLine, RotateCw } from "lucide-react";
import { type SyntheticEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { useStoredValue } from "@/lib/client/run-store/use-request";
import { useRunView } from "@/lib/client/run-store/use-run";
import type { StoredValue } from "@/lib/engine/events";
import type { JsonValue } from "@/lib/shared/json";
import { err, ok, type Result } from "@/lib/shared/result";
import { useRerun } from "./use-rerun";

export type EditOutputProps = { readonly path: string; readonly title: string; readonly output: StoredValue };

export function EditOutput({ path, title, output }: EditOutputProps) {
  const loaded = useStoredValue(output);
  const [isOpen, setOpen] = useState(false);
  const isPart = useRunView()?.batch != null;
  if (isPart || loaded.is !== "ready") return null;
  return (
    <>
      <Button
        className="mt-4"
        icon={<PencilLine aria-hidden className="size-3.5" />}
        onClick={() => setOpen(true)}
        size="sm"
        variant="secondary"
      >
        Run again with an edited output
      </Button>
      {isOpen && <EditDialog onClose={() => setOpen(false)} path={path} title={title} value={loaded.value} />}
    </>
  );
}

type EditDialogProps = { readonly path: string; readonly title: string; readonly value: JsonValue; readonly onClose: () => void };

/** A text stays a text; anything else is written as JSON. */
function EditDialog({ path, title, value, onClose }: EditDialogProps) {
  const formId = useId();
  const rerun = useRerun();
  const isText = typeof value === "string";
  const [typed, setTyped] = useState(isText ? value : JSON.stringify(value, null, 2));
  const [mistake, setMistake] = useState<string | null>(null);

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    const read = isText ? ok(typed) : readJson(typed);
    setMistake(read.ok ? null : read.error);
    if (read.ok) void rerun.start({ path, output: read.value });
  }

  return (
    <Dialog
      description="A new run takes over what was done, with this output in place of the step's own, and does again what depends on it. This run stays as it is."
      footer={
        <>
          <Button onClick={onClose} variant="secondary">
            Close
          </Button>
          <Button form={formId} icon={<RotateCw aria-hidden className="size-3.5" />} isBusy={rerun.isAsked} type="submit" variant="primary">
            Run again
          </Button>
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="lg"
      title={`Edit the output of ${title}`}
    >
      <form id={formId} noValidate onSubmit={submit}>
        <Field error={mistake ?? rerun.problem} label={isText ? "Output" : "Output (JSON)"}>
          {(id, { describedBy, isInvalid }) => (
            <Textarea
              aria-describedby={describedBy}
              aria-invalid={isInvalid}
              autoFocus
              className={isText ? "max-h-[50vh] min-h-40" : "max-h-[50vh] min-h-40 font-mono text-xs"}
              id={id}
              onChange={(event) => setTyped(event.target.value)}
              spellCheck={isText}
              value={typed}
            />
          )}
        </Field>
      </form>
    </Dialog>
  );
}

function readJson(text: string): Result<JsonValue, string> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return err('This is not JSON. Write for example "a text", 3 or {"key": "value"}.');
  }
}
