"use client";

/**
 * A workflow to look at: the version that ran, with what became of each step. Pan, zoom, select.
 *
 * Reads the run from the run store above it; without one it shows the workflow at rest.
 */
import "@xyflow/react/dist/base.css";
import "./canvas.css";
import { type EdgeTypes, type NodeProps, type NodeTypes, ReactFlow, ReactFlowProvider } from "@xyflow/react";
import { memo, useLayoutEffect, useMemo, useRef, useState } from "react";
import { fittingViewport } from "@/lib/client/card-geometry";
import { noDiagnostics } from "@/lib/client/editor-store/diagnostics-slice";
import { type CardNode, createFlowAdapter, type FlowEdge, selectionIn } from "@/lib/client/react-flow-adapter";
import { useLiveLine, useStepView } from "@/lib/client/run-store/use-run";
import type { WorkflowDocument } from "@/lib/document/schema";
import { DotGrid } from "./dot-grid";
import { FarCard, useIsFar } from "./far-card";
import { CanvasEdge } from "./flow-edge";
import { NodeCard } from "./node-card";
import { NoteCard } from "./note-card";
import { ViewControls } from "./view-controls";

export type RunCanvasProps = {
  readonly document: WorkflowDocument;
  readonly selectedNodeId: string | null;
  /** Null when the selection was let go. */
  readonly onSelectNode: (nodeId: string | null) => void;
};

const nodeTypes: NodeTypes = { card: memo(RunCardNode, isSame), note: memo(RunNoteNode, isSame) };
const edgeTypes: EdgeTypes = { flow: CanvasEdge };
const noMoves: ReadonlyMap<string, { readonly x: number; readonly y: number }> = new Map();
const noEdges: ReadonlySet<string> = new Set();

export function RunCanvas(props: RunCanvasProps) {
  const frame = useRef<HTMLDivElement>(null);
  const [size, setSize] = useState<{ readonly width: number; readonly height: number } | null>(null);
  useLayoutEffect(() => {
    const box = frame.current?.getBoundingClientRect();
    if (box !== undefined) setSize({ width: box.width, height: box.height });
  }, []);
  return (
    <div className="relative size-full overflow-hidden bg-paper" data-testid="canvas" ref={frame}>
      {size !== null && (
        <ReactFlowProvider>
          <RunFlow {...props} size={size} />
        </ReactFlowProvider>
      )}
    </div>
  );
}

type RunFlowProps = RunCanvasProps & { readonly size: { readonly width: number; readonly height: number } };

function RunFlow({ document, selectedNodeId, onSelectNode, size }: RunFlowProps) {
  const [adapter] = useState(createFlowAdapter);
  const [firstView] = useState(() => fittingViewport(document.nodes, size));
  const selection = useMemo(
    () => ({ nodeIds: new Set(selectedNodeId === null ? [] : [selectedNodeId]), edgeIds: noEdges }),
    [selectedNodeId],
  );
  const nodes = useMemo(
    () => adapter.nodes(document, { selection, livePositions: noMoves, readOnly: true }),
    [adapter, document, selection],
  );
  const edges = useMemo(() => adapter.edges(document, selection), [adapter, document, selection]);
  return (
    <ReactFlow<CardNode, FlowEdge>
      aria-label="Graph of the run"
      defaultViewport={firstView}
      deleteKeyCode={null}
      edges={edges}
      edgesFocusable={false}
      edgeTypes={edgeTypes}
      elementsSelectable
      maxZoom={2}
      minZoom={0.1}
      nodes={nodes}
      nodesConnectable={false}
      nodesDraggable={false}
      nodeTypes={nodeTypes}
      onNodesChange={(changes) => {
        const selected = selectionIn(changes, [])?.nodes.find((change) => change.selected);
        if (selected !== undefined) onSelectNode(selected.id);
      }}
      onlyRenderVisibleElements
      onPaneClick={() => onSelectNode(null)}
      panOnScroll
      proOptions={{ hideAttribution: true }}
      zoomOnDoubleClick={false}
    >
      <DotGrid />
      <ViewControls nodes={document.nodes} />
    </ReactFlow>
  );
}

function isSame(before: NodeProps<CardNode>, after: NodeProps<CardNode>): boolean {
  return before.data === after.data && before.selected === after.selected;
}

function RunCardNode({ data: { node }, selected }: NodeProps<CardNode>) {
  const step = useStepView(node.id);
  const liveLine = useLiveLine(node.id);
  const isFar = useIsFar();
  if (isFar) return <FarCard hasProblem={false} node={node} selected={selected} status={step?.status ?? null} />;
  return <NodeCard diagnostics={noDiagnostics} liveLine={liveLine} node={node} readOnly selected={selected} step={step} />;
}

function RunNoteNode({ data: { node }, selected }: NodeProps<CardNode>) {
  return <NoteCard node={node} selected={selected} />;
}
