"use client";

/** Everything a menu can do, found by typing: shortcuts, cards to go to, kinds to add. */
import { Command } from "cmdk";
import { Dialog as Radix } from "radix-ui";
import { pickerHeadingStyles, pickerInputStyles, pickerItemStyles } from "@/components/palette/picker-styles";
import { Kbd } from "@/components/ui/kbd";
import { KindTile } from "@/components/ui/kind-tile";
import { addNodeAt } from "@/lib/client/add-node";
import { useCanvas } from "@/lib/client/canvas-controls";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { factsOf } from "@/lib/client/node-facts";
import { cornerFor } from "@/lib/client/placement";
import { rankItem } from "@/lib/client/rank-match";
import { shortcutIds, shortcuts, shortcutText } from "@/lib/client/shortcuts";
import { useIsMac } from "@/lib/client/use-is-mac";
import { nodeCatalog } from "@/lib/nodes/catalog";
import { useAct } from "./use-editor-actions";

const notListed = new Set(["commands", "next_node", "previous_node", "nudge_left", "nudge_right", "nudge_up", "nudge_down", "escape"]);

export function CommandPalette() {
  const store = useEditorStore();
  const isOpen = useEditor((state) => state.dialog === "commands");
  return (
    <Radix.Root onOpenChange={(open) => !open && store.getState().closeDialog()} open={isOpen}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed inset-x-2 top-[14vh] z-50 mx-auto max-w-[520px] overflow-hidden rounded-group border bg-surface shadow-float focus:outline-none"
        >
          <Radix.Title className="sr-only">Command palette</Radix.Title>
          <Commands onDone={() => store.getState().closeDialog()} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

function Commands({ onDone }: { readonly onDone: () => void }) {
  const act = useAct();
  const isMac = useIsMac();
  const store = useEditorStore();
  const canvas = useCanvas();
  const nodes = useEditor((state) => state.document.nodes);
  const pick = (work: () => unknown) => () => {
    onDone();
    // The dialog gives the focus back first.
    requestAnimationFrame(work);
  };
  return (
    <Command filter={rankItem} label="Command palette">
      <Command.Input autoFocus className={pickerInputStyles} placeholder="Do something, or go to a node" />
      <Command.List className="max-h-[52vh] overflow-auto p-1">
        <Command.Empty className="px-3 py-4 text-ink-soft text-sm">Nothing is called that.</Command.Empty>
        <Command.Group className={pickerHeadingStyles} heading="Do">
          {shortcutIds
            .filter((id) => !notListed.has(id))
            .map((id) => (
              <Command.Item
                className={pickerItemStyles}
                key={id}
                keywords={[shortcuts[id].label]}
                onSelect={pick(() => act({ id }))}
                value={`do ${shortcuts[id].label}`}
              >
                <span className="flex-1">{shortcuts[id].label}</span>
                <Kbd>{shortcutText(id, isMac)}</Kbd>
              </Command.Item>
            ))}
        </Command.Group>
        <Command.Group className={pickerHeadingStyles} heading="Go to">
          {nodes.map((node) => {
            const { definition } = factsOf(node);
            return (
              <Command.Item
                className={pickerItemStyles}
                key={node.id}
                keywords={[node.title || node.id, node.id]}
                onSelect={pick(() => store.getState().revealNode(node.id))}
                value={`go ${node.title} ${node.id}`}
              >
                <KindTile glyph={definition?.glyph ?? ""} group={definition?.group ?? "data"} size={24} />
                <span className="min-w-0 flex-1 truncate">{node.title || node.id}</span>
                <span className="num text-ink-soft">{node.id}</span>
              </Command.Item>
            );
          })}
        </Command.Group>
        <Command.Group className={pickerHeadingStyles} heading="Add">
          {Object.values(nodeCatalog).map(({ type, label, summary, glyph, group, keywords }) => (
            <Command.Item
              className={pickerItemStyles}
              key={type}
              keywords={[label, ...(keywords ?? [])]}
              onSelect={pick(() => {
                const id = addNodeAt(store, type, { at: cornerFor(canvas.current?.centre() ?? { x: 0, y: 0 }) });
                if (id !== null) canvas.current?.focus(id);
              })}
              value={`add ${label}`}
            >
              <KindTile glyph={glyph} group={group} size={24} />
              <span>{label}</span>
              <span className="min-w-0 flex-1 truncate text-ink-soft text-xs">{summary}</span>
            </Command.Item>
          ))}
        </Command.Group>
      </Command.List>
    </Command>
  );
}
