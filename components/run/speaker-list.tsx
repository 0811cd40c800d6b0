"use client";

/** Who spoke: everyone, or one of them. A column beside the thread; a select where it is narrow. */
import { LayoutGrid } from "lucide-react";
import { cx } from "@/components/ui/class-names";
import { KindTile } from "@/components/ui/kind-tile";
import { Select } from "@/components/ui/select";
import { statusWords } from "@/components/ui/status";
import { StatusIcon } from "@/components/ui/status-icon";
import type { OutlineNode } from "@/lib/client/run-store/run-outline";
import { type RunView, shownStep } from "@/lib/projection/run-view";

export type SpeakerListProps = {
  readonly nodes: readonly OutlineNode[];
  readonly counts: ReadonlyMap<string, number>;
  readonly total: number;
  readonly view: RunView;
  /** Null is everyone. */
  readonly value: string | null;
  readonly onChange: (nodeId: string | null) => void;
};

const everyone = "";

export function SpeakerList({ nodes, counts, total, view, value, onChange }: SpeakerListProps) {
  const speakers = nodes.filter(({ id, maxAttempts }) => counts.has(id) || (maxAttempts !== null && isInFlight(view, id)));
  return (
    <>
      <div className="border-b p-2 @2xl:hidden">
        <Select
          aria-label="Speaker"
          onChange={(id) => onChange(id === everyone ? null : id)}
          options={[
            { value: everyone, label: `Everyone (${total})` },
            ...speakers.map(({ id, title }) => ({ value: id, label: `${title} (${counts.get(id) ?? 0})` })),
          ]}
          value={value ?? everyone}
        />
      </div>
      <ul aria-label="Speakers" className="hidden overflow-y-auto border-r p-2 @2xl:block">
        <li>
          <SpeakerButton isChosen={value === null} onClick={() => onChange(null)}>
            <LayoutGrid aria-hidden className="mx-0.5" />
            <span className="flex-1">Everyone</span>
            <span className="num font-normal text-ink-soft">{total}</span>
          </SpeakerButton>
        </li>
        {speakers.map((node) => (
          <li key={node.id}>
            <SpeakerButton isChosen={value === node.id} onClick={() => onChange(node.id)}>
              <KindTile glyph={node.glyph} group={node.group} size={20} />
              <span className="min-w-0 flex-1 truncate">{node.title}</span>
              <SpeakerStatus nodeId={node.id} view={view} />
              <span className="num font-normal text-ink-soft">{counts.get(node.id) ?? 0}</span>
            </SpeakerButton>
          </li>
        ))}
      </ul>
    </>
  );
}

type SpeakerButtonProps = { readonly isChosen: boolean; readonly onClick: () => void; readonly children: React.ReactNode };

function SpeakerButton({ isChosen, onClick, children }: SpeakerButtonProps) {
  return (
    <button
      aria-pressed={isChosen}
      className={cx(
        "flex h-8 w-full items-center gap-2 rounded-control px-2 text-left hover:bg-sunken focus-visible:-outline-offset-2",
        isChosen && "bg-sunken font-medium",
      )}
      onClick={onClick}
      type="button"
    >
      {children}
    </button>
  );
}

function SpeakerStatus({ view, nodeId }: { readonly view: RunView; readonly nodeId: string }) {
  const status = shownStep(view, nodeId)?.status;
  return status === undefined ? null : <StatusIcon label={statusWords[status]} status={status} />;
}

function isInFlight(view: RunView, nodeId: string): boolean {
  const status = shownStep(view, nodeId)?.status;
  return status === "running" || status === "waiting";
}
