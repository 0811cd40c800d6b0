"use client";

/**
 * A workflow to look at: the version that ran, with what became of each step. Pan, zoom, select.
 *
 * Reads the run from the run store above it; without one it shows the workflow at rest.
 */
import { type EdgeTypes, type NodeProps, type NodeTypes, ReactFlow } from "@xyflow/react";
import { memo, useMemo, useState } from "react";
import { fittingViewport } from "@/lib/client/card-geometry";
import { flatDocument } from "@/lib/client/containers";
import { noDiagnostics } from "@/lib/client/editor-store/diagnostics-slice";
import { type CardNode, createFlowAdapter, type FlowEdge, selectionIn } from "@/lib/client/react-flow-adapter";
import { useLiveLine, useStepView } from "@/lib/client/run-store/use-run";
import type { WorkflowDocument } from "@/lib/document/schema";
import { isSameCard } from "./card-node";
import { ContainerCard } from "./container-card";
import { DotGrid } from "./dot-grid";
import { FarNode } from "./far-node";
import { CanvasEdge } from "./flow-edge";
import { MeasuredFrame, type Size } from "./measured-frame";
import { NodeCard } from "./node-card";
import { NoteCard } from "./note-card";
import { Overview } from "./overview";
import { useComeNear } from "./use-come-near";
import { useOverview } from "./use-overview";
import { ViewControls } from "./view-controls";

export type RunCanvasProps = {
  readonly document: WorkflowDocument;
  readonly selectedNodeId: string | null;
  /** Null when the selection was let go. */
  readonly onSelectNode: (nodeId: string | null) => void;
};

const nodeTypes: NodeTypes = {
  card: memo(RunCardNode, isSameCard),
  note: memo(RunNoteNode, isSameCard),
  container: memo(RunContainerNode, isSameCard),
  far: FarNode,
};
const edgeTypes: EdgeTypes = { flow: CanvasEdge };
const noMoves: ReadonlyMap<string, { readonly x: number; readonly y: number }> = new Map();
const nothing: ReadonlySet<string> = new Set();

export function RunCanvas(props: RunCanvasProps) {
  return <MeasuredFrame>{(size) => <RunFlow {...props} size={size} />}</MeasuredFrame>;
}

type RunFlowProps = RunCanvasProps & { readonly size: Size };

function RunFlow({ document, selectedNodeId, onSelectNode, size }: RunFlowProps) {
  const [adapter] = useState(createFlowAdapter);
  const [firstView] = useState(() => fittingViewport(flatDocument(document).nodes, size));
  const selection = useMemo(
    () => ({ nodeIds: new Set(selectedNodeId === null ? [] : [selectedNodeId]), edgeIds: nothing }),
    [selectedNodeId],
  );
  const near = useOverview(document.nodes.length, firstView.zoom);
  const isFar = near !== "all";
  const nodes = useMemo(
    () => adapter.nodes(document, { selection, livePositions: noMoves, readOnly: true, near }),
    [adapter, document, selection, near],
  );
  const edges = useMemo(() => (isFar ? [] : adapter.edges(document, selection)), [adapter, document, selection, isFar]);
  const comeNear = useComeNear();
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
      onNodeDoubleClick={(_event, { data }) => isFar && comeNear(data.node)}
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
      {isFar && (
        <Overview document={document} positions={noMoves} problems={nothing} selectedEdges={nothing} selectedNodes={selection.nodeIds} />
      )}
      <ViewControls nodes={flatDocument(document).nodes} />
    </ReactFlow>
  );
}

function RunCardNode({ data: { node }, selected }: NodeProps<CardNode>) {
  const step = useStepView(node.id);
  const liveLine = useLiveLine(node.id);
  return <NodeCard diagnostics={noDiagnostics} liveLine={liveLine} node={node} readOnly selected={selected} step={step} />;
}

function RunNoteNode({ data: { node }, selected }: NodeProps<CardNode>) {
  return <NoteCard node={node} selected={selected} />;
}

function RunContainerNode({ data: { node }, selected }: NodeProps<CardNode>) {
  const step = useStepView(node.id);
  return <ContainerCard diagnostics={noDiagnostics} node={node} readOnly selected={selected} step={step} />;
}
