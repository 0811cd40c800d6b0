"use server";

/** Keys that let programs in, made and revoked by the owner. */
import { revalidatePath } from "next/cache";
import { z } from "zod";
import { defineAction } from "@/lib/server/boundary";
import { IdParam } from "@/lib/server/boundary/ids";
import { createApiKey, revokeApiKey } from "@/lib/server/services/api-keys";

/** The answer holds the key: the only time it is told. */
export const createApiKeyAction = defineAction({
  policy: "own",
  input: z.strictObject({ name: z.string().trim().min(1, "give the key a name").max(80, "use at most 80 characters") }),
  run: async (actor, { name }) => {
    const made = await createApiKey(actor, name);
    revalidatePath("/settings");
    return made;
  },
});

export const revokeApiKeyAction = defineAction({
  policy: "own",
  input: z.strictObject({ id: IdParam }),
  run: async (actor, { id }) => {
    const revoked = await revokeApiKey(actor, id);
    revalidatePath("/settings");
    return revoked;
  },
});
