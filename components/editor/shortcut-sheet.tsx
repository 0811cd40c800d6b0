"use client";

/** Every shortcut and gesture, from the registry that also drives them. */
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useEditor, useEditorStore } from "@/lib/client/editor-store/use-editor";
import { gestures, printedKeys, type ShortcutGroup, shortcutIds, shortcuts } from "@/lib/client/shortcuts";
import { useIsMac } from "@/lib/client/use-is-mac";

const groups: readonly ShortcutGroup[] = ["Run", "Edit", "Canvas", "View", "Help"];

export function ShortcutSheet() {
  const store = useEditorStore();
  const isOpen = useEditor((state) => state.dialog === "shortcuts");
  return (
    <Dialog onOpenChange={() => store.getState().closeDialog()} open={isOpen} size="lg" title="Keyboard shortcuts">
      <div className="gap-x-10 sm:columns-2">
        {groups.map((group) => (
          <section className="mb-5 break-inside-avoid" key={group}>
            <h3 className="mb-1 font-medium text-ink-soft text-xs">{group}</h3>
            <dl>
              {shortcutIds
                .filter((id) => shortcuts[id].group === group)
                .map((id) => (
                  <div className="flex items-center gap-3 py-1" key={id}>
                    <dt className="flex-1 text-sm">{shortcuts[id].label}</dt>
                    <dd>
                      <Keys presses={shortcuts[id].keys} />
                    </dd>
                  </div>
                ))}
            </dl>
          </section>
        ))}
        <section className="mb-5 break-inside-avoid">
          <h3 className="mb-1 font-medium text-ink-soft text-xs">Pointer</h3>
          <dl>
            {gestures.map(({ label, gesture }) => (
              <div className="flex items-baseline gap-3 py-1" key={label}>
                <dt className="flex-1 text-sm">{label}</dt>
                <dd className="text-right text-ink-soft text-xs">{gesture}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  );
}

function Keys({ presses }: { readonly presses: readonly string[] }) {
  const isMac = useIsMac();
  // The second way of a step is the larger step, which needs no line of its own.
  const shown = presses.filter((press, index) => index === 0 || !press.startsWith("Shift+Arrow"));
  return (
    <span className="flex items-center gap-1 text-ink-soft text-xs">
      {shown.map((press, index) => (
        <span className="flex items-center gap-1" key={press}>
          {index > 0 && "or"}
          {printedKeys(press, isMac).map((key) => (
            <Kbd key={key}>{key}</Kbd>
          ))}
        </span>
      ))}
    </span>
  );
}
