"use client";

/** Which edge lies under a point of the window, beneath whatever is dragged over it. */
import { useReactFlow } from "@xyflow/react";
import { useCallback } from "react";
import { flatDocument } from "@/lib/client/containers";
import { edgeAt, type Point } from "@/lib/client/edge-geometry";
import type { WorkflowDocument } from "@/lib/document/schema";

const reachPx = 10;

/** @returns a function that gives an edge's id, or null. */
export function useEdgeUnder(): (document: WorkflowDocument, at: Point) => string | null {
  const { screenToFlowPosition, getZoom } = useReactFlow();
  return useCallback(
    (document, at) => edgeAt(flatDocument(document), screenToFlowPosition(at), reachPx / getZoom()),
    [screenToFlowPosition, getZoom],
  );
}
