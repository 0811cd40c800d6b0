/** The editor's frame, before its workflow is there. */
import { EditorFrame } from "@/components/editor/editor-frame";

export default function EditorLoading() {
  return <EditorFrame />;
}
