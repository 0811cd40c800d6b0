"use client";

/** Sets the price of one model. An empty amount means that the price is not known. */
import { useRouter } from "next/navigation";
import { type FormEvent, useId, useState, useTransition } from "react";
import { savePriceAction } from "@/app/actions/settings";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { NumberInput } from "@/components/ui/number-input";
import type { ModelPrice } from "@/lib/projection/summaries";

export type PriceDialogProps = {
  /** Null adds a model. */
  readonly price: ModelPrice | null;
  readonly today: string;
  readonly onClose: () => void;
};

export function PriceDialog({ price, today, onClose }: PriceDialogProps) {
  const router = useRouter();
  const formId = useId();
  const [model, setModel] = useState(price?.model ?? "");
  const [input, setInput] = useState(price?.input ?? null);
  const [output, setOutput] = useState(price?.output ?? null);
  const [asOf, setAsOf] = useState(today);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, startWork] = useTransition();

  function submit(event: FormEvent): void {
    event.preventDefault();
    startWork(async () => {
      const saved = await savePriceAction({ model: model.trim(), input, output, asOf });
      if (!saved.ok) {
        setProblem(saved.error.message);
        return;
      }
      router.refresh();
      onClose();
    });
  }

  return (
    <Dialog
      description="US dollars per million tokens. Leave an amount empty when you don't know it."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button disabled={model.trim() === "" || asOf === ""} form={formId} isBusy={isBusy} type="submit" variant="primary">
            Save price
          </Button>
        </>
      }
      onOpenChange={(open) => !open && onClose()}
      open
      size="sm"
      title={price === null ? "Add a model" : `Price of ${price.model}`}
    >
      <form className="flex flex-col gap-4" id={formId} onSubmit={submit}>
        {price === null && (
          <Field help="Exactly as it stands in the agent's panel." label="Model">
            {(id, { describedBy }) => (
              <Input
                aria-describedby={describedBy}
                className="font-mono text-xs"
                id={id}
                maxLength={200}
                onChange={(event) => setModel(event.target.value)}
                value={model}
              />
            )}
          </Field>
        )}
        <div className="grid grid-cols-2 gap-3">
          <Field label="Input">
            {(id) => <NumberInput id={id} min={0} onChange={setInput} placeholder="unknown" step={0.1} unit="$ / M" value={input} />}
          </Field>
          <Field label="Output">
            {(id) => <NumberInput id={id} min={0} onChange={setOutput} placeholder="unknown" step={0.1} unit="$ / M" value={output} />}
          </Field>
        </div>
        <Field help="The day you read this price." label="As of">
          {(id, { describedBy }) => (
            <Input aria-describedby={describedBy} id={id} onChange={(event) => setAsOf(event.target.value)} type="date" value={asOf} />
          )}
        </Field>
        {problem !== null && (
          <p className="text-danger" role="alert">
            {problem}
          </p>
        )}
      </form>
    </Dialog>
  );
}
