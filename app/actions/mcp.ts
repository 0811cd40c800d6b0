"use server";

/** What an author asks of MCP servers while drawing. */
import { z } from "zod";
import { defineAction } from "@/lib/server/boundary";
import { loadMcpTools } from "@/lib/server/services/mcp-tools";

export const loadMcpToolsAction = defineAction({
  policy: "own",
  input: z.strictObject({
    url: z.string().trim().max(2_000),
    headers: z.array(z.strictObject({ name: z.string().max(200), value: z.string().max(10_000) })).max(50),
  }),
  run: async (_actor, address) => loadMcpTools(address),
});
