"use client";

/** The menu of a card or of the empty canvas, where the pointer is: everything in it has a shortcut too. */
import { createContext } from "react";
import { Menu, MenuContent, MenuItem, MenuSeparator, MenuTrigger } from "@/components/ui/menu";
import { useEditor } from "@/lib/client/editor-store/use-editor";
import { type ShortcutId, shortcuts, shortcutText } from "@/lib/client/shortcuts";
import { useIsMac } from "@/lib/client/use-is-mac";

type Point = { readonly x: number; readonly y: number };

/** Opens the menu at a point of the window, of a card or (null) of the canvas. */
export const CanvasMenuContext = createContext<(at: Point, nodeId: string | null) => void>(() => undefined);

export type OpenMenu = { readonly at: Point; readonly nodeId: string | null };

const ofCard: readonly (ShortcutId | "line")[] = ["open_panel", "connect", "line", "copy", "cut", "duplicate", "line", "remove"];
const ofCanvas: readonly (ShortcutId | "line")[] = ["add_node", "paste", "line", "select_all", "tidy", "fit"];

export type CanvasMenuProps = {
  readonly menu: OpenMenu | null;
  readonly onClose: () => void;
  readonly onAct: (id: ShortcutId, at: Point) => void;
};

export function CanvasMenu({ menu, onClose, onAct }: CanvasMenuProps) {
  const isMac = useIsMac();
  const title = useEditor((state) => state.document.nodes.find((node) => node.id === menu?.nodeId)?.title);
  if (menu === null) return null;
  const items = menu.nodeId === null ? ofCanvas : ofCard;
  return (
    <Menu modal={false} onOpenChange={(isOpen) => !isOpen && onClose()} open>
      <MenuTrigger>
        <span aria-hidden className="pointer-events-none fixed size-0" style={{ left: menu.at.x, top: menu.at.y }} />
      </MenuTrigger>
      <MenuContent align="start" aria-label={title === undefined ? "Canvas" : `Menu of ${title}`} sideOffset={0}>
        {items.map((id, index) =>
          id === "line" ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a fixed list have nothing else to be told apart by
            <MenuSeparator key={index} />
          ) : (
            <MenuItem danger={id === "remove"} key={id} onSelect={() => onAct(id, menu.at)} shortcut={shortcutText(id, isMac)}>
              {shortcuts[id].label}
            </MenuItem>
          ),
        )}
      </MenuContent>
    </Menu>
  );
}
