/** A workflow of agents one after another, and what became of them. Only tests import it. */
import type { WorkflowDocument } from "../../lib/document/schema";
import { documentOf } from "../../lib/document/testing";
import type { RunEvent } from "../../lib/engine/events";
import type { JsonValue } from "../../lib/shared/json";
import type { RecordedRequest } from "../../lib/simulator/recorder";
import type { Simulator } from "../../lib/simulator/server";
import { sentBody } from "./live-runs";

/** An input `topic`, agents one after another with these instructions and settings, and an output. */
export function pipeline(
  agents: readonly { readonly instructions: string; readonly config?: Record<string, JsonValue> }[],
): WorkflowDocument {
  const ids = ["topic", ...agents.map((_, index) => `agent_${index + 1}`), "answer"];
  const drawn = documentOf(
    ids,
    ids.slice(1).map((id, index): `${string}>${string}` => `${ids[index]}>${id}`),
  );
  const nodes = drawn.nodes.map((node): WorkflowDocument["nodes"][number] => {
    if (node.id === "topic") {
      return { ...node, type: "input", config: { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] } };
    }
    if (node.id === "answer") return { ...node, type: "output", config: { format: "markdown", value: "" } };
    const agent = agents[Number(node.id.slice("agent_".length)) - 1];
    const config = {
      model: "mistral-small-latest",
      message: "Write about {{input.topic}}.",
      instructions: agent?.instructions ?? "",
      ...agent?.config,
    };
    return { ...node, type: "agent", config };
  });
  return { ...drawn, nodes, sampleInput: { topic: "tides" } };
}

/** The large text itself, 30 × 3,900 characters and what joins them, made by a transform in the place of an agent. */
export function withLargeOutput(document: WorkflowDocument, id: string): WorkflowDocument {
  const template = `{{ join(split("${"x".repeat(3_900)}", ""), "${"y".repeat(30)}") }}`;
  const config = { mode: "template", template, expression: "" };
  return { ...document, nodes: document.nodes.map((node) => (node.id === id ? { ...node, type: "transform", config } : node)) };
}

export const largeText = "x".repeat(3_900).split("").join("y".repeat(30));

/** Requests of the agent whose instructions begin like that. */
export function sentWith(simulator: Simulator, instructions: string): readonly RecordedRequest[] {
  return simulator.requests().filter((request) => sentBody(request).instructions?.startsWith(instructions));
}

/** Whether an event says that a step is in flight. */
export function startOf(path: string): (event: RunEvent) => boolean {
  return (event) => event.type === "step_started" && event.path === path;
}

export const endOf = (journal: readonly RunEvent[]) => journal.at(-1);
