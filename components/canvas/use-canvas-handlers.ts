"use client";

/**
 * What React Flow tells of the editor's canvas, as edits and selections.
 *
 * The functions stay the same while a card is dragged: React Flow draws every card again for a new one.
 */
import { type ReactFlowProps, useReactFlow, useStoreApi } from "@xyflow/react";
import { type MouseEvent, useMemo } from "react";
import type { Point } from "@/lib/client/edge-geometry";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { type CardNode, type FlowEdge, movesIn, selectionIn } from "@/lib/client/react-flow-adapter";
import { useComeNear } from "./use-come-near";
import type { Dragging } from "./use-dragging";
import { useEdgeUnder } from "./use-edge-under";

export type CanvasHandlersInput = {
  readonly isPhone: boolean;
  /** The cards are a picture. */
  readonly isFar: boolean;
  readonly dragging: Pick<Dragging, "follow" | "onDragStart">;
  readonly openMenu: (at: Point, nodeId: string | null) => void;
};

type Handlers = Required<
  Pick<
    ReactFlowProps<CardNode, FlowEdge>,
    | "onDoubleClick"
    | "onEdgeClick"
    | "onEdgesChange"
    | "onMove"
    | "onNodeClick"
    | "onNodeContextMenu"
    | "onNodeDoubleClick"
    | "onNodeDragStart"
    | "onNodesChange"
    | "onPaneClick"
    | "onPaneContextMenu"
  >
>;

export function useCanvasHandlers({ isPhone, isFar, dragging, openMenu }: CanvasHandlersInput): Handlers {
  const store = useEditorStore();
  const flow = useStoreApi();
  const { screenToFlowPosition } = useReactFlow();
  const comeNear = useComeNear();
  const edgeUnder = useEdgeUnder();
  const { follow, onDragStart } = dragging;

  return useMemo(() => {
    const showPanel = store.getState().setPanelOpen;
    return {
      onEdgesChange: (changes) => {
        // A frame drawn around cards means the cards, not what leads to others.
        const change = flow.getState().userSelectionRect === null ? selectionIn([], changes) : null;
        if (change !== null) store.getState().changeSelection(change);
      },
      onEdgeClick: () => {
        if (isPhone) showPanel(true);
      },
      onMove: (_event, { zoom }) => {
        const percent = Math.round(zoom * 100);
        // Panning changes nothing that anybody else shows.
        if (percent !== store.getState().zoomPercent) store.getState().setZoomPercent(percent);
      },
      // A phone's sheet is for what was tapped, not for what was dragged or added.
      onNodeClick: (event, node) => {
        if (isPhone) showPanel(true);
        if (isFar && !addsToSelection(event)) store.getState().select([node.id]);
      },
      onNodeContextMenu: (event, node) => {
        event.preventDefault();
        openMenu(pointOf(event), node.id);
      },
      onNodeDoubleClick: (_event, { id, data }) => (isFar ? comeNear(data.node) : store.getState().revealNode(id)),
      onNodeDragStart: (...drag) => {
        if (isPhone) showPanel(false);
        onDragStart(...drag);
      },
      onNodesChange: (changes) => {
        const moves = movesIn(changes);
        if (moves.size > 0) follow(moves);
        const change = selectionIn(changes, []);
        if (change !== null) store.getState().changeSelection(change);
      },
      onPaneClick: (event) => {
        // The edges of a picture can't be pressed themselves.
        const edgeId = isFar ? edgeUnder(store.getState().document, { x: event.clientX, y: event.clientY }) : null;
        if (isFar) store.getState().select([], edgeId === null ? [] : [edgeId]);
        if (isPhone && edgeId !== null) showPanel(true);
      },
      onPaneContextMenu: (event) => {
        event.preventDefault();
        openMenu({ x: event.clientX, y: event.clientY }, null);
      },
      onDoubleClick: (event) => {
        if (!(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane")) return;
        const anchor = { x: event.clientX, y: event.clientY };
        store.getState().openQuickPick({ anchor, at: screenToFlowPosition(anchor), from: null });
      },
    };
  }, [store, flow, isPhone, isFar, openMenu, comeNear, edgeUnder, screenToFlowPosition, follow, onDragStart]);
}

function addsToSelection({ shiftKey, metaKey, ctrlKey }: MouseEvent): boolean {
  return shiftKey || metaKey || ctrlKey;
}

/** The menu key has no pointer: then the card's own corner. */
function pointOf(event: MouseEvent): Point {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const box = event.currentTarget.getBoundingClientRect();
  return { x: box.left + 24, y: box.top + 24 };
}
