"use client";

/**
 * Cards under way: while they are dragged, and while tidying up moves them. Their positions live here,
 * outside the document, until the drag ends as one command.
 */
import type { OnNodeDrag } from "@xyflow/react";
import { useCallback, useRef, useState } from "react";
import { dropCommands, flatDocument, growCommand, withContentMoved } from "@/lib/client/containers";
import type { EditorStore } from "@/lib/client/editor-store/store";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { insertCommands, isLoose } from "@/lib/client/placement";
import type { CardNode, XY } from "@/lib/client/react-flow-adapter";
import { applyCommands } from "@/lib/document/apply-command";
import { duplicateSelection } from "@/lib/document/clipboard";
import { describeCommand } from "@/lib/document/describe-command";
import { clientPoint } from "./client-point";
import { createDropEdgeStore, type DropEdgeStore } from "./drop-edge";
import { useEdgeUnder } from "./use-edge-under";

type Positions = ReadonlyMap<string, XY>;

const nowhere: Positions = new Map();
const glideMs = 180;

export type Dragging = {
  readonly livePositions: Positions;
  readonly dropEdge: DropEdgeStore;
  readonly follow: (moves: Positions) => void;
  readonly glide: (moves: readonly { readonly nodeId: string; readonly to: XY }[]) => Promise<void>;
  readonly onDragStart: OnNodeDrag<CardNode>;
  readonly onDrag: OnNodeDrag<CardNode>;
  readonly onDragStop: OnNodeDrag<CardNode>;
};

export function useDragging(): Dragging {
  const store = useEditorStore();
  const [dropEdge] = useState(createDropEdgeStore);
  const [livePositions, setLivePositions] = useState<Positions>(nowhere);
  const isCopying = useRef(false);
  const edgeUnder = useEdgeUnder();

  const follow = useCallback(
    (moves: Positions) => setLivePositions((before) => new Map([...before, ...withContentMoved(store.getState().document, moves)])),
    [store],
  );

  const onDragStart = useCallback<OnNodeDrag<CardNode>>((event) => {
    isCopying.current = event.altKey;
  }, []);

  const onDrag = useCallback<OnNodeDrag<CardNode>>(
    (event, node, nodes) => {
      const canInsert = nodes.length === 1 && !isCopying.current && isLoose(store.getState().document, node.id);
      dropEdge.setState({ edgeId: canInsert ? edgeUnder(store.getState().document, clientPoint(event)) : null });
    },
    [store, dropEdge, edgeUnder],
  );

  const onDragStop = useCallback<OnNodeDrag<CardNode>>(
    (_event, dragged, nodes) => {
      const { document, dispatch, dispatchAll, select } = store.getState();
      const positions = new Map(nodes.map((node) => [node.id, node.position]));
      const edge = document.edges.find((candidate) => candidate.id === dropEdge.getState().edgeId);
      const node = document.nodes.find((candidate) => candidate.id === dragged.id);
      dropEdge.setState({ edgeId: null });
      setLivePositions(nowhere);
      if (node === undefined) return;
      if (isCopying.current) {
        const from = flatDocument(document).nodes.find(({ id }) => id === dragged.id)?.position ?? node.position;
        const offset = { x: Math.round(dragged.position.x - from.x), y: Math.round(dragged.position.y - from.y) };
        const copy = duplicateSelection(document, positions.keys(), { offset });
        dispatch(copy.command, copy.nodeIds.length === 1 ? `Duplicate ${node.title}` : `Duplicate ${copy.nodeIds.length} nodes`);
        select(copy.nodeIds);
        return;
      }
      const dropped = { ...node, position: { x: Math.round(dragged.position.x), y: Math.round(dragged.position.y) } };
      const insert = edge === undefined ? null : insertCommands(document, edge, dropped);
      if (insert !== null) dispatchAll(insert, `Insert ${node.title}`);
      else if (positions.size > 0) dispatchDrop(store, positions);
    },
    [store, dropEdge],
  );

  const glide = useCallback<Dragging["glide"]>(
    (moves) => {
      const { document } = store.getState();
      const from = new Map(flatDocument(document).nodes.map((node) => [node.id, node.position]));
      const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (isStill) return Promise.resolve();
      return new Promise((resolve) => {
        const startedAt = performance.now();
        const draw = (now: number) => {
          const part = Math.min(1, (now - startedAt) / glideMs);
          const eased = 1 - (1 - part) ** 3;
          const moved = new Map(moves.map(({ nodeId, to }) => [nodeId, between(from.get(nodeId) ?? to, to, eased)]));
          setLivePositions(withContentMoved(document, moved));
          if (part < 1) requestAnimationFrame(draw);
          else {
            resolve();
            setLivePositions(nowhere);
          }
        };
        requestAnimationFrame(draw);
      });
    },
    [store],
  );

  return { livePositions, dropEdge, follow, glide, onDragStart, onDrag, onDragStop };
}

/** One undoable edit: the nodes where they were dropped, and containers that reach around what stands in them. */
function dispatchDrop(store: EditorStore, positions: Positions): void {
  const { document, dispatch, dispatchAll } = store.getState();
  const commands = dropCommands(document, positions);
  const grow = growCommand(applyCommands(document, commands));
  const [only, ...others] = grow === null ? commands : [...commands, grow];
  if (only === undefined) return;
  if (others.length === 0) dispatch(only);
  else dispatchAll([only, ...others], describeCommand(only, document));
}

function between(from: XY, to: XY, part: number): XY {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
