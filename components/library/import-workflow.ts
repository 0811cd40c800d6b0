/** Sends an exported workflow's text to be imported. Every problem comes back with its path and reason. */
import { z } from "zod";
import { formatBytes } from "@/lib/projection/format";
import { type AppError, appError } from "@/lib/shared/app-error";
import { utf8Bytes } from "@/lib/shared/json";
import { limits } from "@/lib/shared/limits";
import { err, ok, type Result } from "@/lib/shared/result";

export type ImportRefusal = AppError & { readonly problems: readonly AppError[] };

const Accepted = z.object({ workflowId: z.string() });
const Problem = z.object({ code: z.string(), message: z.string(), path: z.string().optional() });
const Refused = Problem.extend({ problems: z.array(Problem).optional() });

/** Never throws: an unreachable server is a refusal like any other. */
export async function importWorkflow(text: string): Promise<Result<{ workflowId: string }, ImportRefusal>> {
  const tooLarge = refuseTooLarge(text);
  if (tooLarge !== null) return err(tooLarge);
  try {
    const response = await fetch("/api/workflows/import", { method: "POST", headers: { "content-type": "application/json" }, body: text });
    const body: unknown = await response.json();
    if (response.ok) return ok(Accepted.parse(body));
    const refused = Refused.safeParse(body);
    if (!refused.success) return err(refusal("import_failed", "Windrose gave an answer this page can't read. Reload it and try again."));
    const { code, message, problems = [] } = refused.data;
    return err({ code, message, problems: problems.map((problem) => appError(problem.code, problem.message, problem.path)) });
  } catch {
    return err(refusal("unreachable", "Windrose can't be reached; try again when it runs."));
  }
}

function refuseTooLarge(text: string): ImportRefusal | null {
  const bytes = utf8Bytes(text);
  const limit = limits.documentBytes.value;
  if (bytes <= limit) return null;
  return refusal("too_large", `The document is ${formatBytes(bytes)}; at most ${formatBytes(limit)} can be imported.`);
}

function refusal(code: string, message: string): ImportRefusal {
  return { code, message, problems: [] };
}
