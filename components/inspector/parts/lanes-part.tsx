"use client";

/** The lanes of a container: each has steps of its own. */
import { Plus } from "lucide-react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Input } from "@/components/ui/input";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { freshIdAmong } from "@/lib/document/node-ids";
import { mostLanes } from "@/lib/nodes/parallel/definition";
import type { JsonValue } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "../fields/field-props";
import { type Lane, laneCommands } from "./lane-changes";
import { moved, RowControls } from "./row-controls";

const Lanes = z.array(z.object({ id: z.string(), title: z.string().default("") }));

export function LanesPart({ node, field, value, problems, onChange, onDone }: FieldProps) {
  const store = useEditorStore();
  const parsed = Lanes.safeParse(value);
  const lanes = parsed.success ? parsed.data : [];
  const error = errorOf(problems, field.key);

  function rename(index: number, title: string): void {
    onChange(lanes.map((lane, at): JsonValue => (at === index ? { ...lane, title } : { ...lane })));
  }

  /** What stands in the lanes goes with them, in one step of undo. */
  function change(after: readonly Lane[], label: string): void {
    const { document, dispatchAll } = store.getState();
    onDone();
    dispatchAll(laneCommands(document, { containerId: node.id, field: field.key, before: lanes, after }), label);
  }

  function add(): void {
    const taken = new Set(lanes.map(({ id }) => id));
    const number = Array.from({ length: lanes.length + 1 }, (_, index) => index + 1).find((at) => !taken.has(`lane_${at}`));
    change([...lanes, { id: freshIdAmong(taken, `lane_${number}`), title: "" }], "Add a lane");
  }

  return (
    <div className="flex flex-col gap-2">
      <span className="font-medium text-xs">{field.label}</span>
      <ol className="flex flex-col gap-1.5">
        {lanes.map((lane, index) => {
          const name = lane.title.trim() || `Lane ${index + 1}`;
          const laneError = errorOf(problems, `${field.key}.${index}.id`);
          return (
            <li className="flex flex-col gap-1" key={lane.id}>
              <div className="flex items-center gap-1">
                <Input
                  aria-invalid={laneError !== undefined}
                  aria-label={`Name of lane ${index + 1}`}
                  maxLength={80}
                  onBlur={onDone}
                  onChange={(event) => rename(index, event.target.value)}
                  placeholder={`Lane ${index + 1}`}
                  value={lane.title}
                />
                <RowControls
                  canRemove={lanes.length > 1}
                  count={lanes.length}
                  index={index}
                  name={name}
                  onMove={(to) => change(moved(lanes, index, to), `Move ${name}`)}
                  onRemove={() => change(lanes.toSpliced(index, 1), `Remove ${name}`)}
                />
              </div>
              {laneError !== undefined && (
                <p className="text-danger text-xs" role="alert">
                  {laneError}
                </p>
              )}
            </li>
          );
        })}
      </ol>
      {error !== undefined && (
        <p className="text-danger text-xs" role="alert">
          {error}
        </p>
      )}
      {field.help !== undefined && (
        <p className="text-ink-soft text-xs">{field.help} Steps of a lane that is removed go to the next one.</p>
      )}
      <Button
        className="self-start"
        disabled={lanes.length >= mostLanes}
        icon={<Plus aria-hidden className="size-3.5" />}
        onClick={add}
        size="sm"
      >
        Add a lane
      </Button>
    </div>
  );
}
