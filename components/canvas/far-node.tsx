/** A node of the overview: a place to press, to drag and to reach with Tab. The picture below shows it. */

import type { NodeProps } from "@xyflow/react";
import { containerHeader } from "@/lib/client/card-geometry";
import { isContainer } from "@/lib/client/containers";
import type { CardNode } from "@/lib/client/react-flow-adapter";

/** Of a container only the header takes the pointer, as it does near by. */
export function FarNode({ data: { node } }: NodeProps<CardNode>) {
  return isContainer(node) ? <div className="pointer-events-auto" style={{ height: containerHeader }} /> : null;
}
