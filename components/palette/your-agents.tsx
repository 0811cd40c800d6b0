"use client";

/** The agents of the library as nodes to add: in the palette, and at the end of a phone's row. */
import { BookUser } from "lucide-react";
import { IconButton } from "@/components/ui/icon-button";
import { useEditorStore } from "@/lib/client/editor-store/use-editor";
import { type OfferedAgent, presetOf } from "@/lib/client/library-agents";
import type { NodePreset } from "@/lib/client/placement";
import { useLibraryAgents } from "@/lib/client/use-library-agents";
import { agentNode } from "@/lib/nodes/agent/definition";
import { KindButton } from "./kind-button";

export type Preset = NodePreset & { readonly id: string; readonly summary: string };

const none: readonly OfferedAgent[] = [];

/** Empty until the library has answered. */
export function usePresets(): readonly Preset[] {
  const library = useLibraryAgents();
  const agents = library.is === "ready" ? library.agents : none;
  return agents.map((agent) => ({ ...presetOf(agent), id: agent.id, summary: agent.config.description || `Version ${agent.version}` }));
}

/** Those whose title or summary holds every word of the query. */
export function findPresets(presets: readonly Preset[], query: string): readonly Preset[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return presets.filter(({ title, summary }) => words.every((word) => `${title} ${summary}`.toLowerCase().includes(word)));
}

export function YourAgents({ presets }: { readonly presets: readonly Preset[] }) {
  if (presets.length === 0) return null;
  return (
    <section aria-label="Your agents">
      <h2 className="px-2 pt-2 pb-0.5 font-medium text-ink-soft text-xs">Your agents</h2>
      {presets.map((preset) => (
        <KindButton
          className="flex h-7 w-full touch-pan-y items-center gap-2.5 px-2 text-left text-sm"
          key={preset.id}
          kind={agentNode}
          preset={preset}
        />
      ))}
    </section>
  );
}

/** Agents have names, not glyphs of their own: the rail leads to where the names stand. */
export function YourAgentsRail() {
  const store = useEditorStore();
  if (usePresets().length === 0) return null;
  return (
    <>
      <hr className="my-1.25 w-5 flex-none border-t" />
      <IconButton label="Your agents" onClick={() => store.getState().setPreference("isPaletteOpen", true)} size="md" tooltipSide="right">
        <BookUser aria-hidden />
      </IconButton>
    </>
  );
}

export function YourAgentsStrip({ onAdded }: { readonly onAdded: () => void }) {
  return usePresets().map((preset) => (
    <KindButton
      className="flex h-9 max-w-48 flex-none touch-pan-x items-center gap-2 px-2.5 text-sm"
      key={preset.id}
      kind={agentNode}
      onAdded={onAdded}
      preset={preset}
    />
  ));
}
