"use client";

/** Drawing a connection: which ports would take it, and what a drop means. */
import type { Connection, Edge, OnConnect, OnConnectEnd, OnConnectStart } from "@xyflow/react";
import { useReactFlow } from "@xyflow/react";
import { useCallback, useState } from "react";
import { refusalOf, targetsFor } from "@/lib/client/connections";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { edgeBetween, type PortEnd } from "@/lib/client/placement";
import { endsOf } from "@/lib/client/react-flow-adapter";
import { edgeId } from "@/lib/document/schema";
import { type ConnectingStore, createConnectingStore, notConnecting, portKey } from "./connecting";

export type ConnectingHandlers = {
  readonly store: ConnectingStore;
  readonly isValid: (connection: Connection | Edge) => boolean;
  readonly onConnectStart: OnConnectStart;
  readonly onConnect: OnConnect;
  readonly onConnectEnd: OnConnectEnd;
};

export function useConnecting(): ConnectingHandlers {
  const editor = useEditorStore();
  const [store] = useState(createConnectingStore);
  const { screenToFlowPosition } = useReactFlow();

  const onConnectStart = useCallback<OnConnectStart>(
    (_event, { nodeId, handleId, handleType }) => {
      if (nodeId === null || handleId === null || handleType === null) return;
      const from: PortEnd = { nodeId, portId: handleId, side: handleType };
      const legal = new Set(targetsFor(editor.getState().document, from).map((target) => portKey(target.end)));
      store.setState({ from, legal });
    },
    [editor, store],
  );

  const isValid = useCallback<ConnectingHandlers["isValid"]>(
    (connection) => {
      const ends = endsOf({ sourceHandle: null, targetHandle: null, ...connection });
      return ends !== null && refusalOf(editor.getState().document, ends) === null;
    },
    [editor],
  );

  const onConnect = useCallback<OnConnect>(
    (connection) => {
      const ends = endsOf(connection);
      if (ends !== null) editor.getState().dispatch({ type: "connect", edge: { id: edgeId(ends), ...ends } });
    },
    [editor],
  );

  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, state) => {
      const { from } = store.getState();
      store.setState(notConnecting);
      if (from === null || state.isValid === true || state.toHandle !== null) return;
      const anchor = pointOf(event);
      const { document, dispatch, openQuickPick } = editor.getState();
      const below = window.document.elementFromPoint(anchor.x, anchor.y);
      const cardId = below?.closest(".react-flow__node")?.getAttribute("data-id");
      const card = document.nodes.find((node) => node.id === cardId);
      if (card !== undefined) {
        // Anywhere on a card will do when its first port takes the connection.
        const edge = edgeBetween(from, card);
        if (edge !== null && refusalOf(document, edge) === null) dispatch({ type: "connect", edge });
        return;
      }
      if (below?.closest(".react-flow__pane") != null) openQuickPick({ anchor, at: screenToFlowPosition(anchor), from });
    },
    [editor, store, screenToFlowPosition],
  );

  return { store, isValid, onConnectStart, onConnect, onConnectEnd };
}

function pointOf(event: MouseEvent | TouchEvent): { readonly x: number; readonly y: number } {
  const point = "changedTouches" in event ? event.changedTouches[0] : event;
  return { x: point?.clientX ?? 0, y: point?.clientY ?? 0 };
}
