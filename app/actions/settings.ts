"use server";

/** What an operator changes on the settings page. */
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { defineAction } from "@/lib/server/boundary";
import { changeWorkspaceBudget } from "@/lib/server/services/run-budgets";
import { checkProvider, savePrice } from "@/lib/server/services/settings";
import { Budget } from "@/lib/shared/budget";
import { ok } from "@/lib/shared/result";

const Price = z.number().min(0, "use 0 or more").max(100_000, "use at most 100,000 dollars").nullable();

/** Asks the provider whether it answers and takes the key. */
export const checkProviderAction = defineAction({
  policy: "own",
  input: z.strictObject({}),
  run: async () => ok(await checkProvider()),
});

/** US dollars per million tokens; null means unknown. `asOf` is the day the price was read, YYYY-MM-DD. */
export const savePriceAction = defineAction({
  policy: "own",
  input: z.strictObject({
    model: z.string().trim().min(1).max(200),
    input: Price,
    output: Price,
    asOf: z.iso.date("use a date like 2026-11-23"),
  }),
  run: async (actor, price) => {
    const saved = await savePrice(actor, price);
    revalidatePath("/settings");
    return saved;
  },
});

/** What a run may spend where its workflow does not say; what is left out is as the limits say. */
export const saveBudgetAction = defineAction({
  policy: "own",
  input: z.strictObject({ budget: Budget }),
  run: async (actor, { budget }) => {
    const saved = await changeWorkspaceBudget(actor, budget);
    revalidatePath("/settings");
    return saved;
  },
});
