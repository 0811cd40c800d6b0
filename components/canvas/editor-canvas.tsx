"use client";

/** React Flow, wired to the editor: the document goes in, commands come out. */
import { type EdgeTypes, type NodeTypes, ReactFlow, SelectionMode } from "@xyflow/react";
import { useCallback, useMemo, useState } from "react";
import { fittingViewport } from "@/lib/client/card-geometry";
import { flatDocument } from "@/lib/client/containers";
import type { Point } from "@/lib/client/edge-geometry";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { type CardNode, createFlowAdapter, type FlowEdge } from "@/lib/client/react-flow-adapter";
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
import { useCanvasHandlers } from "./use-canvas-handlers";
import { useCarryingKinds } from "./use-carrying-kinds";
import { useConnecting } from "./use-connecting";
import { useDragging } from "./use-dragging";
import { useOverview } from "./use-overview";
import { useWalkByKeyboard } from "./use-walk-by-keyboard";

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
  const handlers = useCanvasHandlers({ isPhone, isFar, dragging, openMenu });

  return (
    <CanvasMenuContext value={openMenu}>
      <ConnectingContext value={connecting.store}>
        <DropEdgeContext value={dragging.dropEdge}>
          <ReactFlow<CardNode, FlowEdge>
            {...handlers}
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
            onFocus={walk.onFocus}
            onKeyDown={walk.onKeyDown}
            onNodeDrag={dragging.onDrag}
            onNodeDragStop={dragging.onDragStop}
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
