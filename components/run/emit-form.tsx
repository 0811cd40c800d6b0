"use client";

/** Puts a named event to a run that is going on, as if one of its steps had emitted it. */
import { Zap } from "lucide-react";
import { type FormEvent, useId, useMemo, useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { emitEvent } from "@/lib/client/run-store/run-requests";
import { useRunView } from "@/lib/client/run-store/use-run";
import type { WorkflowDocument } from "@/lib/document/schema";
import { definitionOf } from "@/lib/nodes/catalog";
import { eventNameProblem } from "@/lib/nodes/event-names";
import type { JsonValue } from "@/lib/shared/json";
import { err, ok, type Result } from "@/lib/shared/result";
import { useShownRun } from "./shown-run";

/** Nothing where the run is over, or has no handler of events. */
export function EmitForm() {
  const { document } = useShownRun();
  const status = useRunView()?.status;
  const handled = useMemo(() => handledEvents(document), [document]);
  if (handled === null || (status !== "running" && status !== "waiting")) return null;
  return <OpenForm names={handled} />;
}

/** Names that the handlers listen for or until, without those that mean more than one; null where there are no handlers. */
function handledEvents({ nodes }: WorkflowDocument): readonly string[] | null {
  const handlers = nodes.filter((node) => {
    const shape = definitionOf(node.type)?.shape;
    return shape?.is === "scope" && shape.by === "events";
  });
  if (handlers.length === 0) return null;
  const names = handlers.flatMap(({ config: { event, listenUntil, untilEvent } }) => [
    event,
    ...(listenUntil === "event" ? [untilEvent] : []),
  ]);
  return [...new Set(names.filter((name) => typeof name === "string").filter((name) => name !== "*"))];
}

type Mistakes = { readonly name?: string; readonly data?: string };

function OpenForm({ names }: { readonly names: readonly string[] }) {
  const { runId } = useShownRun();
  const listId = useId();
  const [name, setName] = useState(names[0] ?? "");
  const [data, setData] = useState("");
  const [mistakes, setMistakes] = useState<Mistakes>({});
  const [isSending, setIsSending] = useState(false);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    const problem = eventNameProblem(name.trim());
    const read = readData(data);
    if (problem !== undefined || !read.ok) {
      setMistakes({ ...(problem === undefined ? {} : { name: asSentence(problem) }), ...(read.ok ? {} : { data: read.error }) });
      return;
    }
    setIsSending(true);
    const sent = await emitEvent(runId, { name: name.trim(), data: read.value });
    setIsSending(false);
    setMistakes(sent.ok ? {} : { name: asSentence(sent.error.message) });
    if (sent.ok) setData("");
  }

  return (
    <form aria-label="Emit an event" className="flex flex-none flex-wrap items-start gap-2 border-b px-4 py-2" onSubmit={send}>
      <Field className="w-48" error={mistakes.name} label="Event">
        {(id, { describedBy, isInvalid }) => (
          <>
            <Input
              aria-describedby={describedBy}
              aria-invalid={isInvalid}
              className="font-mono text-xs"
              id={id}
              list={listId}
              onChange={(event) => setName(event.target.value)}
              placeholder="data.received"
              value={name}
            />
            <datalist id={listId}>
              {names.map((handled) => (
                <option key={handled} value={handled} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field className="min-w-48 flex-1" error={mistakes.data} label="Data (JSON)">
        {(id, { describedBy, isInvalid }) => (
          <Input
            aria-describedby={describedBy}
            aria-invalid={isInvalid}
            className="font-mono text-xs"
            id={id}
            onChange={(event) => setData(event.target.value)}
            placeholder="null"
            spellCheck={false}
            value={data}
          />
        )}
      </Field>
      <Button className="mt-[22px]" disabled={isSending} icon={<Zap aria-hidden />} isBusy={isSending} type="submit" variant="secondary">
        Emit
      </Button>
    </form>
  );
}

/** Nothing typed is no data. */
function readData(text: string): Result<JsonValue, string> {
  if (text.trim() === "") return ok(null);
  try {
    return ok(JSON.parse(text));
  } catch {
    return err('This is not JSON. Write for example "a text", 3 or {"key": "value"}.');
  }
}

function asSentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
