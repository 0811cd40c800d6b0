"use client";

/** Who is asked once an agent's attempts are used up: nobody, another model, an agent of the workflow or one of the library. */
import { useMemo } from "react";
import { Field } from "@/components/ui/field";
import { Select, type SelectOption } from "@/components/ui/select";
import { addNodeAt } from "@/lib/client/add-node";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { type FallbackChoice, fallbackAgents, fallbackCommands, fallbackOf } from "@/lib/client/fallback-choice";
import { presetOf } from "@/lib/client/library-agents";
import { useLibraryAgents } from "@/lib/client/use-library-agents";
import type { WorkflowNode } from "@/lib/document/schema";
import { fallbackPort } from "@/lib/nodes/ports";

type FallbackPickerProps = {
  readonly node: WorkflowNode;
  /** Another model is wanted, though maybe none is named yet. */
  readonly isModel: boolean;
  readonly onModel: (isModel: boolean) => void;
};

/** How far below its node an agent from the library is put. */
const below = 160;

export function FallbackPicker({ node, isModel, onModel }: FallbackPickerProps) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const library = useLibraryAgents();
  const agents = useMemo(() => fallbackAgents(document, node.id), [document, node.id]);
  const offered = library.is === "ready" ? library.agents : [];
  const choice = fallbackOf(document, node);

  const options: readonly SelectOption[] = [
    { value: "nobody", label: "Nobody else" },
    { value: "model", label: "Another model", help: "With the same instructions and tools." },
    ...agents.map(({ nodeId, title }) => ({ value: `node ${nodeId}`, label: title, help: "With its own instructions, model and tools." })),
    ...offered.map(({ id, name }) => ({ value: `library ${id}`, label: `${name}, from the library`, help: "Adds it to this workflow." })),
  ];

  function choose(value: string): void {
    const [kind, id = ""] = value.split(" ");
    onModel(kind === "model");
    const { document: current, dispatchAll } = store.getState();
    const next: FallbackChoice = kind === "nobody" || kind === "model" ? { is: kind } : { is: "agent", nodeId: kind === "node" ? id : "" };
    dispatchAll(fallbackCommands(current, node.id, next), "Choose the fallback");
    const agent = kind === "library" ? offered.find((other) => other.id === id) : undefined;
    if (agent === undefined) return;
    const at = { x: node.position.x, y: node.position.y + below };
    addNodeAt(store, "agent", { at, from: { nodeId: node.id, portId: fallbackPort, side: "source" }, preset: presetOf(agent) });
  }

  return (
    <Field
      error={choice.is === "agent" && choice.nodeId === "" ? "Choose an agent, or draw an edge from the port Fallback." : undefined}
      help="Once its own attempts are used up. An agent is asked what this one was asked."
      label="Then ask"
    >
      {(id, { describedBy, isInvalid }) => (
        <Select
          aria-describedby={describedBy}
          aria-invalid={isInvalid}
          className="w-full"
          id={id}
          onChange={choose}
          options={options}
          placeholder="Choose an agent"
          value={valueOfChoice(choice, isModel)}
        />
      )}
    </Field>
  );
}

function valueOfChoice(choice: FallbackChoice, isModel: boolean): string {
  if (choice.is === "agent") return choice.nodeId === "" ? "" : `node ${choice.nodeId}`;
  return choice.is === "nobody" && isModel ? "model" : choice.is;
}
