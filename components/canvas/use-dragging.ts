"use client";

/**
 * Cards under way: while they are dragged, and while tidying up moves them. Their positions live here,
 * outside the document, until the drag ends as one command.
 */
import type { OnNodeDrag } from "@xyflow/react";
import { useCallback, useRef, useState } from "react";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { insertCommands, isLoose } from "@/lib/client/placement";
import { type CardNode, moveCommand, type XY } from "@/lib/client/react-flow-adapter";
import { duplicateSelection } from "@/lib/document/clipboard";
import { createDropEdgeStore, type DropEdgeStore } from "./drop-edge";
import { edgeUnder } from "./edge-under";

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

  const follow = useCallback((moves: Positions) => setLivePositions((before) => new Map([...before, ...moves])), []);

  const onDragStart = useCallback<OnNodeDrag<CardNode>>((event) => {
    isCopying.current = event.altKey;
  }, []);

  const onDrag = useCallback<OnNodeDrag<CardNode>>(
    (event, node, nodes) => {
      const canInsert = nodes.length === 1 && !isCopying.current && isLoose(store.getState().document, node.id);
      dropEdge.setState({ edgeId: canInsert ? edgeUnder(event) : null });
    },
    [store, dropEdge],
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
        const offset = { x: Math.round(dragged.position.x - node.position.x), y: Math.round(dragged.position.y - node.position.y) };
        const copy = duplicateSelection(document, positions.keys(), { offset });
        dispatch(copy.command, copy.nodeIds.length === 1 ? `Duplicate ${node.title}` : `Duplicate ${copy.nodeIds.length} nodes`);
        select(copy.nodeIds);
        return;
      }
      const dropped = { ...node, position: { x: Math.round(dragged.position.x), y: Math.round(dragged.position.y) } };
      const insert = edge === undefined ? null : insertCommands(document, edge, dropped);
      if (insert !== null) dispatchAll(insert, `Insert ${node.title}`);
      else dispatch(moveCommand(document, positions));
    },
    [store, dropEdge],
  );

  const glide = useCallback<Dragging["glide"]>(
    (moves) => {
      const { document } = store.getState();
      const from = new Map(document.nodes.map((node) => [node.id, node.position]));
      const isStill = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
      if (isStill) return Promise.resolve();
      return new Promise((resolve) => {
        const startedAt = performance.now();
        const draw = (now: number) => {
          const part = Math.min(1, (now - startedAt) / glideMs);
          const eased = 1 - (1 - part) ** 3;
          setLivePositions(new Map(moves.map(({ nodeId, to }) => [nodeId, between(from.get(nodeId) ?? to, to, eased)])));
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

function between(from: XY, to: XY, part: number): XY {
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part };
}
