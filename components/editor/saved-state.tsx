"use client";

/** How the draft stands, in the top bar: an icon, a few words, and a way out where there is one. */
import { Check, Download, LoaderCircle, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import type { SaveState } from "@/lib/client/autosave/save-state";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { useNow } from "@/lib/client/use-now";
import { useEditorSession } from "./editor-context";

export function SavedState() {
  const state = useEditor((editor) => editor.saveState);
  const { retrySaving } = useEditorSession();
  const now = useNow(state.is === "saved");
  return (
    <div
      className="flex min-w-0 items-center gap-1.5 pl-2 text-ink-soft text-xs data-[state=conflict]:text-running data-[state=not_saved]:text-danger"
      data-state={state.is}
      data-testid="saved-state"
    >
      <Icon state={state} />
      <span aria-hidden className={cx("truncate", state.is === "saved" && "max-sm:hidden")} title={detailOf(state)}>
        {wordsFor(state, now)}
      </span>
      {/* Without the age, which would be read out again and again. */}
      <span aria-live="polite" className="sr-only">
        {wordsFor(state, 0)}
      </span>
      {state.is === "not_saved" && (
        <Button className="h-6 px-2" onClick={retrySaving} size="sm" variant="ghost">
          Try again
        </Button>
      )}
    </div>
  );
}

function Icon({ state }: { readonly state: SaveState }) {
  switch (state.is) {
    case "saved":
      return <Check aria-hidden className="size-3.5" />;
    case "saving":
      return <LoaderCircle aria-hidden className="size-3.5 animate-spin" />;
    case "offline":
      return <Download aria-hidden className="size-3.5" />;
    default:
      return <TriangleAlert aria-hidden className="size-3.5" />;
  }
}

/** @param now epoch milliseconds; 0 leaves the age out. */
function wordsFor(state: SaveState, now: number): string {
  switch (state.is) {
    case "saved":
      return now === 0 ? "Saved" : `Saved ${ago(now - state.at)}`;
    case "saving":
      return "Saving";
    case "offline":
      return "Offline: kept in this browser";
    case "not_saved":
      return `Not saved: ${state.message}`;
    case "conflict":
      return "Changed elsewhere";
  }
}

function detailOf(state: SaveState): string | undefined {
  if (state.is === "saved") return new Date(state.at).toLocaleString();
  return state.is === "not_saved" ? state.message : undefined;
}

function ago(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 2) return "just now";
  if (seconds < 60) return `${seconds} s ago`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min ago`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.round(hours / 24)} days ago`;
}
