/**
 * A workflow that shows one kind at work: what its page in the docs is about, what its picture is taken of,
 * and what a test runs.
 */
import type { WorkflowDocument, WorkflowEdge, WorkflowNode } from "../../../lib/document/schema";
import { edge, templateDocument } from "../../../lib/templates/template";

export type Example = {
  readonly kind: string;
  /** The node of that kind that is looked at. */
  readonly shown: string;
  /** What its panel shows in the picture: its settings, or with the timeline what its run came to. */
  readonly look: "settings" | "run";
  readonly document: WorkflowDocument;
  /** A workflow that the Sub-workflow of this one runs; its id takes the place of `otherWorkflow`. */
  readonly other?: WorkflowDocument;
};

/** Of a picture, in bytes: a page of the docs should open at once. */
export const largestPicture = 120_000;

/** Stands for the id of another workflow, which only an installation can give. */
export const otherWorkflow = "the-other-workflow";

type Parts = Pick<WorkflowDocument, "name" | "sampleInput"> & {
  readonly nodes: readonly WorkflowNode[];
  /** `input>loop` or `router.large>by_hand`, one an edge. */
  readonly edges: readonly `${string}>${string}`[];
  readonly state?: WorkflowDocument["state"];
};

export function exampleDocument({ edges, ...parts }: Parts): WorkflowDocument {
  return templateDocument({ ...parts, description: "", edges: edges.map((arrow): WorkflowEdge => edge(arrow)) });
}

type Field = { readonly key: string; readonly label: string; readonly type: "text" | "long_text" | "number" | "choice" | "json" };

export function field({ key, label, type }: Field, options?: readonly string[]) {
  return { key, label, type, required: true, ...(options !== undefined && { options: [...options] }) };
}
