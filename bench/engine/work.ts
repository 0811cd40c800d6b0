/**
 * The work that is measured: each job once as a drawn workflow and once as what plain code needs to know.
 *
 * Both forms come from the same agents, so that they send the same requests; `main.ts` checks that they do.
 */
import { edgeId, emptyDocument, type WorkflowDocument, type WorkflowEdge, type WorkflowNode } from "../../lib/document/schema";
import type { JsonObject } from "../../lib/shared/json";

/** `chain` gives each agent the answer of the one before; `fan` asks all at once. */
export type Job = { readonly shape: "chain" | "fan"; readonly agents: number };

export const topic = "The tides of the sea follow the moon.";
export const model = "mistral-small-latest";
export const instructions = "Answer in one short sentence.";

/** What an agent is asked; `before` is the topic, or in a chain the answer before. */
export function messageOf({ shape }: Job, number: number, before: string): string {
  return shape === "chain" ? `Go on from this: ${before}` : `Name aspect ${number} of this: ${before}`;
}

/** The job as a person would draw it: an input, the agents, an output. */
export function drawnAs(job: Job): WorkflowDocument {
  const ids = Array.from({ length: job.agents }, (_, index) => `agent_${index + 1}`);
  return {
    ...emptyDocument(`Bench: ${job.shape} of ${job.agents}`),
    nodes: [
      node("input", "topic", { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] }),
      ...ids.map((id, index) => node("agent", id, agentConfig(job, index + 1))),
      node("output", "answer", { format: "text", value: "" }),
    ],
    edges: job.shape === "chain" ? inARow(["topic", ...ids, "answer"]) : ids.flatMap((id) => inARow(["topic", id, "answer"])),
  };
}

function agentConfig(job: Job, number: number): JsonObject {
  const before = job.shape === "chain" && number > 1 ? "{{ received }}" : "{{ input.topic }}";
  return { model, instructions, message: messageOf(job, number, before), context: "fresh" };
}

function node(type: string, id: string, config: JsonObject): WorkflowNode {
  return { id, type, typeVersion: 1, title: id, position: { x: 0, y: 0 }, config: { ...config } };
}

function inARow(ids: readonly string[]): WorkflowEdge[] {
  return ids.slice(1).map((target, index) => {
    const ends = { source: ids[index] ?? "", sourcePort: "out", target, targetPort: "in" };
    return { id: edgeId(ends), ...ends };
  });
}
