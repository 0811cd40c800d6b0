"use client";

/**
 * The kinds of cards, to drag onto the canvas or to click: a rail of glyphs, a list with words and
 * search when it is open, and on a phone a row.
 */
import { PanelLeftClose, PanelLeftOpen, Search } from "lucide-react";
import { Fragment, type KeyboardEvent, useRef, useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { SearchInput } from "@/components/ui/search-input";
import { Tooltip } from "@/components/ui/tooltip";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import type { NodeDefinition } from "@/lib/nodes/contract";
import { KindButton } from "./kind-button";
import { findKinds, groupKinds, kinds } from "./kinds";
import { findPresets, usePresets, YourAgents, YourAgentsRail, YourAgentsStrip } from "./your-agents";

export function Palette() {
  const isOpen = useEditor((state) => state.preferences.isPaletteOpen);
  return isOpen ? <OpenPalette /> : <PaletteRail />;
}

function PaletteRail() {
  const store = useEditorStore();
  return (
    <nav
      aria-label="Palette"
      className="flex w-13 flex-none flex-col items-center gap-0.5 overflow-y-auto overflow-x-hidden border-r bg-surface py-2.5"
    >
      <IconButton label="Search kinds" onClick={() => store.getState().setPreference("isPaletteOpen", true)} size="md" tooltipSide="right">
        <Search aria-hidden />
      </IconButton>
      {groupKinds(kinds).map(({ group, kinds: members }) => (
        <Fragment key={group}>
          <hr className="my-1.25 w-5 flex-none border-t" />
          {members.map((kind) => (
            <Tooltip content={<KindHint kind={kind} />} key={kind.type} side="right">
              <KindButton className="grid size-8 flex-none touch-pan-y place-items-center" isIcon kind={kind} />
            </Tooltip>
          ))}
        </Fragment>
      ))}
      <YourAgentsRail />
      <span className="flex-1" />
      <IconButton
        label="Open the palette"
        onClick={() => store.getState().setPreference("isPaletteOpen", true)}
        size="md"
        tooltipSide="right"
      >
        <PanelLeftOpen aria-hidden />
      </IconButton>
    </nav>
  );
}

function KindHint({ kind }: { readonly kind: NodeDefinition }) {
  return (
    <span>
      <b className="font-medium">{kind.label}</b>
      <br />
      <span className="opacity-80">{kind.summary}</span>
    </span>
  );
}

function OpenPalette() {
  const store = useEditorStore();
  const [query, setQuery] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const found = findKinds(query);
  const presets = findPresets(usePresets(), query);

  function press(event: KeyboardEvent): void {
    if (event.key === "Escape" && query !== "") {
      event.stopPropagation();
      setQuery("");
    }
    if (event.key !== "Enter" && event.key !== "ArrowDown") return;
    const first = list.current?.querySelector("button");
    if (event.key === "Enter") first?.click();
    else first?.focus();
    event.preventDefault();
  }

  return (
    <nav aria-label="Palette" className="flex w-50 flex-none flex-col border-r bg-surface px-2 py-3">
      <div className="mb-1 px-1">
        <SearchInput label="Search nodes" onChange={(event) => setQuery(event.target.value)} onKeyDown={press} value={query} />
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto" ref={list}>
        {groupKinds(found).map(({ group, label, kinds: members }) => (
          <section aria-label={label} key={group}>
            <h2 className="px-2 pt-2 pb-0.5 font-medium text-ink-soft text-xs">{label}</h2>
            {members.map((kind) => (
              <KindButton className="flex h-7 w-full touch-pan-y items-center gap-2.5 px-2 text-left text-sm" key={kind.type} kind={kind} />
            ))}
          </section>
        ))}
        <YourAgents presets={presets} />
        {found.length === 0 && presets.length === 0 && <p className="px-2 py-3 text-ink-soft text-sm">No kind of node is called that.</p>}
      </div>
      <button
        className="flex h-8 flex-none items-center gap-2.5 rounded-control px-2 text-ink-soft text-sm hover:bg-sunken hover:text-ink"
        onClick={() => store.getState().setPreference("isPaletteOpen", false)}
        type="button"
      >
        <PanelLeftClose aria-hidden />
        Collapse
      </button>
    </nav>
  );
}

/** On a phone: the kinds in a row that scrolls sideways, so that a finger carries them up. */
export function PaletteStrip() {
  const store = useEditorStore();
  return (
    <nav aria-label="Palette" className="flex flex-none gap-1 overflow-x-auto border-t bg-surface p-1.5 [scrollbar-width:none]">
      {groupKinds(kinds).flatMap((group) =>
        group.kinds.map((kind) => (
          <KindButton
            className="flex h-9 flex-none touch-pan-x items-center gap-2 px-2.5 text-sm"
            key={kind.type}
            kind={kind}
            // The next kind is to be reached, and the sheet would lie over the palette.
            onAdded={() => store.getState().setPanelOpen(false)}
          />
        )),
      )}
      <YourAgentsStrip onAdded={() => store.getState().setPanelOpen(false)} />
    </nav>
  );
}
