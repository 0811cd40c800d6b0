"use client";

/** The editor's head: where you are, how it is saved, undo, past runs, and the one primary button. */
import { Download, Ellipsis, History, Keyboard, Play, Redo2, Rocket, Square, Undo2 } from "lucide-react";
import Link from "next/link";
import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { LinkButton } from "@/components/ui/link-button";
import { Menu, MenuContent, MenuItem, MenuLink, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { Tooltip } from "@/components/ui/tooltip";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { shortcuts, shortcutText } from "@/lib/client/shortcuts";
import { useIsMac } from "@/lib/client/use-is-mac";
import { useRunControl } from "./run-control";
import { SavedState } from "./saved-state";
import { useAct } from "./use-editor-actions";
import { WorkflowName } from "./workflow-name";

export function TopBar({ isPhone }: { readonly isPhone: boolean }) {
  const workflowId = useEditor((state) => state.workflowId);
  return (
    <header className="relative z-10 flex h-12 flex-none items-center gap-1 border-b bg-surface pr-3 pl-3.5">
      <Tooltip content="All workflows">
        <Link aria-label="Windrose: all workflows" className="grid size-8 flex-none place-items-center rounded-control" href="/">
          <Logo />
        </Link>
      </Tooltip>
      <span aria-hidden className="flex-none text-line-strong">
        /
      </span>
      <WorkflowName />
      <SavedState />
      <span className="flex-1" />
      <UndoRedo />
      <span aria-hidden className="mx-1.5 h-5 w-px flex-none bg-line max-sm:hidden" />
      <span className="max-sm:hidden">
        <LinkButton href={`/runs?workflow=${encodeURIComponent(workflowId)}`} icon={<History aria-hidden />} variant="ghost">
          Runs
        </LinkButton>
      </span>
      <PublishButton />
      <MoreMenu />
      <RunButton hasKeyboard={!isPhone} />
    </header>
  );
}

function UndoRedo() {
  const undone = useEditor((state) => state.history.past.at(-1)?.label ?? null);
  const redone = useEditor((state) => state.history.future[0]?.label ?? null);
  return (
    <>
      <HistoryButton icon={<Undo2 aria-hidden />} id="undo" step={undone} />
      <HistoryButton icon={<Redo2 aria-hidden />} id="redo" step={redone} />
    </>
  );
}

type HistoryButtonProps = {
  readonly id: "undo" | "redo";
  readonly icon: ReactNode;
  /** What would be undone or redone; null when there is nothing. */
  readonly step: string | null;
};

function HistoryButton({ id, icon, step }: HistoryButtonProps) {
  const act = useAct();
  const isMac = useIsMac();
  const { label } = shortcuts[id];
  return (
    <IconButton
      disabled={step === null}
      kbd={shortcutText(id, isMac)}
      label={step === null ? label : `${label}: ${step}`}
      onClick={() => act({ id })}
      size="md"
    >
      {icon}
    </IconButton>
  );
}

function PublishButton() {
  const store = useEditorStore();
  return (
    <Button
      className="max-sm:hidden"
      data-testid="publish"
      icon={<Rocket aria-hidden />}
      onClick={() => store.getState().openDialog("publish")}
      variant="ghost"
    >
      Publish
    </Button>
  );
}

function MoreMenu() {
  const act = useAct();
  const store = useEditorStore();
  const isMac = useIsMac();
  const workflowId = useEditor((state) => state.workflowId);
  return (
    <Menu>
      <MenuTrigger>
        <IconButton label="More" size="md">
          <Ellipsis aria-hidden />
        </IconButton>
      </MenuTrigger>
      <MenuContent>
        <MenuLink download href={`/api/workflows/${encodeURIComponent(workflowId)}/export`} icon={<Download aria-hidden />}>
          Export as JSON
        </MenuLink>
        <MenuLink href={`/runs?workflow=${encodeURIComponent(workflowId)}`} icon={<History aria-hidden />}>
          Past runs
        </MenuLink>
        <MenuItem icon={<Rocket aria-hidden />} onSelect={() => store.getState().openDialog("publish")}>
          Publish
        </MenuItem>
        <MenuSeparator />
        <MenuItem icon={<Keyboard aria-hidden />} onSelect={() => act({ id: "help" })} shortcut={shortcutText("help", isMac)}>
          Keyboard shortcuts
        </MenuItem>
      </MenuContent>
    </Menu>
  );
}

function RunButton({ hasKeyboard }: { readonly hasKeyboard: boolean }) {
  const act = useAct();
  const isMac = useIsMac();
  const { phase, isRunning, isCancelling } = useRunControl();
  if (isRunning) {
    return (
      <Button
        className="ml-2"
        data-testid="cancel-run"
        key="cancel"
        icon={<Square aria-hidden className="size-3 fill-current" />}
        isBusy={isCancelling}
        {...(hasKeyboard ? { kbd: shortcutText("cancel_run", isMac) } : {})}
        onClick={() => act({ id: "cancel_run" })}
        variant="danger"
      >
        {isCancelling ? "Cancelling" : "Cancel run"}
      </Button>
    );
  }
  return (
    <Button
      className="ml-2"
      data-testid="run"
      key="run"
      icon={<Play aria-hidden className="size-3.5 fill-current" />}
      isBusy={phase !== "idle"}
      {...(hasKeyboard ? { kbd: shortcutText("run", isMac) } : {})}
      onClick={() => act({ id: "run" })}
      variant="primary"
    >
      Run
    </Button>
  );
}
