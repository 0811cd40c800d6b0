"use client";

/** What the workflow in the editor is published as; asked for once everything is saved. */
import { useCallback, useEffect, useState } from "react";
import { z } from "zod";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { request } from "@/lib/client/request";
import type { PublicationDetail } from "@/lib/projection/published";
import { useEditorSession } from "./editor-context";

const Detail: z.ZodType<PublicationDetail> = z.object({
  live: z.object({ name: z.string(), number: z.number(), isDraftSame: z.boolean() }).nullable(),
  releases: z.array(
    z.object({
      id: z.string(),
      number: z.number(),
      name: z.string(),
      versionNumber: z.number(),
      publishedBy: z.string(),
      publishedAt: z.string(),
      isLive: z.boolean(),
    }),
  ),
});

export type PublicationState =
  | { readonly is: "loading" }
  | { readonly is: "failed"; readonly message: string }
  | { readonly is: "ready"; readonly detail: PublicationDetail };

export function usePublication(): { readonly state: PublicationState; readonly reload: () => Promise<void> } {
  const session = useEditorSession();
  const workflowId = useEditor((editor) => editor.workflowId);
  const [state, setState] = useState<PublicationState>({ is: "loading" });

  const reload = useCallback(async () => {
    const saved = await session.flush();
    if (!saved.ok) return setState({ is: "failed", message: `The workflow could not be saved first. ${saved.error.message}` });
    const read = await request(`/api/workflows/${encodeURIComponent(workflowId)}/publication`, Detail);
    setState(read.ok ? { is: "ready", detail: read.value } : { is: "failed", message: read.error.message });
  }, [session, workflowId]);

  useEffect(() => {
    void reload();
  }, [reload]);
  return { state, reload };
}
