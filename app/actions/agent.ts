"use server";

/** Keeping agents in the library, and their copies at Mistral. */
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { LibraryAgentConfig } from "@/lib/nodes/agent/library-agent";
import { defineAction } from "@/lib/server/boundary";
import { IdParam } from "@/lib/server/boundary/ids";
import {
  deleteAgentAndCopy,
  dropCopy,
  keepCopy,
  restoreVersionAndCopy,
  saveAgentAndCopy,
  sendCopy,
  takeCopy,
} from "@/lib/server/services/agent-copies";
import { createAgent, duplicateAgent, maxAgentNameLength, usesOfAgent } from "@/lib/server/services/agents";

const Name = z.string().trim().min(1, "give the agent a name").max(maxAgentNameLength, `use at most ${maxAgentNameLength} characters`);
const Version = z.number().int().min(1);
const Agent = z.strictObject({ agentId: IdParam });

export const createAgentAction = defineAction({
  policy: "edit",
  input: z.strictObject({ name: Name, config: LibraryAgentConfig }),
  run: (actor, input) => thenRefresh(createAgent(actor, input)),
});

/** `baseVersion` is the version that was edited: a save over a newer one is refused. */
export const saveAgentAction = defineAction({
  policy: "edit",
  input: Agent.extend({ baseVersion: Version, name: Name, config: LibraryAgentConfig }),
  run: (actor, input) => thenRefresh(saveAgentAndCopy(actor, input)),
});

export const restoreAgentVersionAction = defineAction({
  policy: "edit",
  input: Agent.extend({ number: Version, baseVersion: Version }),
  run: (actor, input) => thenRefresh(restoreVersionAndCopy(actor, input)),
});

export const duplicateAgentAction = defineAction({
  policy: "edit",
  input: Agent,
  run: (actor, { agentId }) => thenRefresh(duplicateAgent(actor, agentId)),
});

export const deleteAgentAction = defineAction({
  policy: "edit",
  input: Agent.extend({ deleteCopy: z.boolean() }),
  run: (actor, input) => thenRefresh(deleteAgentAndCopy(actor, input)),
});

/** Workflows that hold copies of it. */
export const agentUsesAction = defineAction({
  policy: "view",
  input: Agent,
  run: (actor, { agentId }) => usesOfAgent(actor, agentId),
});

export const keepAgentCopyAction = defineAction({
  policy: "edit",
  input: Agent,
  run: (actor, { agentId }) => thenRefresh(keepCopy(actor, agentId)),
});

export const sendAgentCopyAction = defineAction({
  policy: "edit",
  input: Agent,
  run: (actor, { agentId }) => thenRefresh(sendCopy(actor, agentId)),
});

export const takeAgentCopyAction = defineAction({
  policy: "edit",
  input: Agent,
  run: (actor, { agentId }) => thenRefresh(takeCopy(actor, agentId)),
});

export const dropAgentCopyAction = defineAction({
  policy: "edit",
  input: Agent.extend({ deleteThere: z.boolean() }),
  run: (actor, input) => thenRefresh(dropCopy(actor, input)),
});

/** The library's pages are drawn again once the change is made. */
async function thenRefresh<T>(change: Promise<T>): Promise<T> {
  const result = await change;
  revalidatePath("/agents", "layout");
  return result;
}
