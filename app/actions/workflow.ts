"use server";

/** Managing workflows from a page. Saving a draft is a route instead: actions of one page wait for each other. */
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { defineAction } from "@/lib/server/boundary";
import { IdParam } from "@/lib/server/boundary/ids";
import { createFromTemplate, createWorkflow, deleteWorkflow, duplicateWorkflow, renameWorkflow } from "@/lib/server/services/workflows";

const Name = z.string().trim().min(1, "give the workflow a name").max(120, "use at most 120 characters");
const Workflow = z.strictObject({ workflowId: IdParam });

export const createWorkflowAction = defineAction({
  policy: "edit",
  input: z.strictObject({ name: Name.optional() }),
  run: (actor, input) => thenRefresh(createWorkflow(actor, input)),
});

export const createFromTemplateAction = defineAction({
  policy: "edit",
  input: z.strictObject({ templateId: z.string().min(1).max(64) }),
  run: (actor, { templateId }) => thenRefresh(createFromTemplate(actor, templateId)),
});

export const duplicateWorkflowAction = defineAction({
  policy: "edit",
  input: Workflow,
  run: (actor, { workflowId }) => thenRefresh(duplicateWorkflow(actor, workflowId)),
});

export const deleteWorkflowAction = defineAction({
  policy: "edit",
  input: Workflow,
  run: (actor, { workflowId }) => thenRefresh(deleteWorkflow(actor, workflowId)),
});

export const renameWorkflowAction = defineAction({
  policy: "edit",
  input: Workflow.extend({ name: Name }),
  run: (actor, input) => thenRefresh(renameWorkflow(actor, input)),
});

/** The list of workflows is drawn again once the change is made. */
async function thenRefresh<T>(change: Promise<T>): Promise<T> {
  const result = await change;
  revalidatePath("/");
  return result;
}
