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
import { flatDocument } from "@/lib/client/containers";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { type CardNode, createFlowAdapter, type FlowEdge, movesIn, selectionIn } from "@/lib/client/react-flow-adapter";
import type { ShortcutId } from "@/lib/client/shortcuts";
import { CanvasMenu, CanvasMenuContext, type OpenMenu } from "./canvas-menu";
import { EditorCardNode, EditorContainerNode, EditorNoteNode } from "./card-node";
import { ConnectingContext } from "./connecting";
import { ConnectionLine } from "./connection-line";
import { DotGrid } from "./dot-grid";
import { DropEdgeContext } from "./drop-edge";
import { FarNode } from "./far-node";
import { CanvasEdge } from "./flow-edge";
import { MeasuredFrame, type Size } from "./measured-frame";
import { Minimap } from "./minimap";
import { Overview } from "./overview";
import { PendingConnection } from "./pending-connection";
import { useCanvasControls } from "./use-canvas-controls";
import { useCarryingKinds } from "./use-carrying-kinds";
import { useComeNear } from "./use-come-near";
import { useConnecting } from "./use-connecting";
import { useDragging } from "./use-dragging";
import { useEdgeUnder } from "./use-edge-under";
import { useOverview } from "./use-overview";
import { useWalkByKeyboard } from "./use-walk-by-keyboard";

type Point = { readonly x: number; readonly y: number };

const nodeTypes: NodeTypes = { card: EditorCardNode, note: EditorNoteNode, far: FarNode, container: EditorContainerNode };
const edgeTypes: EdgeTypes = { flow: CanvasEdge };
const addToSelection = ["Shift", "Meta", "Control"];
const minZoom = 0.1;
/** On a phone the whole of a workflow would be too small to read. */
const readableZoom = 0.6;
const maxZoom = 2;

export type EditorCanvasProps = {
  readonly isPhone: boolean;
  /** What a menu of the canvas asks for, at a point of the window. */
  readonly onAct: (id: ShortcutId, at: Point) => void;
};

export function EditorCanvas(props: EditorCanvasProps) {
  return <MeasuredFrame>{(size) => <EditorFlow {...props} size={size} />}</MeasuredFrame>;
}

function EditorFlow({ size, isPhone, onAct }: EditorCanvasProps & { readonly size: Size }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const selection = useEditor((state) => state.selection);
  // Over a run there is no room for it.
  const isMinimapOpen = useEditor((state) => state.preferences.isMinimapOpen && state.run === null);
  const [adapter] = useState(createFlowAdapter);
  const [menu, setMenu] = useState<OpenMenu | null>(null);
  // Decided once, before the first frame: later the view is the person's.
  const [firstView] = useState(() => fittingViewport(flatDocument(document).nodes, size, isPhone ? readableZoom : minZoom));

  const dragging = useDragging();
  const connecting = useConnecting();
  const carrying = useCarryingKinds(dragging.dropEdge);
  const walk = useWalkByKeyboard();
  useCanvasControls({ glide: dragging.glide, ...carrying });

  const { livePositions } = dragging;
  const near = useOverview(document.nodes.length, firstView.zoom);
  const isFar = near !== "all";
  const nodes = useMemo(
    () => adapter.nodes(document, { selection, livePositions, readOnly: false, near }),
    [adapter, document, selection, livePositions, near],
  );
  const edges = useMemo(() => (isFar ? [] : adapter.edges(document, selection)), [adapter, document, selection, isFar]);

  const openMenu = useCallback(
    (at: Point, nodeId: string | null) => {
      if (nodeId !== null && !store.getState().selection.nodeIds.has(nodeId)) store.getState().select([nodeId]);
      setMenu({ at, nodeId });
    },
    [store],
  );

  const showPanel = store.getState().setPanelOpen;
  const { screenToFlowPosition } = useReactFlow();
  const flow = useStoreApi();
  const comeNear = useComeNear();
  const edgeUnder = useEdgeUnder();

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
            nodeTypes={nodeTypes}
            onConnect={connecting.onConnect}
            onConnectEnd={connecting.onConnectEnd}
            onConnectStart={connecting.onConnectStart}
            onEdgesChange={(changes) => {
              // A frame drawn around cards means the cards, not what leads to others.
              const change = flow.getState().userSelectionRect === null ? selectionIn([], changes) : null;
              if (change !== null) store.getState().changeSelection(change);
            }}
            onEdgeClick={() => isPhone && showPanel(true)}
            onFocus={walk.onFocus}
            onKeyDown={walk.onKeyDown}
            onMove={(_event, viewport: FlowViewport) => store.getState().setZoomPercent(Math.round(viewport.zoom * 100))}
            // A phone's sheet is for what was tapped, not for what was dragged or added.
            onNodeClick={(event, node) => {
              if (isPhone) showPanel(true);
              if (isFar && !addsToSelection(event)) store.getState().select([node.id]);
            }}
            onNodeContextMenu={(event, node) => {
              event.preventDefault();
              openMenu(pointOf(event), node.id);
            }}
            onNodeDoubleClick={(_event, { id, data }) => (isFar ? comeNear(data.node) : store.getState().revealNode(id))}
            onNodeDrag={dragging.onDrag}
            onNodeDragStart={(...drag) => {
              if (isPhone) showPanel(false);
              dragging.onDragStart(...drag);
            }}
            onNodeDragStop={dragging.onDragStop}
            onNodesChange={(changes) => {
              const moves = movesIn(changes);
              if (moves.size > 0) dragging.follow(moves);
              const change = selectionIn(changes, []);
              if (change !== null) store.getState().changeSelection(change);
            }}
            onPaneClick={(event) => {
              // The edges of a picture can't be pressed themselves.
              const edgeId = isFar ? edgeUnder(document, { x: event.clientX, y: event.clientY }) : null;
              if (isFar) store.getState().select([], edgeId === null ? [] : [edgeId]);
              if (isPhone && edgeId !== null) showPanel(true);
            }}
            onPaneContextMenu={(event) => {
              event.preventDefault();
              openMenu({ x: event.clientX, y: event.clientY }, null);
            }}
            onDoubleClick={(event: MouseEvent) => {
              if (!(event.target instanceof Element) || !event.target.classList.contains("react-flow__pane")) return;
              const anchor = { x: event.clientX, y: event.clientY };
              store.getState().openQuickPick({ anchor, at: screenToFlowPosition(anchor), from: null });
            }}
            onlyRenderVisibleElements
            onReconnect={connecting.onReconnect}
            onReconnectStart={connecting.onReconnectStart}
            panOnScroll
            proOptions={{ hideAttribution: true }}
            selectionMode={SelectionMode.Partial}
            zoomOnDoubleClick={false}
          >
            <DotGrid />
            {isFar && <EditorOverview positions={livePositions} />}
            <PendingConnection />
          </ReactFlow>
          {isMinimapOpen && !isPhone && <Minimap />}
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

/** The picture of the draft, with what is selected and wrong in it. */
function EditorOverview({ positions }: { readonly positions: ReadonlyMap<string, Point> }) {
  const document = useEditor((state) => state.document);
  const { nodeIds, edgeIds } = useEditor((state) => state.selection);
  const diagnostics = useEditor((state) => state.diagnostics);
  const problems = useMemo(
    () => new Set(diagnostics.flatMap(({ severity, nodeId }) => (severity === "error" && nodeId !== undefined ? [nodeId] : []))),
    [diagnostics],
  );
  return <Overview document={document} positions={positions} problems={problems} selectedEdges={edgeIds} selectedNodes={nodeIds} />;
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
