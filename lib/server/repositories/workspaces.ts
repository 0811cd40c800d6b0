import "server-only";

/** The row of the workspace somebody acts in. */
import { Budget } from "../../shared/budget";
import type { Actor } from "../access";
import { prisma } from "../db";

export async function selectWorkspaceBudget({ workspaceId }: Actor): Promise<Budget> {
  const row = await prisma().workspace.findUnique({ where: { id: workspaceId }, select: { budget: true } });
  return Budget.parse(row?.budget ?? {});
}

export async function saveWorkspaceBudget({ workspaceId }: Actor, budget: Budget): Promise<void> {
  await prisma().workspace.update({ where: { id: workspaceId }, data: { budget } });
}
