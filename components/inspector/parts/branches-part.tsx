"use client";

/** A router's branches: each is a port, with what it stands for or the rule that takes it. */
import { Plus } from "lucide-react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import type { DocumentCommand } from "@/lib/document/commands";
import { freshIdAmong, titleToNodeId } from "@/lib/document/node-ids";
import type { JsonValue } from "@/lib/shared/json";
import { errorOf, type FieldProps } from "../fields/field-props";
import { TemplateText } from "../fields/template-field";
import { moved, RowControls } from "./row-controls";

const Branches = z.array(
  z.object({ id: z.string(), label: z.string().default(""), description: z.string().default(""), when: z.string().default("") }),
);
type Branch = z.output<typeof Branches>[number];

export function BranchesPart({ node, field, value, config, problems, onChange, onDone }: FieldProps) {
  const store = useEditorStore();
  const parsed = Branches.safeParse(value);
  const branches = parsed.success ? parsed.data : [];
  const isByRules = config.mode === "rules";
  const error = errorOf(problems, field.key);

  function change(next: readonly Branch[]): void {
    onChange(next.map((branch): JsonValue => ({ ...branch })));
  }

  function relabel(index: number, branch: Branch, label: string): void {
    const isWired = store.getState().document.edges.some((edge) => edge.source === node.id && edge.sourcePort === branch.id);
    const taken = new Set(branches.filter((other) => other !== branch).map((other) => other.id));
    // The id is the port's: edges hold on to it, so it follows the label only while there are none.
    const id = isWired || label.trim() === "" ? branch.id : freshIdAmong(taken.add("otherwise"), titleToNodeId(label));
    change(branches.with(index, { ...branch, id, label }));
  }

  function add(): void {
    const id = freshIdAmong(new Set([...branches.map((branch) => branch.id), "otherwise"]), "branch");
    change([...branches, { id, label: "", description: "", when: "" }]);
    onDone();
  }

  /** Its connections go with it, in one step of undo. */
  function remove(branch: Branch): void {
    const { document, dispatchAll } = store.getState();
    const edgeIds = document.edges.filter((edge) => edge.source === node.id && edge.sourcePort === branch.id).map((edge) => edge.id);
    const left = branches.filter((other) => other !== branch);
    const commands: readonly DocumentCommand[] = [
      { type: "remove_nodes", nodeIds: [], edgeIds },
      { type: "set_config", nodeId: node.id, field: field.key, value: left.map((other): JsonValue => ({ ...other })) },
    ];
    dispatchAll(commands, `Delete branch ${branch.label || branch.id}`);
  }

  return (
    <div className="flex flex-col gap-2">
      <span className="font-medium text-xs">{field.label}</span>
      <ol className="flex flex-col gap-2">
        {branches.map((branch, index) => {
          const name = branch.label || branch.id;
          const place = `${field.key}.${index}`;
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a branch is its place; its id follows its label
            <li className="flex flex-col gap-2 rounded-control border p-2" key={index}>
              <div className="flex items-center gap-1">
                <Input
                  aria-invalid={errorOf(problems, `${place}.id`) !== undefined}
                  aria-label={`Name of branch ${index + 1}`}
                  onBlur={onDone}
                  onChange={(event) => relabel(index, branch, event.target.value)}
                  placeholder={branch.id}
                  value={branch.label}
                />
                <RowControls
                  count={branches.length}
                  index={index}
                  name={name}
                  onMove={(to) => {
                    change(moved(branches, index, to));
                    onDone();
                  }}
                  onRemove={() => remove(branch)}
                />
              </div>
              {isByRules ? (
                <TemplateText
                  error={errorOf(problems, `${place}.when`)}
                  kind="expression"
                  label={`Take ${name} when`}
                  nodeId={node.id}
                  onChange={(when) => change(branches.with(index, { ...branch, when }))}
                  onDone={onDone}
                  placeholder={'contains(lower(received), "refund")'}
                  value={branch.when}
                />
              ) : (
                <Field label={`When is it ${name}?`}>
                  {(id) => (
                    <Textarea
                      className="min-h-14"
                      id={id}
                      onBlur={onDone}
                      onChange={(event) => change(branches.with(index, { ...branch, description: event.target.value }))}
                      placeholder="What such a text is about"
                      value={branch.description}
                    />
                  )}
                </Field>
              )}
              {errorOf(problems, `${place}.id`) !== undefined && (
                <p className="text-danger text-xs" role="alert">
                  {errorOf(problems, `${place}.id`)}
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
      <div className="flex items-center justify-between gap-2">
        <Button icon={<Plus aria-hidden className="size-3.5" />} onClick={add} size="sm">
          Add a branch
        </Button>
        <span className="text-ink-soft text-xs">When none fits: Otherwise</span>
      </div>
    </div>
  );
}
