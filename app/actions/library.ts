"use server";

/** What people do to document libraries. */
import { z } from "zod";
import { defineAction } from "@/lib/server/boundary";
import { createLibrary, deleteDocument, deleteLibrary } from "@/lib/server/services/libraries";

const Id = z.string().min(1).max(200);

export const createLibraryAction = defineAction({
  policy: "edit",
  input: z.strictObject({
    name: z.string().trim().min(1, "give the library a name").max(120),
    description: z.string().trim().max(1_000).default(""),
  }),
  run: async (_actor, library) => createLibrary(library),
});

export const deleteLibraryAction = defineAction({
  policy: "edit",
  input: z.strictObject({ libraryId: Id }),
  run: async (_actor, { libraryId }) => deleteLibrary(libraryId),
});

export const deleteDocumentAction = defineAction({
  policy: "edit",
  input: z.strictObject({ libraryId: Id, documentId: Id }),
  run: async (_actor, { libraryId, documentId }) => deleteDocument(libraryId, documentId),
});
