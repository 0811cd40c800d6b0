"use client";

/** The workflow's state: named values that steps change and templates read as `state.<name>`. */
import { Plus } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { nodeIdPattern, type Reducer, type StateVariable } from "@/lib/document/schema";
import { FoldedSection } from "./panel-section";
import { RowControls } from "./parts/row-controls";
import { StateInitial } from "./state-initial";

const initials = { text: "", number: 0, boolean: false, list: [], object: {} } as const;

const types = [
  { value: "text", label: "Text" },
  { value: "number", label: "Number" },
  { value: "boolean", label: "Yes or no" },
  { value: "list", label: "List" },
  { value: "object", label: "Object" },
] as const;

type Rule = { readonly label: string; readonly help: string; readonly fits: readonly StateVariable["type"][] | "all" };

const rules: { readonly [R in Reducer]: Rule } = {
  replace: { label: "The last one counts", help: "What is written takes the place of what was there.", fits: "all" },
  append: { label: "Added to the list", help: "What is written goes to the end of the list.", fits: ["list"] },
  add: { label: "Added up", help: "What is written is added to the number.", fits: ["number"] },
  merge: { label: "Merged into the object", help: "Keys that are written take their new values; the others stay.", fits: ["object"] },
  conflict: { label: "Two different ones fail", help: "Branches that write different values fail where they meet.", fits: "all" },
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
          // biome-ignore lint/suspicious/noArrayIndexKey: a variable has no identity but its place
          key={index}
          onChange={(next, isWhole) => set(variables.with(index, next), isWhole)}
          onDone={done}
          onMove={(to) => set(variables.toSpliced(index, 1).toSpliced(to, 0, variable))}
          onRemove={() => set(variables.toSpliced(index, 1))}
          taken={variables.flatMap(({ name }, at) => (at === index ? [] : [name]))}
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
  /** Names of the other variables. */
  readonly taken: readonly string[];
  readonly onChange: (variable: StateVariable, isWhole?: boolean) => void;
  readonly onDone: () => void;
  readonly onMove: (to: number) => void;
  readonly onRemove: () => void;
};

function VariableRow({ variable, index, count, taken, onChange, onDone, onMove, onRemove }: VariableRowProps) {
  const { name, type, reducer } = variable;
  return (
    <fieldset aria-label={name} className="flex flex-col gap-2 rounded-control border p-2.5">
      <div className="flex items-center justify-between">
        <span className="font-medium font-mono text-xs">{name}</span>
        <RowControls count={count} index={index} name={name} onMove={onMove} onRemove={onRemove} />
      </div>
      <NameField key={name} name={name} onRename={(next) => onChange({ ...variable, name: next })} taken={taken} />
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
      <StateInitial
        key={type}
        onChange={(initial, isWhole) => onChange({ ...variable, initial }, isWhole)}
        onDone={onDone}
        variable={variable}
      />
    </fieldset>
  );
}

type NameFieldProps = { readonly name: string; readonly taken: readonly string[]; readonly onRename: (name: string) => void };

/** A name is taken over when the field is left and it is a free one: what is refused stays in the field, with the reason. */
function NameField({ name, taken, onRename }: NameFieldProps) {
  const [typed, setTyped] = useState(name);
  const wanted = typed.trim();
  const problem = problemOf(wanted, taken);

  function leave(): void {
    if (problem === null && wanted !== name) onRename(wanted);
  }

  return (
    <Field error={problem} label="Name">
      {(id, { describedBy, isInvalid }) => (
        <Input
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          className="font-mono"
          id={id}
          onBlur={leave}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={(event) => event.key === "Enter" && event.currentTarget.blur()}
          spellCheck={false}
          value={typed}
        />
      )}
    </Field>
  );
}

function problemOf(name: string, taken: readonly string[]): string | null {
  if (name === "") return "It needs a name.";
  if (!nodeIdPattern.test(name)) return "Use lower-case letters, digits and _, starting with a letter (at most 48).";
  return taken.includes(name) ? "Another value has this name." : null;
}

function initialOf(type: StateVariable["type"]): StateVariable["initial"] {
  const initial = initials[type];
  return Array.isArray(initial) ? [] : typeof initial === "object" ? {} : initial;
}

function ruleFor(reducer: Reducer, type: StateVariable["type"]): Reducer {
  return rulesFor(type).some(({ value }) => value === reducer) ? reducer : "replace";
}

function rulesFor(type: StateVariable["type"]): readonly { readonly value: Reducer; readonly label: string; readonly help: string }[] {
  // Object.entries widens the keys; they are exactly the reducers.
  const all = Object.entries(rules) as [Reducer, (typeof rules)[Reducer]][];
  return all.flatMap(([value, { label, help, fits }]) => (fits === "all" || fits.includes(type) ? [{ value, label, help }] : []));
}

function freshName(variables: readonly StateVariable[]): string {
  for (let number = variables.length + 1; ; number += 1) {
    const name = `value_${number}`;
    if (!variables.some((variable) => variable.name === name)) return name;
  }
}
