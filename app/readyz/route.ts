/** Can the process serve people? 503 while the database is away or the worker takes no runs. */
import { defineRoute } from "@/lib/server/boundary";
import { checkReadiness } from "@/lib/server/services/readiness";

export const GET = defineRoute({ policy: "public", handle: checkReadiness });
