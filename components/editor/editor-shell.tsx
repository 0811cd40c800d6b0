"use client";

/**
 * The editor of one workflow: bars, palette, canvas, panel, run drawer and dialogs around one session.
 */
import { useEffect, useState } from "react";
import { EditorCanvas } from "@/components/canvas/editor-canvas";
import { Inspector } from "@/components/inspector/inspector";
import { Palette, PaletteStrip } from "@/components/palette/palette";
import { QuickPicker } from "@/components/palette/quick-picker";
import { RunDrawer } from "@/components/run/run-drawer";
import { useCanvas } from "@/lib/client/canvas-controls";
import { createEditorSession } from "@/lib/client/editor-session";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { readPreferences } from "@/lib/client/preferences";
import { keepTyped } from "@/lib/client/run-input-memory";
import { RunStoreProvider } from "@/lib/client/run-store/run-store-provider";
import { breakpoints, useMediaQuery } from "@/lib/client/use-media-query";
import type { WorkflowDocument } from "@/lib/document/schema";
import type { EditorWorkflow } from "@/lib/projection/summaries";
import type { JsonObject } from "@/lib/shared/json";
import { nodeIdOf } from "@/lib/shared/step-path";
import { BottomBar } from "./bottom-bar";
import { CommandPalette } from "./command-palette";
import { ConflictDialog } from "./conflict-dialog";
import { ConnectDialog } from "./connect-dialog";
import { EditorProvider } from "./editor-context";
import { EmptyCanvas } from "./empty-canvas";
import { PhonePanel } from "./phone-panel";
import { PublishDialog } from "./publish-dialog";
import { RunControlProvider } from "./run-control";
import { RunDialog } from "./run-dialog";
import { ShortcutSheet } from "./shortcut-sheet";
import { TopBar } from "./top-bar";
import { ActContext, useEditorParts, useNewActs } from "./use-editor-actions";
import { useShortcutKeys } from "./use-shortcut-keys";

/** What the address asks for beside the workflow: a run in the drawer, or its input in the Run dialog. */
export type Opening =
  | { readonly is: "run"; readonly runId: string; readonly document: WorkflowDocument }
  | { readonly is: "again"; readonly input: JsonObject };

type EditorShellProps = { readonly workflow: EditorWorkflow; readonly opening: Opening | null };

export function EditorShell({ workflow, opening }: EditorShellProps) {
  const [session] = useState(() => {
    const made = createEditorSession(workflow, readPreferences());
    if (opening?.is === "run") made.store.getState().openRun(opening.runId, opening.document);
    return made;
  });
  const againInput = opening?.is === "again" ? opening.input : null;
  useEffect(() => {
    if (againInput === null) return;
    keepTyped(workflow.id, textsOf(againInput));
    session.store.getState().openDialog("run");
  }, [session, workflow.id, againInput]);
  return (
    <EditorProvider session={session}>
      <RunInAddress />
      <WithRun />
    </EditorProvider>
  );
}

/** Keeps the shown run in the address, so that a reload shows it again. */
function RunInAddress() {
  const runId = useEditor((state) => state.run?.runId ?? null);
  useEffect(() => {
    const address = new URL(window.location.href);
    address.searchParams.delete("again");
    if (runId === null) address.searchParams.delete("run");
    else address.searchParams.set("run", runId);
    window.history.replaceState(window.history.state, "", address);
  }, [runId]);
  return null;
}

function textsOf(input: JsonObject): { readonly [key: string]: string } {
  return Object.fromEntries(
    Object.entries(input).map(([key, value]) => [key, typeof value === "string" ? value : JSON.stringify(value, null, 2)]),
  );
}

function WithRun() {
  const run = useEditor((state) => state.run);
  return (
    <RunStoreProvider run={run === null ? null : { runId: run.runId, edges: run.document.edges }}>
      <RunControlProvider>
        <Editor />
      </RunControlProvider>
    </RunStoreProvider>
  );
}

function Editor() {
  const isPhone = useMediaQuery(breakpoints.phone);
  const parts = useEditorParts();
  const act = useNewActs(parts);
  useShortcutKeys(act, parts);
  const isPanelOpen = useEditor((state) => state.isPanelOpen);
  const isRunShown = useEditor((state) => state.run !== null);
  return (
    <ActContext value={act}>
      <div className="flex h-dvh flex-col overflow-hidden">
        <TopBar isPhone={isPhone} />
        <div className="flex min-h-0 flex-1">
          {!isPhone && <Palette />}
          <main aria-label="Canvas" className="flex min-w-0 flex-1 flex-col">
            <div className="relative min-h-0 flex-1">
              <EditorCanvas isPhone={isPhone} onAct={(id, at) => act({ id, at })} />
              <EmptyCanvas />
            </div>
            {isPhone && !isRunShown && <PaletteStrip />}
            <BottomBar isPhone={isPhone} />
          </main>
          {!isPhone && isPanelOpen && (
            <div className="w-84 flex-none border-l">
              <Inspector />
            </div>
          )}
        </div>
        <Drawer />
      </div>
      {isPhone && isPanelOpen && <PhonePanel />}
      <QuickPicker />
      <RunDialog />
      <PublishDialog />
      <ConflictDialog />
      <ShortcutSheet />
      <ConnectDialog />
      <CommandPalette />
      <Announcer />
    </ActContext>
  );
}

const drawnAfterMs = 80;

function Drawer() {
  const store = useEditorStore();
  const workflowId = useEditor((state) => state.workflowId);
  const run = useEditor((state) => state.run);
  const nodeIds = useEditor((state) => state.selection.nodeIds);
  const [onlyId] = nodeIds;
  const canvas = useCanvas();
  const runId = run?.runId;
  useEffect(() => {
    // The canvas has become lower: once it is measured again, everything is to be seen.
    if (runId === undefined) return;
    const timer = setTimeout(() => canvas.current?.fit(), drawnAfterMs);
    return () => clearTimeout(timer);
  }, [canvas, runId]);
  if (run === null) return null;
  return (
    <RunDrawer
      document={run.document}
      onClose={() => store.getState().closeRun()}
      onSelectNode={(path) => store.getState().select([nodeIdOf(path)])}
      runId={run.runId}
      selectedNodeId={nodeIds.size === 1 ? (onlyId ?? null) : null}
      workflowId={workflowId}
    />
  );
}

/** Says to screen readers what the eye sees happen. */
function Announcer() {
  const announcement = useEditor((state) => state.announcement);
  return (
    <p aria-live="polite" className="sr-only" data-testid="announcement">
      {announcement}
    </p>
  );
}
