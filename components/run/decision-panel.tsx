"use client";

/** A step that waits for a person: what is asked, what may be edited, and the two answers. */
import { Check, Hourglass, X } from "lucide-react";
import { useState } from "react";
import { RunInputFields } from "@/components/editor/run-input-fields";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Markdown } from "@/components/ui/markdown";
import { Textarea } from "@/components/ui/textarea";
import { decide } from "@/lib/client/run-store/run-requests";
import { useSecondsUntil } from "@/lib/client/use-now";
import { type Ask, AskSchema } from "@/lib/nodes/ask";
import { formatDuration } from "@/lib/projection/format";
import type { WaitingView } from "@/lib/projection/run-view";
import { visibleText } from "@/lib/shared/visible-text";
import { useShownRun } from "./shown-run";

type Texts = { readonly [key: string]: string };

/** Nothing for a step that waits for something else than a person. */
export function DecisionPanel({ waiting }: { readonly waiting: WaitingView }) {
  if (waiting.until.for !== "decision") return null;
  const ask = AskSchema.safeParse(waiting.until.ask);
  return ask.success ? <DecisionForm ask={ask.data} at={waiting.until.at} key={waiting.seq} seq={waiting.seq} /> : null;
}

function DecisionForm({ ask, at, seq }: { readonly ask: Ask; readonly at: number | null; readonly seq: number }) {
  const { runId } = useShownRun();
  const [values, setValues] = useState<Texts>(() => textsOf(ask));
  const [comment, setComment] = useState("");
  const [asking, setAsking] = useState<"approve" | "reject" | null>(null);
  const [refusal, setRefusal] = useState<{ readonly message: string; readonly fields: Texts } | null>(
    ask.problem === undefined ? null : { message: ask.problem, fields: {} },
  );

  async function answer(approve: boolean): Promise<void> {
    setAsking(approve ? "approve" : "reject");
    const answered = await decide(runId, { seq, approve, comment, values: valuesOf(ask, values) });
    if (answered.ok) return;
    setAsking(null);
    setRefusal({ message: answered.error.message, fields: answered.error.fields ?? {} });
  }

  return (
    <section
      aria-label="Decision"
      className="mb-4 flex flex-col gap-3.5 rounded-card border border-waiting/45 p-3.5"
      data-testid="decision"
    >
      <div>
        <h3 className="flex items-center gap-2 font-semibold text-base">
          <Hourglass aria-hidden className="size-4 text-waiting" />
          {visibleText(ask.title) || "A decision is needed"}
        </h3>
        {at !== null && <Deadline at={at} />}
      </div>
      {ask.body.trim() !== "" && <Markdown text={visibleText(ask.body)} />}
      <RunInputFields
        fields={ask.fields.map((field) => ({ ...field, help: field.help ?? "" }))}
        mistakes={refusal?.fields ?? {}}
        onChange={(key, value) => setValues((before) => ({ ...before, [key]: value }))}
        values={values}
      />
      <Field label="Comment">{(id) => <Textarea id={id} onChange={(event) => setComment(event.target.value)} value={comment} />}</Field>
      {refusal !== null && (
        <p className="text-danger text-sm" role="alert">
          {refusal.message}
        </p>
      )}
      <div className="flex gap-2">
        <Button
          disabled={asking !== null}
          icon={<Check aria-hidden />}
          isBusy={asking === "approve"}
          onClick={() => void answer(true)}
          variant="primary"
        >
          Approve
        </Button>
        <Button
          disabled={asking !== null}
          icon={<X aria-hidden />}
          isBusy={asking === "reject"}
          onClick={() => void answer(false)}
          variant="secondary"
        >
          Reject
        </Button>
      </div>
    </section>
  );
}

function Deadline({ at }: { readonly at: number }) {
  const seconds = useSecondsUntil(at);
  return (
    <p className="mt-1 text-ink-soft text-xs">
      {seconds === null || seconds > 0 ? `Goes on by itself in ${formatDuration((seconds ?? 0) * 1_000)}` : "Its time is up"}
    </p>
  );
}

/** Fields hold texts until the server reads them; JSON is shown as JSON. */
function textsOf({ fields, values }: Ask): Texts {
  return Object.fromEntries(
    fields.map(({ key }) => {
      const value = values[key] ?? "";
      return [key, typeof value === "string" ? value : JSON.stringify(value, null, 2)];
    }),
  );
}

function valuesOf({ fields }: Ask, texts: Texts): Texts {
  return Object.fromEntries(fields.map(({ key }) => [key, texts[key] ?? ""]));
}
