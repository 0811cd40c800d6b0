"use client";

/** The edge a dragged card would be inserted into, lit while it hovers over it. */
import { createContext, use } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";

export type DropEdgeStore = StoreApi<{ readonly edgeId: string | null }>;

export function createDropEdgeStore(): DropEdgeStore {
  return createStore(() => ({ edgeId: null }));
}

export const DropEdgeContext = createContext<DropEdgeStore>(createDropEdgeStore());

export function useIsDropEdge(edgeId: string): boolean {
  return useStore(use(DropEdgeContext), (state) => state.edgeId === edgeId);
}
