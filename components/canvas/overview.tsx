"use client";

/** The workflow as a picture, behind React Flow's nodes: they have the places, names and keys, this has the looks. */
import { useStore } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { flatDocument } from "@/lib/client/containers";
import { useRunState } from "@/lib/client/run-store/use-run";
import { instanceOf, lookedAtNothing } from "@/lib/projection/instances";
import { createPainter } from "./draw-scene";
import { buildScene, type Picture, partsOf } from "./overview-scene";
import { coloursOf } from "./token-colours";
import { useThemeName } from "./use-theme-name";

export type OverviewProps = Omit<Picture, "part" | "statusOf" | "edgeStateOf">;

export function Overview({ document, positions, selectedNodes, selectedEdges, problems }: OverviewProps) {
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const theme = useThemeName();
  const run = useRunState(({ view }) => view);
  const looked = useRunState((state) => state.looked) ?? lookedAtNothing;
  const edges = useRunState((state) => state.edges);
  const moving = useKeys(positions);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style when it changes
  const style = useMemo(() => (canvas === null ? null : styleOf(canvas)), [canvas, theme]);
  const flat = flatDocument(document);
  const parts = useMemo(() => partsOf(flat, moving), [flat, moving]);
  const looks = useMemo(
    () => ({
      document: flat,
      selectedNodes,
      selectedEdges,
      problems,
      statusOf: (nodeId: string) => (run === null ? null : (instanceOf(run, looked, nodeId)?.status ?? null)),
      edgeStateOf: (edgeId: string) => edges?.get(edgeId) ?? null,
    }),
    [flat, selectedNodes, selectedEdges, problems, run, looked, edges],
  );
  const still = useMemo(
    () => (style === null ? null : buildScene({ ...looks, part: parts.still, positions: nowhere }, style.colour)),
    [style, looks, parts],
  );
  const moved = useMemo(
    () => (style === null || positions.size === 0 ? null : buildScene({ ...looks, part: parts.moving, positions }, style.colour)),
    [style, looks, parts, positions],
  );

  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const view = useMemo(
    () => (style === null ? null : { x, y, zoom, width, height, density: window.devicePixelRatio, fontFamily: style.fontFamily }),
    [x, y, zoom, width, height, style],
  );

  useEffect(() => {
    if (style === null || still === null || view === null) return;
    const frame = requestAnimationFrame(() => style.paint?.(still, moved, view));
    return () => cancelAnimationFrame(frame);
  }, [style, still, moved, view]);

  return (
    <canvas
      aria-hidden
      className="pointer-events-none absolute inset-0 -z-1"
      data-testid="overview"
      height={Math.round(height * window.devicePixelRatio)}
      ref={setCanvas}
      style={{ width, height }}
      width={Math.round(width * window.devicePixelRatio)}
    />
  );
}

const nowhere: Picture["positions"] = new Map();
const none: ReadonlySet<string> = new Set();

/** The same set for as long as the same keys move. */
function useKeys(positions: ReadonlyMap<string, unknown>): ReadonlySet<string> {
  const [keys, setKeys] = useState(none);
  const isSame = keys.size === positions.size && [...keys].every((key) => positions.has(key));
  if (isSame) return keys;
  const next: ReadonlySet<string> = new Set(positions.keys());
  setKeys(next);
  return next;
}

function styleOf(canvas: HTMLCanvasElement) {
  const context = canvas.getContext("2d");
  return {
    colour: coloursOf(canvas),
    fontFamily: getComputedStyle(canvas).fontFamily,
    paint: context === null ? null : createPainter(context),
  };
}
