/** Is the process alive? Answers without touching anything. */
import { defineRoute } from "@/lib/server/boundary";
import { ok } from "@/lib/shared/result";

export const GET = defineRoute({ policy: "public", handle: async () => ok({ status: "ok" }) });
