"use client";

/** React Flow, wired to the editor: the document goes in, commands come out. */
import {
  type EdgeTypes,
  type Viewport as FlowViewport,
  type NodeTypes,
  ReactFlow,
  SelectionMode,
  useReactFlow,
  useStoreApi,
} from "@xyflow/react";
import { type MouseEvent, useCallback, useMemo, useState } from "react";
import { fittingViewport } from "@/lib/client/card-geometry";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { type CardNode, createFlowAdapter, type FlowEdge, movesIn, selectionIn } from "@/lib/client/react-flow-adapter";
import type { ShortcutId } from "@/lib/client/shortcuts";
import { CanvasMenu, CanvasMenuContext, type OpenMenu } from "./canvas-menu";
import { EditorCardNode, EditorNoteNode } from "./card-node";
import { ConnectingContext } from "./connecting";
import { ConnectionLine } from "./connection-line";
import { DotGrid } from "./dot-grid";
import { DropEdgeContext } from "./drop-edge";
import { CanvasEdge } from "./flow-edge";
import { Minimap } from "./minimap";
import { PendingConnection } from "./pending-connection";
import { useCanvasControls } from "./use-canvas-controls";
import { useConnecting } from "./use-connecting";
import { useDragging } from "./use-dragging";
import { useDropFromPalette } from "./use-drop-from-palette";
import { useWalkByKeyboard } from "./use-walk-by-keyboard";

export type Size = { readonly width: number; readonly height: number };
type Point = { readonly x: number; readonly y: number };

const nodeTypes: NodeTypes = { card: EditorCardNode, note: EditorNoteNode };
const edgeTypes: EdgeTypes = { flow: CanvasEdge };
const addToSelection = ["Shift", "Meta", "Control"];
const minZoom = 0.1;
/** On a phone the whole of a workflow would be too small to read. */
const readableZoom = 0.6;
const maxZoom = 2;

export type EditorFlowProps = {
  readonly size: Size;
  readonly readOnly: boolean;
  readonly onAct: (id: ShortcutId, at: Point) => void;
};

export function EditorFlow({ size, readOnly, onAct }: EditorFlowProps) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const selection = useEditor((state) => state.selection);
  // Over a run there is no room for it.
  const isMinimapOpen = useEditor((state) => state.preferences.isMinimapOpen && state.run === null);
  const [adapter] = useState(createFlowAdapter);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  // Decided once, before the first frame: later the view is the person's.
  const [firstView] = useState(() => fittingViewport(document.nodes, size, readOnly ? readableZoom : minZoom));

  const dragging = useDragging();
  const connecting = useConnecting();
  const palette = useDropFromPalette(dragging.dropEdge);
  const walk = useWalkByKeyboard();
  useCanvasControls({ glide: dragging.glide });

  const nodes = useMemo(
    () => adapter.nodes(document, { selection, livePositions: dragging.livePositions, readOnly }),
    [adapter, document, selection, dragging.livePositions, readOnly],
  );
  const edges = useMemo(() => adapter.edges(document, selection), [adapter, document, selection]);

  const openMenu = useCallback(
    (at: Point, nodeId: string | null) => {
      if (nodeId !== null && !store.getState().selection.nodeIds.has(nodeId)) store.getState().select([nodeId]);
      setMenu({ at, nodeId });
    },
    [store],
  );

  const { screenToFlowPosition } = useReactFlow();
  const flow = useStoreApi();

  return (
    <CanvasMenuContext value={openMenu}>
      <ConnectingContext value={connecting.store}>
        <DropEdgeContext value={dragging.dropEdge}>
          <ReactFlow<CardNode, FlowEdge>
            aria-label="Workflow canvas"
            autoPanOnNodeFocus={false}
            connectionLineComponent={ConnectionLine}
            connectionRadius={28}
            defaultViewport={firstView}
            deleteKeyCode={null}
            disableKeyboardA11y
            edges={edges}
            edgesFocusable={false}
            edgeTypes={edgeTypes}
            elevateNodesOnSelect={false}
            isValidConnection={connecting.isValid}
            maxZoom={maxZoom}
            minZoom={minZoom}
            multiSelectionKeyCode={addToSelection}
            nodeDragThreshold={2}
            nodes={nodes}
            nodesConnectable={!readOnly}
            nodesDraggable={!readOnly}
            nodeTypes={nodeTypes}
            onConnect={connecting.onConnect}
            onConnectEnd={connecting.onConnectEnd}
            onConnectStart={connecting.onConnectStart}
            onDragLeave={palette.onDragLeave}
            onDragOver={palette.onDragOver}
            onDrop={palette.onDrop}
            onEdgesChange={(changes) => {
              // A frame drawn around cards means the cards, not what leads to others.
              const change = flow.getState().userSelectionRect === null ? selectionIn([], changes) : null;
              if (change !== null) store.getState().changeSelection(change);
            }}
            onFocus={walk.onFocus}
            onKeyDown={walk.onKeyDown}
            onMove={(_event, viewport: FlowViewport) => store.getState().setZoomPercent(Math.round(viewport.zoom * 100))}
            onNodeContextMenu={(event, node) => {
              event.preventDefault();
              if (!readOnly) openMenu(pointOf(event), node.id);
            }}
            onNodeDoubleClick={(_event, node) => store.getState().revealNode(node.id)}
            onNodeDrag={dragging.onDrag}
            onNodeDragStart={dragging.onDragStart}
            onNodeDragStop={dragging.onDragStop}
            onNodesChange={(changes) => {
              const moves = movesIn(changes);
              if (moves.size > 0) dragging.follow(moves);
              const change = selectionIn(changes, []);
              if (change !== null) store.getState().changeSelection(change);
            }}
            onPaneContextMenu={(event) => {
              event.preventDefault();
              if (!readOnly) openMenu({ x: event.clientX, y: event.clientY }, null);
            }}
            onDoubleClick={(event: MouseEvent) => {
              if (readOnly || !(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane")) return;
              const anchor = { x: event.clientX, y: event.clientY };
              store.getState().openQuickPick({ anchor, at: screenToFlowPosition(anchor), from: null });
            }}
            onlyRenderVisibleElements
            panOnScroll
            proOptions={{ hideAttribution: true }}
            selectionMode={SelectionMode.Partial}
            zoomOnDoubleClick={false}
          >
            <DotGrid />
            <PendingConnection />
          </ReactFlow>
          {isMinimapOpen && !readOnly && <Minimap />}
          <CanvasMenu
            menu={menu}
            onAct={(id, at) => {
              setMenu(null);
              onAct(id, at);
            }}
            onClose={() => setMenu(null)}
          />
        </DropEdgeContext>
      </ConnectingContext>
    </CanvasMenuContext>
  );
}

/** The menu key has no pointer: then the card's own corner. */
function pointOf(event: MouseEvent): Point {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const box = event.currentTarget.getBoundingClientRect();
  return { x: box.left + 24, y: box.top + 24 };
}
