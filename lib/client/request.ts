/**
 * Asks a route of Windrose; every answer becomes a Result with a sentence a person can act on.
 */
import { z } from "zod";
import { type AppError, appError } from "../shared/app-error";
import { err, ok, type Result } from "../shared/result";

const Refusal = z.looseObject({ code: z.string(), message: z.string() });

/** `rest` is what else the answer said, e.g. fields or diagnostics. */
export type RequestError = AppError & { readonly rest: { readonly [key: string]: unknown } };

export async function request<T>(url: string, schema: z.ZodType<T>, init: RequestInit = {}): Promise<Result<T, RequestError>> {
  let response: Response;
  try {
    response = await fetch(url, { cache: "no-store", ...init });
  } catch {
    return err({ ...appError("no_answer", "Windrose does not answer. Check that it is running, then try again."), rest: {} });
  }
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) return err(refusalIn(body, response.status));
  const parsed = schema.safeParse(body);
  if (parsed.success) return ok(parsed.data);
  return err({ ...appError("unexpected_answer", "Windrose gave an answer this page does not understand. Reload the page."), rest: {} });
}

export function post(body: unknown): RequestInit {
  return { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

function refusalIn(body: unknown, status: number): RequestError {
  const said = Refusal.safeParse(body);
  if (!said.success) return { ...appError(`http_${status}`, `Windrose answered with status ${status}. Try again.`), rest: {} };
  const { code, message, ...rest } = said.data;
  return { ...appError(code, message), rest };
}
