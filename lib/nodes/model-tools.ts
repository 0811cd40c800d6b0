/**
 * The provider's own tools, as configs of several kinds hold them.
 *
 * Pure. Functions are no part of a config: whoever runs them offers them.
 */
import { z } from "zod";

export const ModelToolSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.enum(["web_search", "web_search_premium", "code_interpreter", "image_generation"]) }),
  z.strictObject({ type: z.literal("document_library"), libraryIds: z.array(z.string().min(1).max(200)).max(20) }),
]);

type ChosenTool = z.output<typeof ModelToolSchema>;

const toolNames = {
  web_search: "web",
  web_search_premium: "premium web",
  code_interpreter: "code",
  image_generation: "images",
  document_library: "library",
} as const;

/** "web, code": for a card's second line. */
export function describeTools(tools: readonly ChosenTool[]): string {
  return [...new Set(tools.map((tool) => toolNames[tool.type]))].join(", ");
}

/** What is wrong with a list of tools whatever the provider; each reads after the node's title. */
export function toolProblems(tools: readonly ChosenTool[]): readonly { readonly code: string; readonly message: string }[] {
  const problems: { code: string; message: string }[] = [];
  if (tools.some((tool) => tool.type === "document_library" && tool.libraryIds.length === 0)) {
    problems.push({ code: "no_library", message: "the document library tool names no library. Choose one, or remove the tool." });
  }
  if (new Set(tools.map((tool) => tool.type)).size < tools.length) {
    problems.push({ code: "duplicate_tool", message: "a tool is listed twice. Remove one." });
  }
  return problems;
}
