import "server-only";

/** What may be asked of a run's history, by our own pages and by programs. */
import { z } from "zod";

export const HistoryQuery = z
  .strictObject({
    path: z.string().min(1).max(1_000).optional(),
    source: z.enum(["records", "provider"], "use records or provider").optional(),
  })
  .refine(({ path, source }) => source !== "provider" || path !== undefined, {
    message: "name the step whose conversation the provider keeps",
    path: ["path"],
  });
