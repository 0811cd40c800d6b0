"use client";

/** Other workflows that a step may run: all of them by name, and what one of them asks for. */
import { useEffect, useState } from "react";
import { z } from "zod";
import { parseDocument } from "../document/parse-document";
import type { InputField } from "../nodes/contract";
import { inputFieldsOf } from "./node-facts";
import { request } from "./request";

const Names = z.array(z.object({ id: z.string(), name: z.string() }));
export type WorkflowName = z.output<typeof Names>[number];

export type WorkflowOffer =
  | { readonly is: "loading" }
  | { readonly is: "ready"; readonly workflows: readonly WorkflowName[] }
  | { readonly is: "failed"; readonly message: string };

/** Asked whenever a list is opened: workflows come and go in other tabs. */
export function useWorkflowOffer(): WorkflowOffer {
  const [offer, setOffer] = useState<WorkflowOffer>({ is: "loading" });
  useEffect(() => {
    const abort = new AbortController();
    void request("/api/workflows", Names, { signal: abort.signal }).then((answer) => {
      if (abort.signal.aborted) return;
      setOffer(answer.ok ? { is: "ready", workflows: answer.value } : { is: "failed", message: answer.error.message });
    });
    return () => abort.abort();
  }, []);
  return offer;
}

const Draft = z.looseObject({ document: z.unknown() });

export type ChosenWorkflow =
  | { readonly is: "none" | "loading" }
  | { readonly is: "ready"; readonly name: string; readonly fields: readonly InputField[] }
  /** Deleted, or never there. */
  | { readonly is: "missing" }
  | { readonly is: "failed"; readonly message: string };

/** The workflow of this id as its draft says now. */
export function useChosenWorkflow(id: string): ChosenWorkflow {
  const [found, setFound] = useState<{ readonly id: string; readonly chosen: ChosenWorkflow } | null>(null);
  useEffect(() => {
    if (id === "") return;
    const abort = new AbortController();
    void readChosen(id, abort.signal).then((chosen) => {
      if (!abort.signal.aborted) setFound({ id, chosen });
    });
    return () => abort.abort();
  }, [id]);
  if (id === "") return { is: "none" };
  return found?.id === id ? found.chosen : { is: "loading" };
}

async function readChosen(id: string, signal: AbortSignal): Promise<ChosenWorkflow> {
  const answer = await request(`/api/workflows/${encodeURIComponent(id)}/draft`, Draft, { signal });
  if (!answer.ok) return answer.error.code === "not_found" ? { is: "missing" } : { is: "failed", message: answer.error.message };
  const parsed = parseDocument(answer.value.document);
  if (!parsed.ok) return { is: "failed", message: "What it says can't be read." };
  return { is: "ready", name: parsed.value.name, fields: inputFieldsOf(parsed.value) };
}
