"use client";

/** Two people (or tabs) changed the same field: which one stays? Everything else was merged already. */
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Segments } from "@/components/ui/segments";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import type { FieldConflict, FieldPlace } from "@/lib/document/merge-documents";
import type { WorkflowDocument } from "@/lib/document/schema";
import type { JsonValue } from "@/lib/shared/json";
import { useEditorSession } from "./editor-context";

type Side = "mine" | "theirs";

export function ConflictDialog() {
  const state = useEditor((editor) => editor.saveState);
  if (state.is !== "conflict") return null;
  // Conflicts found later begin with a choice of their own.
  return <Choices conflicts={state.conflicts} key={state.conflicts.map((conflict) => conflict.field).join(" ")} />;
}

function Choices({ conflicts }: { readonly conflicts: readonly FieldConflict[] }) {
  const session = useEditorSession();
  const document = useEditor((state) => state.document);
  const [choices, setChoices] = useState<ReadonlyMap<string, Side>>(() => new Map(conflicts.map(({ field }) => [field, "mine"])));
  const chooseAll = (side: Side) => setChoices(new Map(conflicts.map(({ field }) => [field, side])));
  return (
    <Dialog
      description="Someone else, or another tab, changed the same while you did. Everything else has been put together; choose what stays here."
      footer={
        <>
          <Button onClick={() => chooseAll("theirs")} variant="ghost">
            All theirs
          </Button>
          <Button onClick={() => chooseAll("mine")} variant="ghost">
            All mine
          </Button>
          <Button data-testid="resolve-conflicts" onClick={() => session.resolveConflicts(choices)} variant="primary">
            Keep and save
          </Button>
        </>
      }
      onOpenChange={() => undefined}
      open
      size="lg"
      title="Changed elsewhere"
    >
      <ul className="flex flex-col gap-5">
        {conflicts.map((conflict) => (
          <li className="flex flex-col gap-2" data-testid={`conflict-${conflict.field}`} key={conflict.field}>
            <div className="flex flex-wrap items-center justify-between gap-2">
              <h3 className="font-medium text-sm">{nameOf(conflict, document)}</h3>
              <Segments
                label={`Keep of ${nameOf(conflict, document)}`}
                onChange={(side) => setChoices(new Map(choices).set(conflict.field, side))}
                options={[
                  { value: "mine", label: "Mine" },
                  { value: "theirs", label: "Theirs" },
                ]}
                value={choices.get(conflict.field) ?? "mine"}
              />
            </div>
            <div className="grid gap-2 sm:grid-cols-2">
              <Version isChosen={choices.get(conflict.field) === "mine"} label="Mine" text={sideText(conflict, "mine")} />
              <Version isChosen={choices.get(conflict.field) === "theirs"} label="Theirs" text={sideText(conflict, "theirs")} />
            </div>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

function Version({ label, text, isChosen }: { readonly label: string; readonly text: string; readonly isChosen: boolean }) {
  return (
    <div className="rounded-control border p-2.5 data-[chosen]:border-accent" data-chosen={isChosen || undefined}>
      <p className="mb-1 text-ink-soft text-xs">{label}</p>
      <p className="max-h-48 overflow-auto whitespace-pre-wrap break-words text-sm">{text}</p>
    </div>
  );
}

function nameOf(conflict: FieldConflict, document: WorkflowDocument): string {
  if (conflict.kind === "deleted") return conflict.node.title || conflict.nodeId;
  const { place } = conflict;
  const title = "nodeId" in place ? document.nodes.find((node) => node.id === place.nodeId)?.title || place.nodeId : null;
  return title === null ? wordsFor(place) : `${title}: ${wordsFor(place)}`;
}

function wordsFor(place: FieldPlace): string {
  switch (place.in) {
    case "document":
      return place.field === "name" ? "Name of the workflow" : "Description of the workflow";
    case "budget":
      return "Budget of a run";
    case "state":
      return `State variable ${place.variable}`;
    case "sample":
      return `Sample value of ${place.key}`;
    case "title":
    case "position":
    case "size":
      return place.in;
    case "place":
      return "where it stands";
    default:
      return place.field.replace(/([a-z])([A-Z])/g, "$1 $2").toLowerCase();
  }
}

function sideText(conflict: FieldConflict, side: Side): string {
  if (conflict.kind === "deleted") return conflict.deletedBy === side ? "Deleted" : "Kept, with changes";
  return textOf(side === "mine" ? conflict.mine : conflict.theirs);
}

function textOf(value: JsonValue | undefined): string {
  if (value === undefined || value === null || value === "") return "Empty";
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}
