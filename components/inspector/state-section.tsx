"use client";

/** The workflow's state: named values that steps change and templates read as `state.<name>`. */
import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { nodeIdPattern, type Reducer, type StateVariable } from "@/lib/document/schema";
import { JsonText } from "./fields/json-field";
import { FoldedSection } from "./panel-section";
import { RowControls } from "./parts/row-controls";

const initials = { text: "", number: 0, boolean: false, list: [], object: {} } as const;

const types = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "list", label: "List" },
  { value: "object", label: "Object" },
] as const;

const rules: { readonly [R in Reducer]: { readonly label: string; readonly fits: readonly StateVariable["type"][] | "all" } } = {
  replace: { label: "The last one counts", fits: "all" },
  append: { label: "Added to the list", fits: ["list"] },
  add: { label: "Added up", fits: ["number"] },
  merge: { label: "Merged into the object", fits: ["object"] },
  conflict: { label: "Two different ones fail", fits: "all" },
};

export function StateSection() {
  const store = useEditorStore();
  const variables = useEditor((state) => state.document.state);

  const done = () => store.getState().closeEdit();

  /** @param isWhole false while somebody types: what follows belongs to the same undo step. */
  function set(next: readonly StateVariable[], isWhole = true): void {
    store.getState().dispatch({ type: "set_state", variables: next });
    if (isWhole) done();
  }

  return (
    <FoldedSection summary={variables.length === 0 ? "none" : variables.map(({ name }) => name).join(", ")} title="State">
      <p className="text-ink-soft text-xs">Values that steps change as they go, with a State node. Templates read them as state.name.</p>
      {variables.map((variable, index) => (
        <VariableRow
          count={variables.length}
          index={index}
          isTaken={variables.some((other, at) => at !== index && other.name === variable.name)}
          // biome-ignore lint/suspicious/noArrayIndexKey: a variable has no identity but its place
          key={index}
          onChange={(next, isWhole) => set(variables.with(index, next), isWhole)}
          onDone={done}
          onMove={(to) => set(variables.toSpliced(index, 1).toSpliced(to, 0, variable))}
          onRemove={() => set(variables.toSpliced(index, 1))}
          variable={variable}
        />
      ))}
      <Button
        icon={<Plus aria-hidden />}
        onClick={() => set([...variables, { name: freshName(variables), type: "text", initial: "", reducer: "replace" }])}
        size="sm"
        variant="secondary"
      >
        Add a value
      </Button>
    </FoldedSection>
  );
}

type VariableRowProps = {
  readonly variable: StateVariable;
  readonly index: number;
  readonly count: number;
  readonly isTaken: boolean;
  readonly onChange: (variable: StateVariable, isWhole?: boolean) => void;
  readonly onDone: () => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
};

function VariableRow({ variable, index, count, isTaken, onChange, onDone, onMove, onRemove }: VariableRowProps) {
  const { name, type, reducer } = variable;
  return (
    <fieldset className="flex flex-col gap-2 rounded-control border p-2.5">
      <div className="flex items-center justify-between">
        <legend className="font-medium font-mono text-xs">{name}</legend>
        <RowControls count={count} index={index} name={name} onMove={onMove} onRemove={onRemove} />
      </div>
      <NameField isTaken={isTaken} key={name} name={name} onRename={(next) => onChange({ ...variable, name: next })} />
      <div className="grid grid-cols-2 gap-2">
        <Field label="Type">
          {(id) => (
            <Select
              id={id}
              onChange={(next) => onChange({ ...variable, type: next, initial: initialOf(next), reducer: ruleFor(reducer, next) })}
              options={types}
              value={type}
            />
          )}
        </Field>
        <Field label="When it is written again">
          {(id) => (
            <Select id={id} onChange={(next) => onChange({ ...variable, reducer: next })} options={rulesFor(type)} value={reducer} />
          )}
        </Field>
      </div>
      <JsonText
        label="At first"
        onChange={(initial) => onChange({ ...variable, initial: initial ?? null }, false)}
        onDone={onDone}
        value={variable.initial}
      />
    </fieldset>
  );
}

type NameFieldProps = { readonly name: string; readonly isTaken: boolean; readonly onRename: (name: string) => void };

/** A name is taken over when it is one: what is typed meanwhile stays in the field. */
function NameField({ name, isTaken, onRename }: NameFieldProps) {
  return (
    <Field error={isTaken ? "Two values have this name." : null} label="Name">
      {(id) => (
        <Input
          className="font-mono"
          defaultValue={name}
          id={id}
          onBlur={(event) => {
            const typed = event.target.value.trim();
            if (typed !== name && nodeIdPattern.test(typed)) onRename(typed);
            else event.target.value = name;
          }}
        />
      )}
    </Field>
  );
}

function initialOf(type: StateVariable["type"]): StateVariable["initial"] {
  const initial = initials[type];
  return Array.isArray(initial) ? [] : typeof initial === "object" ? {} : initial;
}

function ruleFor(reducer: Reducer, type: StateVariable["type"]): Reducer {
  return rulesFor(type).some(({ value }) => value === reducer) ? reducer : "replace";
}

function rulesFor(type: StateVariable["type"]): readonly { readonly value: Reducer; readonly label: string }[] {
  // Object.entries widens the keys; they are exactly the reducers.
  const all = Object.entries(rules) as [Reducer, (typeof rules)[Reducer]][];
  return all.flatMap(([value, { label, fits }]) => (fits === "all" || fits.includes(type) ? [{ value, label }] : []));
}

function freshName(variables: readonly StateVariable[]): string {
  for (let number = variables.length + 1; ; number += 1) {
    const name = `value_${number}`;
    if (!variables.some((variable) => variable.name === name)) return name;
  }
}
