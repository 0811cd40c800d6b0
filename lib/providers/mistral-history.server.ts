import "server-only";

/**
 * The entries of a conversation that Mistral keeps. Read leniently and without the SDK, which refuses a whole
 * history for one entry of a kind it does not know.
 */
import { z } from "zod";
import type { StepError } from "../nodes/contract";
import type { Entry } from "../shared/conversation";
import { err, ok, type Result } from "../shared/result";
import type { KeptEntry } from "./contract";
import { type Addressee, malformedAnswer } from "./failures.server";
import { getJson } from "./mistral-lists.server";

const HistorySchema = z.object({ entries: z.array(z.json()) });
const text = z.string().catch("");
const content = z.union([z.string(), z.array(z.looseObject({ type: z.string() }))]).catch("");
const created_at = z.string().nullable().catch(null);

const EntrySchema = z.discriminatedUnion("type", [
  z.looseObject({ type: z.literal("message.input"), role: z.enum(["user", "assistant"]).catch("user"), content, created_at }),
  z.looseObject({ type: z.literal("message.output"), role: z.literal("assistant").catch("assistant"), content, created_at }),
  z.looseObject({ type: z.literal("tool.execution"), name: text, arguments: text, created_at }),
  z.looseObject({
    type: z.literal("function.call"),
    tool_call_id: text,
    name: text,
    arguments: z.union([z.string(), z.json().transform((value) => JSON.stringify(value))]),
    created_at,
  }),
  z.looseObject({ type: z.literal("function.result"), tool_call_id: text, result: text, created_at }),
  z.looseObject({
    type: z.literal("agent.handoff"),
    previous_agent_id: text,
    previous_agent_name: text,
    next_agent_id: text,
    next_agent_name: text,
    created_at,
  }),
]);

/** Oldest first; entries of a kind that is not known here are left out. */
export async function readMistralHistory(
  conversationId: string,
  service: { readonly apiKey: string | undefined; readonly serverUrl: string },
  to: Addressee,
  signal: AbortSignal,
): Promise<Result<readonly KeptEntry[], StepError>> {
  const body = await getJson(`/v1/conversations/${encodeURIComponent(conversationId)}/history`, service, to, signal);
  if (!body.ok) return body;
  const history = HistorySchema.safeParse(body.value);
  if (!history.success) return err(malformedAnswer(to));
  return ok(
    history.data.entries.flatMap((item) => {
      const read = EntrySchema.safeParse(item);
      if (!read.success) return [];
      const { created_at: at, ...entry } = read.data;
      // Each variant of the schema has the fields of the entry of its type.
      return [{ entry: entry as unknown as Entry, at }];
    }),
  );
}
