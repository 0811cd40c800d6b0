"use client";

/** The workflow as a picture, behind React Flow's nodes: they have the places, names and keys, this has the looks. */
import { useStore } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { flatDocument } from "@/lib/client/containers";
import type { Point } from "@/lib/client/edge-geometry";
import { useRunState } from "@/lib/client/run-store/use-run";
import { instanceOf, lookedAtNothing } from "@/lib/projection/instances";
import { buildScene, buildSelection, carriedBy, type Picture, partsOf, type Scene } from "./overview-scene";
import { createPainter, type Layer } from "./painter";
import { coloursOf } from "./token-colours";
import { useThemeName } from "./use-theme-name";

export type OverviewProps = Omit<Picture, "part" | "statusOf" | "edgeStateOf">;

export function Overview({ document, positions, selectedNodes, selectedEdges, problems }: OverviewProps) {
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const theme = useThemeName();
  const run = useRunState(({ view }) => view);
  const looked = useRunState((state) => state.looked) ?? lookedAtNothing;
  const edges = useRunState((state) => state.edges);
  const movingKeys = useKeys(positions);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style when it changes
  const style = useMemo(() => (canvas === null ? null : styleOf(canvas)), [canvas, theme]);
  const flat = flatDocument(document);
  const parts = useMemo(() => partsOf(flat, movingKeys), [flat, movingKeys]);
  const looks = useMemo(
    () => ({
      document: flat,
      problems,
      statusOf: (nodeId: string) => (run === null ? null : (instanceOf(run, looked, nodeId)?.status ?? null)),
      edgeStateOf: (edgeId: string) => edges?.get(edgeId) ?? null,
    }),
    [flat, problems, run, looked, edges],
  );
  const still = useMemo(
    () => layerOf(style && buildScene({ ...looks, ...nothingSelected, part: parts.still, positions: nowhere }, style.colour)),
    [style, looks, parts],
  );
  const selection = useMemo(
    () => layerOf(style && buildSelection({ ...looks, selectedNodes, selectedEdges, part: parts.still, positions: nowhere }, style.colour)),
    [style, looks, parts, selectedNodes, selectedEdges],
  );
  const ties = useMemo(
    () => layerOf(style && buildScene({ ...looks, selectedNodes, selectedEdges, part: parts.ties, positions }, style.colour)),
    [style, looks, parts, selectedNodes, selectedEdges, positions],
  );
  // What went the same way all together is drawn where it was, and carried.
  const carried = useMemo(() => carriedBy(flat, positions), [flat, positions]);
  const scattered = carried === null ? positions : nowhere;
  const moving = useMemo(
    () => style && buildScene({ ...looks, selectedNodes, selectedEdges, part: parts.moving, positions: scattered }, style.colour),
    [style, looks, parts, selectedNodes, selectedEdges, scattered],
  );
  const layers = useMemo(() => [still, selection, ties, layerOf(moving, carried)], [still, selection, ties, moving, carried]);

  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);
  const view = useMemo(
    () => (style === null ? null : { x, y, zoom, width, height, density: window.devicePixelRatio, fontFamily: style.fontFamily }),
    [x, y, zoom, width, height, style],
  );

  useEffect(() => {
    if (style === null || view === null) return;
    const frame = requestAnimationFrame(() => style.paint?.(layers, view));
    return () => cancelAnimationFrame(frame);
  }, [style, layers, view]);

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
const nothingSelected = { selectedNodes: none, selectedEdges: none };
const home: Point = { x: 0, y: 0 };

function layerOf(scene: Scene | null, carried: Point | null = home): Layer | null {
  return scene === null ? null : { scene, carried: carried ?? home };
}

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
