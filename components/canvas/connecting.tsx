"use client";

/**
 * The connection that is being dragged, new or an old one by its end: where it starts and which ports would take it.
 *
 * A store of its own, so that a drag draws ports again and nothing else. Without a provider (a run
 * that is only looked at) no port ever has a hint.
 */
import { createContext, use } from "react";
import { useStore } from "zustand";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { PortEnd } from "@/lib/client/placement";
import type { WorkflowDocument, WorkflowEdge } from "@/lib/document/schema";

export type Connecting = {
  readonly from: PortEnd | null;
  /** The edge whose end is being moved. */
  readonly moving: WorkflowEdge | null;
  /** The document it would go into: without the edge that is being moved. */
  readonly into: WorkflowDocument | null;
  /** Keys of the ports that would take it, by `portKey`. */
  readonly legal: ReadonlySet<string>;
};

export type ConnectingStore = StoreApi<Connecting>;

export const notConnecting: Connecting = { from: null, moving: null, into: null, legal: new Set() };

export function createConnectingStore(): ConnectingStore {
  return createStore<Connecting>(() => notConnecting);
}

const idleStore = createConnectingStore();

export const ConnectingContext = createContext<ConnectingStore>(idleStore);

export type PortHint = "from" | "legal" | "refused" | undefined;

export function portKey({ nodeId, portId, side }: PortEnd): string {
  return `${side} ${nodeId} ${portId}`;
}

export function usePortHint(nodeId: string, portId: string, side: "source" | "target"): PortHint {
  return useStore(use(ConnectingContext), ({ from, legal }) => {
    if (from === null) return undefined;
    if (from.nodeId === nodeId && from.portId === portId && from.side === side) return "from";
    return legal.has(portKey({ nodeId, portId, side })) ? "legal" : "refused";
  });
}
