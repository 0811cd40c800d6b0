"use client";

/** Drawing a connection, or moving the end of one: which ports would take it, and what a drop means. */
import type { Connection, Edge, OnConnect, OnConnectEnd, OnConnectStart, OnReconnect } from "@xyflow/react";
import { useReactFlow } from "@xyflow/react";
import { useCallback, useState } from "react";
import { refusalOf, targetsFor } from "@/lib/client/connections";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { edgeBetween, type PortEnd } from "@/lib/client/placement";
import { endsOf, type FlowEdge } from "@/lib/client/react-flow-adapter";
import { edgeId, type WorkflowDocument, type WorkflowEdge } from "@/lib/document/schema";
import { clientPoint } from "./client-point";
import { type ConnectingStore, createConnectingStore, notConnecting, portKey } from "./connecting";

export type ConnectingHandlers = {
  readonly store: ConnectingStore;
  readonly isValid: (connection: Connection | Edge) => boolean;
  readonly onReconnectStart: (event: unknown, edge: FlowEdge) => void;
  readonly onConnectStart: OnConnectStart;
  readonly onConnect: OnConnect;
  readonly onReconnect: OnReconnect<FlowEdge>;
  readonly onConnectEnd: OnConnectEnd;
};

export function useConnecting(): ConnectingHandlers {
  const editor = useEditorStore();
  const [store] = useState(createConnectingStore);
  const { screenToFlowPosition } = useReactFlow();

  // Comes before `onConnectStart`, which is told of every drag.
  const onReconnectStart = useCallback<ConnectingHandlers["onReconnectStart"]>(
    (_event, { data }) => store.setState({ moving: data?.edge ?? null }),
    [store],
  );

  const onConnectStart = useCallback<OnConnectStart>(
    (_event, { nodeId, handleId, handleType }) => {
      if (nodeId === null || handleId === null || handleType === null) return;
      const from: PortEnd = { nodeId, portId: handleId, side: handleType };
      const into = without(editor.getState().document, store.getState().moving);
      const legal = new Set(targetsFor(into, from).map((target) => portKey(target.end)));
      store.setState({ from, into, legal });
    },
    [editor, store],
  );

  const isValid = useCallback<ConnectingHandlers["isValid"]>(
    (connection) => {
      const ends = endsOf({ sourceHandle: null, targetHandle: null, ...connection });
      const { into } = store.getState();
      return ends !== null && into !== null && refusalOf(into, ends) === null;
    },
    [store],
  );

  const connect = useCallback(
    (edge: WorkflowEdge, moved: WorkflowEdge | null) => {
      const { dispatch, dispatchAll } = editor.getState();
      if (moved === null) dispatch({ type: "connect", edge });
      else if (moved.id !== edge.id) {
        const takeAway = { type: "remove_nodes", nodeIds: [], edgeIds: [moved.id] } as const;
        dispatchAll([takeAway, { type: "connect", edge }], "Reconnect");
      }
    },
    [editor],
  );

  const onConnect = useCallback<OnConnect>(
    (connection) => {
      const ends = endsOf(connection);
      if (ends !== null) connect({ id: edgeId(ends), ...ends }, store.getState().moving);
    },
    [store, connect],
  );

  const onReconnect = useCallback<OnReconnect<FlowEdge>>((_edge, connection) => onConnect(connection), [onConnect]);

  const onConnectEnd = useCallback<OnConnectEnd>(
    (event, state) => {
      const { from, into, moving } = store.getState();
      store.setState(notConnecting);
      if (from === null || into === null || state.isValid === true || state.toHandle !== null) return;
      const anchor = clientPoint(event);
      const below = window.document.elementFromPoint(anchor.x, anchor.y);
      const cardId = below?.closest(".react-flow__node")?.getAttribute("data-id");
      const card = into.nodes.find((node) => node.id === cardId);
      if (card !== undefined) {
        // Anywhere on a card will do when its first port takes the connection.
        const edge = edgeBetween(from, card);
        if (edge !== null && refusalOf(into, edge) === null) connect(edge, moving);
        return;
      }
      // An end that was moved and dropped on nothing stays where it was.
      if (moving !== null || below?.closest(".react-flow__pane") == null) return;
      editor.getState().openQuickPick({ anchor, at: screenToFlowPosition(anchor), from });
    },
    [editor, store, connect, screenToFlowPosition],
  );

  return { store, isValid, onReconnectStart, onConnectStart, onConnect, onReconnect, onConnectEnd };
}

function without(document: WorkflowDocument, edge: WorkflowEdge | null): WorkflowDocument {
  return edge === null ? document : { ...document, edges: document.edges.filter(({ id }) => id !== edge.id) };
}
