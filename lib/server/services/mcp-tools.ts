import "server-only";

/** The tools an MCP server offers, for the author of a node who chooses among them. */
import { type AppError, appError } from "../../shared/app-error";
import { err, ok, type Result } from "../../shared/result";
import { guardRulesInForce } from "../execute-step";
import { listMcpTools, type McpTool } from "../mcp";

/** Long enough for a slow server, short enough for a person who watches a button. */
const answerMs = 15_000;

export type McpAddress = { readonly url: string; readonly headers: readonly { readonly name: string; readonly value: string }[] };

/**
 * Headers whose values depend on a run are left out. Fails with the code of what kept the server from answering.
 */
export async function loadMcpTools({ url, headers }: McpAddress): Promise<Result<readonly McpTool[], AppError>> {
  const fixed = headers.filter(({ value }) => !value.includes("{{"));
  const listed = await listMcpTools(
    { url, headers: fixed, timeoutMs: answerMs },
    { rules: { ...guardRulesInForce(), signal: AbortSignal.timeout(answerMs) }, onExchange: () => undefined },
  );
  return listed.ok ? ok(listed.value) : err(appError(listed.error.code, listed.error.message));
}
