"use client";

/** Asks for a run's input: the fields the Input card declares, with what was typed last or the sample. */
import { Play } from "lucide-react";
import { type SyntheticEvent, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Switch } from "@/components/ui/switch";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { inputFieldsOf } from "@/lib/client/node-facts";
import { keepTyped, lastTyped } from "@/lib/client/run-input-memory";
import { shortcutFor, shortcutText } from "@/lib/client/shortcuts";
import { useIsMac } from "@/lib/client/use-is-mac";
import { validateDocument } from "@/lib/compile/validate";
import { isPinned } from "@/lib/document/without-pins";
import type { InputField } from "@/lib/nodes/contract";
import { readRunInput } from "@/lib/nodes/input/input-values";
import type { JsonValue } from "@/lib/shared/json";
import { ProblemList } from "./problem-list";
import { useRunControl } from "./run-control";
import { RunInputFields } from "./run-input-fields";

export function RunDialog() {
  const store = useEditorStore();
  const isOpen = useEditor((state) => state.dialog === "run");
  if (!isOpen) return null;
  const close = () => store.getState().closeDialog();
  return <OpenRunDialog onClose={close} />;
}

function OpenRunDialog({ onClose }: { readonly onClose: () => void }) {
  const store = useEditorStore();
  const isMac = useIsMac();
  const formId = useId();
  const run = useRunControl();
  const workflowId = useEditor((state) => state.workflowId);
  const document = useEditor((state) => state.document);
  const fields = inputFieldsOf(document);
  // Asked anew rather than awaited: validation on the canvas lags a moment behind typing.
  const errors = validateDocument(document).filter((diagnostic) => diagnostic.severity === "error");
  const [values, setValues] = useState(() => firstValues(fields, lastTyped(workflowId), document.sampleInput));
  const [mistakes, setMistakes] = useState<{ readonly [key: string]: string }>({});
  const pins = document.nodes.filter(isPinned).length;
  const [takesPins, setTakesPins] = useState(true);
  const sentences = { ...run.problem?.fields, ...mistakes };
  const isBusy = run.phase !== "idle";

  function submit(event: SyntheticEvent): void {
    event.preventDefault();
    if (errors.length > 0 || isBusy) return;
    const input = readRunInput(fields, values);
    if (!input.ok) {
      setMistakes(input.error.fields);
      focusFirstMistake(formId);
      return;
    }
    setMistakes({});
    keepTyped(workflowId, values);
    void run.start(input.value, !takesPins);
  }

  return (
    <Dialog
      description={errors.length > 0 ? "These are in the way of a run." : undefined}
      footer={
        <>
          <Button onClick={onClose} variant="secondary">
            Close
          </Button>
          {errors.length === 0 && (
            <Button
              data-testid="start-run"
              form={formId}
              icon={<Play aria-hidden className="size-3.5 fill-current" />}
              isBusy={isBusy}
              kbd={shortcutText("run", isMac)}
              type="submit"
              variant="primary"
            >
              {run.phase === "saving" ? "Saving" : "Run"}
            </Button>
          )}
        </>
      }
      onKeyDown={(event) => {
        if (shortcutFor(event, "text") === "run") submit(event);
      }}
      onOpenChange={(open) => !open && onClose()}
      open
      title={errors.length > 0 ? "Not ready to run" : `Run ${document.name}`}
    >
      {errors.length > 0 ? (
        <ProblemList diagnostics={errors} onReveal={onClose} />
      ) : (
        <form className="flex flex-col gap-4" id={formId} noValidate onSubmit={submit}>
          {run.problem !== null && (
            <p className="rounded-control border border-danger/40 bg-danger-tint px-3 py-2 text-danger text-sm" role="alert">
              {run.problem.message}
            </p>
          )}
          {fields.length === 0 && <p className="text-ink-soft text-sm">This workflow asks for nothing.</p>}
          <RunInputFields
            fields={fields}
            mistakes={sentences}
            onChange={(key, value) => {
              setValues((before) => ({ ...before, [key]: value }));
              setMistakes(({ [key]: _mended, ...rest }) => rest);
              if (run.problem !== null) run.forgetProblem();
              store.getState().announce("");
            }}
            values={values}
          />
          {pins > 0 && (
            <div className="flex items-center gap-2.5 border-t pt-3 text-sm">
              <Switch aria-labelledby={`${formId}-pins`} checked={takesPins} onChange={setTakesPins} />
              <span id={`${formId}-pins`}>
                Take the pinned {pins === 1 ? "output of one node" : `outputs of ${pins} nodes`} instead of asking anybody
              </span>
            </div>
          )}
        </form>
      )}
    </Dialog>
  );
}

type Texts = { readonly [key: string]: string };

/** What was typed last, else the sample, else nothing. */
function firstValues(fields: readonly InputField[], typed: Texts | null, sample: { readonly [key: string]: JsonValue }): Texts {
  return Object.fromEntries(fields.map((field) => [field.key, typed?.[field.key] ?? textOf(sample[field.key])]));
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function focusFirstMistake(formId: string): void {
  requestAnimationFrame(() => {
    const field = document.getElementById(formId)?.querySelector("[aria-invalid=true]");
    if (field instanceof HTMLElement) field.focus();
  });
}
