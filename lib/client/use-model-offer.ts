"use client";

/** What the provider offers, asked once a page and shared by every panel. */
import { useEffect, useState } from "react";
import { z } from "zod";
import { request } from "./request";

const Named = z.object({ id: z.string(), name: z.string() });

const ModelOffer = z.object({
  models: z.array(z.object({ id: z.string(), label: z.string(), contextTokens: z.number().nullable(), deprecated: z.boolean() })),
  agents: z.array(Named),
  libraries: z.array(Named),
  modelsProblem: z.string().nullable(),
  provider: z.looseObject({ label: z.string(), isSimulated: z.boolean() }),
});
export type ModelOffer = z.output<typeof ModelOffer>;

export type ModelOfferState =
  | { readonly is: "loading" }
  | { readonly is: "ready"; readonly offer: ModelOffer }
  | { readonly is: "failed"; readonly message: string };

let asked: Promise<ModelOfferState> | null = null;
let known: ModelOfferState = { is: "loading" };

async function ask(): Promise<ModelOfferState> {
  const answer = await request("/api/models", ModelOffer);
  known = answer.ok ? { is: "ready", offer: answer.value } : { is: "failed", message: answer.error.message };
  // A failure is asked again by the next panel.
  if (!answer.ok || answer.value.modelsProblem !== null) asked = null;
  return known;
}

export function useModelOffer(): ModelOfferState {
  const [state, setState] = useState(known);
  useEffect(() => {
    let isGone = false;
    asked ??= ask();
    void asked.then((answer) => {
      if (!isGone) setState(answer);
    });
    return () => {
      isGone = true;
    };
  }, []);
  return state;
}
