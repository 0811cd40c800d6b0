/** Takes in a document of a library: the file is the body, its name stands in the address. */
import { z } from "zod";
import { defineRoute } from "@/lib/server/boundary";
import { IdParam } from "@/lib/server/boundary/ids";
import { addDocument } from "@/lib/server/services/libraries";
import { limits } from "@/lib/shared/limits";

export const POST = defineRoute({
  policy: "edit",
  params: z.strictObject({ libraryId: IdParam }),
  query: z.strictObject({ name: z.string().trim().min(1, "give the file a name").max(200) }),
  body: z.instanceof(Uint8Array),
  reads: "bytes",
  maxBytes: limits.libraryDocumentBytes.hard,
  handle: ({ params, query, body, request }) => {
    const mime = request.headers.get("content-type") ?? "application/octet-stream";
    return addDocument(params.libraryId, { name: query.name, mime, bytes: body });
  },
});
