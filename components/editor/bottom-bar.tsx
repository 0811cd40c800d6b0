"use client";

/** The editor's foot: zoom, fit, tidy up, minimap, and how many problems there are. */
import {
  CircleCheck,
  CircleQuestionMark,
  LoaderCircle,
  Maximize,
  Minus,
  PictureInPicture2,
  Plus,
  TriangleAlert,
  Workflow,
} from "lucide-react";
import type { ReactNode } from "react";
import { cx } from "@/components/ui/class-names";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { useCanvas } from "@/lib/client/canvas-controls";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { type ShortcutId, shortcuts, shortcutText } from "@/lib/client/shortcuts";
import { useIsMac } from "@/lib/client/use-is-mac";
import { formatCountOf } from "@/lib/projection/format";
import { ProblemList } from "./problem-list";
import { useAct } from "./use-editor-actions";

export function BottomBar({ isPhone }: { readonly isPhone: boolean }) {
  const canvas = useCanvas();
  const zoomPercent = useEditor((state) => state.zoomPercent);
  const isTidying = useEditor((state) => state.isTidying);
  const isMinimapOpen = useEditor((state) => state.preferences.isMinimapOpen);
  return (
    <div
      aria-label="View"
      role="toolbar"
      className="flex h-9 flex-none items-center gap-0.5 border-t bg-surface px-2.5 text-ink-soft text-xs"
    >
      <BarButton id="zoom_out">
        <Minus aria-hidden className="size-3.5" />
      </BarButton>
      <button
        aria-label={`Zoom ${zoomPercent} %, set to 100 %`}
        className="num h-7 min-w-12 rounded-control text-center text-ink hover:bg-sunken"
        onClick={() => canvas.current?.resetZoom()}
        type="button"
      >
        {zoomPercent} %
      </button>
      <BarButton id="zoom_in">
        <Plus aria-hidden className="size-3.5" />
      </BarButton>
      <span aria-hidden className="mx-1.5 h-4 w-px bg-line" />
      <BarButton id="fit">
        <Maximize aria-hidden />
      </BarButton>
      <BarButton id="tidy">{isTidying ? <LoaderCircle aria-hidden className="animate-spin" /> : <Workflow aria-hidden />}</BarButton>
      {!isPhone && (
        <BarButton id="minimap" pressed={isMinimapOpen}>
          <PictureInPicture2 aria-hidden />
        </BarButton>
      )}
      <span className="flex-1" />
      <Problems />
      {!isPhone && (
        <>
          <span aria-hidden className="h-4 w-px bg-line" />
          <BarButton id="help">
            <CircleQuestionMark aria-hidden />
          </BarButton>
        </>
      )}
    </div>
  );
}

function BarButton({ id, pressed, children }: { readonly id: ShortcutId; readonly pressed?: boolean; readonly children: ReactNode }) {
  const act = useAct();
  const isMac = useIsMac();
  return (
    <IconButton
      className="h-[26px]"
      kbd={shortcutText(id, isMac)}
      label={shortcuts[id].label}
      onClick={() => act({ id })}
      tooltipSide="top"
      {...(pressed === undefined ? {} : { pressed })}
    >
      {children}
    </IconButton>
  );
}

function Problems() {
  const diagnostics = useEditor((state) => state.diagnostics);
  const hasErrors = diagnostics.some((diagnostic) => diagnostic.severity === "error");
  const Icon = diagnostics.length === 0 ? CircleCheck : TriangleAlert;
  return (
    <Popover>
      <PopoverTrigger>
        <button
          className={cx("flex h-7 items-center gap-1.5 rounded-control px-2 hover:bg-sunken hover:text-ink", hasErrors && "text-danger")}
          data-testid="problem-count"
          type="button"
        >
          <Icon aria-hidden className="size-3.5" />
          {formatCountOf(diagnostics.length, "problem")}
        </button>
      </PopoverTrigger>
      <PopoverContent align="end" aria-label="Problems" className="w-90 p-2" side="top">
        <ProblemList diagnostics={diagnostics} />
      </PopoverContent>
    </Popover>
  );
}
