import "server-only";

/** Shapes of the ids that stand in addresses; one of another shape names nothing. */
import { z } from "zod";

export const IdParam = z.string().regex(/^[\w-]{1,64}$/);
export const WorkflowParams = z.strictObject({ workflowId: IdParam });
export const RunParams = z.strictObject({ runId: IdParam });
/** Any text: a name that can't be one is answered with the names there are. */
export const PublishedParams = z.strictObject({ name: z.string().max(1_000) });
