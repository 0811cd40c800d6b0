import "server-only";

/** Prices an operator typed, by model, within one workspace. */
import type { ModelPrice } from "../../projection/summaries";
import type { Actor } from "../access";
import { prisma } from "../db";

export type NewPrice = Omit<ModelPrice, "isEdited">;

export async function selectPrices(actor: Actor): Promise<readonly ModelPrice[]> {
  const rows = await prisma().modelPrice.findMany({ where: { workspaceId: actor.workspaceId }, orderBy: { model: "asc" } });
  return rows.map(({ model, inputPerMillion, outputPerMillion, asOf }) => ({
    model,
    input: inputPerMillion,
    output: outputPerMillion,
    asOf: asOf.toISOString().slice(0, 10),
    isEdited: true,
  }));
}

export async function upsertPrice(actor: Actor, { model, input, output, asOf }: NewPrice): Promise<void> {
  const typed = {
    inputPerMillion: input,
    outputPerMillion: output,
    asOf: new Date(asOf),
    updatedById: actor.personId,
    updatedAt: new Date(),
  };
  await prisma().modelPrice.upsert({
    where: { workspaceId_model: { workspaceId: actor.workspaceId, model } },
    create: { workspaceId: actor.workspaceId, model, ...typed },
    update: typed,
  });
}
