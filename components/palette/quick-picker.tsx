"use client";

/**
 * Adds a card where the pointer is, or ends a connection that was dropped there: pick a kind, or one
 * of the cards that would take it.
 */
import { Command } from "cmdk";
import { Search } from "lucide-react";
import { type ReactNode, useMemo, useState } from "react";
import { Kbd } from "@/components/ui/kbd";
import { KindTile } from "@/components/ui/kind-tile";
import { Popover, PopoverAnchor, PopoverContent } from "@/components/ui/popover";
import { addNodeAt } from "@/lib/client/add-node";
import { useCanvas } from "@/lib/client/canvas-controls";
import { portTop } from "@/lib/client/card-geometry";
import { targetsFor } from "@/lib/client/connections";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import type { QuickPick } from "@/lib/client/editor-store/view-slice";
import { factsOf } from "@/lib/client/node-facts";
import { cornerFor, type NodePreset } from "@/lib/client/placement";
import { rankItem } from "@/lib/client/rank-match";
import { agentNode } from "@/lib/nodes/agent/definition";
import type { NodeDefinition } from "@/lib/nodes/contract";
import { groupLabels, kinds } from "./kinds";
import { pickerHeadingStyles, pickerItemStyles } from "./picker-styles";
import { usePresets } from "./your-agents";

export function QuickPicker() {
  const store = useEditorStore();
  const canvas = useCanvas();
  const pick = useEditor((state) => state.quickPick);
  if (pick === null) return null;

  function close(): void {
    store.getState().closeQuickPick();
    const [selected] = store.getState().selection.nodeIds;
    requestAnimationFrame(() => canvas.current?.focus(selected));
  }

  return (
    <Popover onOpenChange={(isOpen) => !isOpen && close()} open>
      <PopoverAnchor className="pointer-events-none fixed size-0" style={{ left: pick.anchor.x, top: pick.anchor.y }} />
      <PopoverContent
        align={pick.from === null ? "start" : "center"}
        aria-label={pick.from === null ? "Add a node" : "Add and connect"}
        className="w-84 p-0"
        data-testid="quick-picker"
        onCloseAutoFocus={(event) => event.preventDefault()}
        sideOffset={pick.from === null ? 4 : 18}
      >
        <Picker onDone={close} pick={pick} />
      </PopoverContent>
    </Popover>
  );
}

function Picker({ pick, onDone }: { readonly pick: QuickPick; readonly onDone: () => void }) {
  const store = useEditorStore();
  const document = useEditor((state) => state.document);
  const [query, setQuery] = useState("");
  const { from } = pick;
  const presets = usePresets();
  const targets = useMemo(() => (from === null ? [] : targetsFor(document, from)), [document, from]);
  const fitting = useMemo(() => kinds.filter((kind) => canTake(kind, from)), [from]);
  const suggested = fitting.slice(0, 3);

  function add(kind: NodeDefinition, preset?: NodePreset): void {
    // A card that was dragged to begins at its port, where the line ends.
    const at = from?.side === "source" ? { x: pick.at.x, y: pick.at.y - portTop } : cornerFor(pick.at);
    addNodeAt(store, kind.type, { at, from, preset });
    onDone();
  }

  return (
    <Command filter={rankItem} label={from === null ? "Add a node" : "Add and connect"} loop>
      <div className="flex h-11 items-center gap-2.5 border-b px-3">
        <Search aria-hidden />
        <Command.Input
          autoFocus
          className="h-full flex-1 bg-transparent text-base outline-none placeholder:text-ink-soft focus-visible:outline-none"
          onValueChange={setQuery}
          placeholder={from === null ? "Add a node" : "Add a node, or connect to one"}
          value={query}
        />
      </div>
      {from !== null && <From from={from} />}
      <Command.List className="max-h-84 overflow-auto px-1 pb-1.5">
        <Command.Empty className="px-3 py-4 text-ink-soft text-sm">Nothing is called that.</Command.Empty>
        {query === "" && (
          <Command.Group className={pickerHeadingStyles} heading="Suggested">
            {suggested.map((kind) => (
              <KindItem key={kind.type} kind={kind} onPick={add} prefix="suggested" />
            ))}
          </Command.Group>
        )}
        {targets.length > 0 && (
          <Command.Group className={pickerHeadingStyles} heading="Connect to">
            {targets.map(({ end, edge, nodeTitle, portLabel }) => {
              const node = document.nodes.find((candidate) => candidate.id === end.nodeId);
              const definition = node === undefined ? null : factsOf(node).definition;
              return (
                <Item
                  aside="on this canvas"
                  key={edge.id}
                  keywords={[nodeTitle, portLabel]}
                  onSelect={() => {
                    store.getState().dispatch({ type: "connect", edge });
                    onDone();
                  }}
                  value={`connect ${edge.id}`}
                >
                  <KindTile glyph={definition?.glyph ?? ""} group={definition?.group ?? "data"} size={24} />
                  <span className="min-w-0 truncate">{nodeTitle}</span>
                </Item>
              );
            })}
          </Command.Group>
        )}
        <Command.Group className={pickerHeadingStyles} heading="All">
          {(query === "" ? fitting.slice(3) : fitting).map((kind) => (
            <KindItem key={kind.type} kind={kind} onPick={add} prefix="all" />
          ))}
        </Command.Group>
        {presets.length > 0 && (
          <Command.Group className={pickerHeadingStyles} heading="Your agents">
            {presets.map((preset) => (
              <Item
                aside="from the library"
                key={preset.id}
                keywords={[preset.title, preset.summary]}
                onSelect={() => add(agentNode, preset)}
                value={`library ${preset.id}`}
              >
                <KindTile glyph={agentNode.glyph} group={agentNode.group} size={24} />
                <span className="min-w-0 truncate">{preset.title}</span>
              </Item>
            ))}
          </Command.Group>
        )}
      </Command.List>
      <div className="flex h-9 items-center gap-1.5 border-t px-3 text-ink-soft text-xs">
        <Kbd>↑</Kbd>
        <Kbd>↓</Kbd>
        <span className="mr-2">move</span>
        <Kbd>↵</Kbd>
        <span>{from === null ? "add" : "add and connect"}</span>
        <span className="flex-1" />
        <Kbd>esc</Kbd>
      </div>
    </Command>
  );
}

function From({ from }: { readonly from: NonNullable<QuickPick["from"]> }) {
  const node = useEditor((state) => state.document.nodes.find((candidate) => candidate.id === from.nodeId));
  if (node === undefined) return null;
  const { inputs, outputs } = factsOf(node).ports;
  const port = (from.side === "source" ? outputs : inputs).find((candidate) => candidate.id === from.portId);
  return (
    <p className="px-3 pt-2 text-ink-soft text-xs">
      {from.side === "source" ? "from " : "into "}
      <b className="font-medium text-ink">{node.title}</b>
      {port?.named === true && ` · ${port.label}`}
    </p>
  );
}

function KindItem({
  kind,
  prefix,
  onPick,
}: {
  readonly kind: NodeDefinition;
  readonly prefix: string;
  readonly onPick: (kind: NodeDefinition) => void;
}) {
  return (
    <Item
      aside={groupLabels[kind.group]}
      keywords={[kind.label, ...(kind.keywords ?? [])]}
      onSelect={() => onPick(kind)}
      testId={`pick-${kind.type}`}
      value={`${prefix} ${kind.type}`}
    >
      <KindTile glyph={kind.glyph} group={kind.group} size={24} />
      <span className="min-w-0">
        <span className="block truncate">{kind.label}</span>
        <span className="hidden truncate text-ink-soft text-xs group-data-[selected=true]/item:block">{kind.summary}</span>
      </span>
    </Item>
  );
}

type ItemProps = {
  readonly value: string;
  readonly keywords: string[];
  readonly aside: string;
  readonly testId?: string;
  readonly onSelect: () => void;
  readonly children: ReactNode;
};

function Item({ value, keywords, aside, testId, onSelect, children }: ItemProps) {
  return (
    <Command.Item className={`group/item ${pickerItemStyles}`} data-testid={testId} keywords={keywords} onSelect={onSelect} value={value}>
      {children}
      <span className="ml-auto flex-none text-ink-soft text-xs group-data-[selected=true]/item:hidden">{aside}</span>
      <Kbd className="ml-auto hidden group-data-[selected=true]/item:inline-grid">↵</Kbd>
    </Command.Item>
  );
}

/** A note takes no connection; a kind without a way in can't follow, one without a way out can't lead. */
function canTake(kind: NodeDefinition, from: QuickPick["from"]): boolean {
  if (from === null) return true;
  const parsed = kind.config.safeParse(kind.defaults);
  if (!parsed.success) return false;
  const ports = kind.ports(parsed.data);
  return (from.side === "source" ? ports.inputs : ports.outputs).length > 0;
}
