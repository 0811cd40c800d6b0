/**
 * What `run` is asked to run: a published version under its name, else the draft of what the word names.
 *
 * A published name comes before a template of the same name: somebody gave it here.
 */
import { compileDocument } from "../compile/compile";
import type { WorkflowDocument } from "../document/schema";
import type { InputField } from "../nodes/contract";
import type { Actor } from "../server/access";
import { getPublishedVersion, startPublishedRun } from "../server/services/published-runs";
import type { StartError } from "../server/services/queue-run";
import { startRun } from "../server/services/runs";
import type { ImportError } from "../server/services/workflows";
import { appError } from "../shared/app-error";
import type { JsonObject } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import { diagnosticLines } from "./commands/validate";
import { findTarget, isFile, workflowOf } from "./find-workflow";

export type StartedRun = { readonly runId: string; readonly number: number; readonly workflowId: string };

export type Runnable = {
  readonly document: WorkflowDocument;
  readonly fields: readonly InputField[];
  readonly start: (input: JsonObject) => Promise<Result<StartedRun, StartError>>;
};

/** `details` stand below the sentence, a line each. */
export type NotRunnable = ImportError & { readonly details?: readonly string[] };

/** Fails with `invalid_workflow` (details) and like `findTarget`. */
export async function findRunnable(actor: Actor, word: string): Promise<Result<Runnable, NotRunnable>> {
  return (isFile(word) ? null : await findPublished(actor, word)) ?? findDraft(actor, word);
}

async function findPublished(actor: Actor, name: string): Promise<Result<Runnable, never> | null> {
  const published = await getPublishedVersion(actor, name);
  if (published === null) return null;
  const { document, inputFields: fields, workflowId } = published;
  return ok({
    document,
    fields,
    start: async (sampled) => {
      // A sample may be older than the fields.
      const inputs = Object.fromEntries(Object.entries(sampled).filter(([key]) => fields.some((field) => field.key === key)));
      const started = await startPublishedRun(actor, { name, inputs, trigger: "cli" });
      return started.ok ? ok({ runId: started.value.runId, number: started.value.number, workflowId }) : started;
    },
  });
}

async function findDraft(actor: Actor, word: string): Promise<Result<Runnable, NotRunnable>> {
  const found = await findTarget(async () => actor, word);
  if (!found.ok) return found;
  const { document } = found.value;
  const plan = compileDocument(document);
  if (!plan.ok) {
    return err({ ...appError("invalid_workflow", "The workflow can't run yet."), details: diagnosticLines(document, plan.error) });
  }
  return ok({
    document,
    fields: plan.value.inputFields,
    start: async (input) => {
      const workflowId = await workflowOf(actor, found.value);
      if (!workflowId.ok) return workflowId;
      const started = await startRun(actor, { workflowId: workflowId.value, input, trigger: "cli" });
      return started.ok ? ok({ ...started.value, workflowId: workflowId.value }) : started;
    },
  });
}
