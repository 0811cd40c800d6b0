"use client";

/** The workflow as a picture, behind React Flow's nodes: they have the places, names and keys, this has the looks. */
import { useStore } from "@xyflow/react";
import { useEffect, useMemo, useState } from "react";
import { flatDocument } from "@/lib/client/containers";
import { useRunState } from "@/lib/client/run-store/use-run";
import { drawScene } from "./draw-scene";
import { buildScene, type Picture } from "./overview-scene";
import { coloursOf } from "./token-colours";
import { useThemeName } from "./use-theme-name";

export type OverviewProps = Omit<Picture, "statusOf" | "edgeStateOf">;

export function Overview({ document, positions, selectedNodes, selectedEdges, problems }: OverviewProps) {
  const [canvas, setCanvas] = useState<HTMLCanvasElement | null>(null);
  const theme = useThemeName();
  const steps = useRunState(({ view }) => view.steps);
  const edges = useRunState((state) => state.edges);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme is read from the style when it changes
  const scene = useMemo(() => {
    if (canvas === null) return null;
    const picture: Picture = {
      document: flatDocument(document),
      positions,
      selectedNodes,
      selectedEdges,
      problems,
      statusOf: (nodeId) => steps?.get(nodeId)?.status ?? null,
      edgeStateOf: (edgeId) => edges?.get(edgeId) ?? null,
    };
    return buildScene(picture, coloursOf(canvas));
  }, [canvas, document, positions, selectedNodes, selectedEdges, problems, steps, edges, theme]);

  const [x, y, zoom] = useStore((state) => state.transform);
  const width = useStore((state) => state.width);
  const height = useStore((state) => state.height);

  useEffect(() => {
    const context = canvas?.getContext("2d");
    if (context == null || scene === null) return;
    const frame = requestAnimationFrame(() => drawScene(context, scene, { x, y, zoom, width, height, density: window.devicePixelRatio }));
    return () => cancelAnimationFrame(frame);
  }, [canvas, scene, x, y, zoom, width, height]);

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
