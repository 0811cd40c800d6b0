"use client";

/** The one panel on the right: the selected node, the selection, or the workflow. */
import { useEffect } from "react";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { loadTemplateEditor } from "./fields/template-field";
import { NodePanel } from "./node-panel";
import { SelectionPanel } from "./selection-panel";
import { WorkflowPanel } from "./workflow-panel";

/** Time for the canvas to be drawn first. */
const loadAfterMs = 800;

export function Inspector() {
  useEffect(() => {
    const timer = setTimeout(() => void loadTemplateEditor(), loadAfterMs);
    return () => clearTimeout(timer);
  }, []);
  const nodeIds = useEditor((state) => state.selection.nodeIds);
  const edgeCount = useEditor((state) => state.selection.edgeIds.size);
  const [onlyId] = nodeIds;
  const node = useEditor((state) => (nodeIds.size === 1 ? state.document.nodes.find((candidate) => candidate.id === onlyId) : undefined));
  const isOfNode = node !== undefined;
  return (
    <aside aria-label={isOfNode ? "Node" : "Workflow"} className="flex h-full min-w-0 flex-col bg-surface" data-panel="">
      {isOfNode ? <NodePanel key={node.id} node={node} /> : nodeIds.size + edgeCount > 0 ? <SelectionPanel /> : <WorkflowPanel />}
    </aside>
  );
}
