"use client";

/** The agents of the library, asked once for every part of the editor, and again when the window comes back. */
import { useEffect } from "react";
import { z } from "zod";
import { useStore } from "zustand";
import { createStore } from "zustand/vanilla";
import { LibraryAgentConfig } from "../nodes/agent/library-agent";
import type { OfferedAgent } from "./library-agents";
import { request } from "./request";

const Agents = z.array(z.object({ id: z.string(), name: z.string(), version: z.number(), config: LibraryAgentConfig }));

export type LibraryAgentsState =
  | { readonly is: "loading" }
  | { readonly is: "ready"; readonly agents: readonly OfferedAgent[] }
  | { readonly is: "failed"; readonly message: string };

/** The library belongs to the workspace, not to a document, so one store serves every editor of a page. */
const library = createStore<{ readonly state: LibraryAgentsState }>(() => ({ state: { is: "loading" } }));

/** Answers younger than this are not asked for again by the next part that mounts. */
const freshMs = 2_000;
let asked: { readonly at: number; readonly answer: Promise<void> } | null = null;

export function useLibraryAgents(): LibraryAgentsState {
  useEffect(() => {
    void refreshIfOld();
    window.addEventListener("focus", refreshIfOld);
    return () => window.removeEventListener("focus", refreshIfOld);
  }, []);
  return useStore(library, ({ state }) => state);
}

/** Asks again, whatever is known: something was saved. */
export function refreshLibraryAgents(): Promise<void> {
  asked = { at: Date.now(), answer: ask() };
  return asked.answer;
}

function refreshIfOld(): Promise<void> {
  return asked !== null && Date.now() - asked.at < freshMs ? asked.answer : refreshLibraryAgents();
}

/** What was known stays when it can't be asked again. */
async function ask(): Promise<void> {
  const answer = await request("/api/agents", Agents);
  if (answer.ok) library.setState({ state: { is: "ready", agents: answer.value } });
  else if (library.getState().state.is !== "ready") library.setState({ state: { is: "failed", message: answer.error.message } });
}
