/** The workflows of the crash matrix: templates of the gallery, one for each way to orchestrate, and two of its own. */
import type { WorkflowDocument } from "../../lib/document/schema";
import { documentOf, nodeOf, standingIn } from "../../lib/document/testing";
import { findTemplate } from "../../lib/templates/gallery";

const fromGallery = [
  "data-pipeline",
  "conditional-pipeline",
  "research-team",
  "research-lanes",
  "evaluator-optimizer",
  "manager-workers",
  "recursive",
  "handoffs",
  "event-driven",
  "approval",
  "tools",
] as const;

export function referenceWorkflows(): readonly (readonly [string, WorkflowDocument])[] {
  return [...fromGallery.map((id) => [id, documentOfTemplate(id)] as const), ["long-list", longList()]];
}

function documentOfTemplate(id: string): WorkflowDocument {
  const template = findTemplate(id);
  if (template === undefined) throw new Error(`There is no template ${id}.`);
  return template.document;
}

/** A Map that is worked on by runs of its own. */
function longList(): WorkflowDocument {
  const drawn = documentOf(["list", "each", standingIn("each", nodeOf("mark")), "end"], ["list>each", "each>end"]);
  const kinds: { readonly [id: string]: Pick<WorkflowDocument["nodes"][number], "type" | "config"> } = {
    list: { type: "input", config: { fields: [{ key: "words", label: "Words", type: "json", required: true }] } },
    each: { type: "map", config: { items: "input.words", atOnce: 40 } },
    mark: { type: "transform", config: { mode: "expression", template: "", expression: "upper(item)" } },
    end: { type: "output", config: { format: "json", value: "" } },
  };
  return {
    ...drawn,
    nodes: drawn.nodes.map((node) => ({ ...node, ...kinds[node.id] })),
    sampleInput: { words: Array.from({ length: 120 }, (_, at) => `word ${at}`) },
  };
}
