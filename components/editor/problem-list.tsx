"use client";

/** Problems in sentences, each leading to the card it is about. */
import { CircleCheck, CircleX, TriangleAlert } from "lucide-react";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import type { Diagnostic } from "@/lib/compile/diagnostic";
import { formatCount } from "@/lib/projection/format";
import { withoutTitle } from "./without-title";

export type ProblemListProps = {
  readonly diagnostics: readonly Diagnostic[];
  /** Called after a problem's card was revealed. */
  readonly onReveal?: () => void;
  /** In a card's own panel the title goes without saying. */
  readonly isOfOneNode?: boolean;
};

/** More than this nobody reads at once; what is mended makes room. */
const mostShown = 40;

export function ProblemList({ diagnostics, onReveal, isOfOneNode = false }: ProblemListProps) {
  if (diagnostics.length === 0) {
    return (
      <p className="flex items-center gap-2 p-2 text-ink-soft text-sm">
        <CircleCheck aria-hidden className="text-success" />
        Nothing is in the way of a run.
      </p>
    );
  }
  return (
    <ul aria-label="Problems" className="flex flex-col gap-0.5">
      {diagnostics.slice(0, mostShown).map((diagnostic) => (
        <li key={`${diagnostic.code} ${diagnostic.nodeId} ${diagnostic.edgeId} ${diagnostic.field} ${diagnostic.message}`}>
          <Problem diagnostic={diagnostic} isOfOneNode={isOfOneNode} {...(onReveal === undefined ? {} : { onReveal })} />
        </li>
      ))}
      {diagnostics.length > mostShown && (
        <li className="px-2 py-1.5 text-ink-soft text-sm">and {formatCount(diagnostics.length - mostShown)} more</li>
      )}
    </ul>
  );
}

function Problem({ diagnostic, onReveal, isOfOneNode }: { readonly diagnostic: Diagnostic } & Omit<ProblemListProps, "diagnostics">) {
  const store = useEditorStore();
  const edge = useEditor((state) => state.document.edges.find((candidate) => candidate.id === diagnostic.edgeId));
  const nodeId = diagnostic.nodeId ?? edge?.target;
  const title = useEditor((state) => state.document.nodes.find((node) => node.id === nodeId)?.title);
  const content = (
    <>
      {diagnostic.severity === "error" ? (
        <CircleX aria-label="Error" className="mt-0.5 size-3.5 text-danger" />
      ) : (
        <TriangleAlert aria-label="Warning" className="mt-0.5 size-3.5 text-running" />
      )}
      <span className="min-w-0 flex-1 text-ink">
        <Sentence text={isOfOneNode ? withoutTitle(diagnostic, title ?? "").message : diagnostic.message} />
      </span>
    </>
  );
  if (nodeId === undefined || isOfOneNode) return <div className="flex items-start gap-2 px-2 py-1.5 text-sm">{content}</div>;
  return (
    <button
      className="flex w-full items-start gap-2 rounded-control px-2 py-1.5 text-left text-sm hover:bg-sunken"
      onClick={() => {
        onReveal?.();
        store.getState().revealNode(nodeId);
      }}
      type="button"
    >
      {content}
    </button>
  );
}

/** Names stand between backticks. */
function Sentence({ text }: { readonly text: string }) {
  const [before, name, ...rest] = text.split("`");
  if (name === undefined) return before;
  return (
    <>
      {before}
      <code className="rounded-sm bg-sunken px-1 font-mono">{name}</code>
      {rest.length > 0 && <Sentence text={rest.join("`")} />}
    </>
  );
}
