"use client";

/** Opens the import dialog; a file dropped anywhere on the page opens it too. */
import { Upload } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { ImportDialog } from "./import-dialog";

export function ImportButton() {
  const [isOpen, setIsOpen] = useState(false);
  const [dropped, setDropped] = useState<File | null>(null);
  const [isDragging, setIsDragging] = useState(false);

  useEffect(() => {
    // Entering a child also leaves its parent: only the balance says whether the file is still over the page.
    let depth = 0;
    const listeners = new AbortController();
    const listen = (type: "dragenter" | "dragover" | "dragleave" | "drop", handle: (event: DragEvent) => void) =>
      window.addEventListener(type, (event) => carriesFiles(event) && handle(event), { signal: listeners.signal });
    listen("dragenter", () => {
      depth += 1;
      setIsDragging(true);
    });
    listen("dragleave", () => {
      depth = Math.max(0, depth - 1);
      setIsDragging(depth > 0);
    });
    // Without this the browser would open the file in place of the page.
    listen("dragover", (event) => event.preventDefault());
    listen("drop", (event) => {
      event.preventDefault();
      depth = 0;
      setIsDragging(false);
      setDropped(event.dataTransfer?.files[0] ?? null);
      setIsOpen(true);
    });
    return () => listeners.abort();
  }, []);

  function close(): void {
    setIsOpen(false);
    setDropped(null);
  }

  return (
    <>
      <Button className="text-ink-soft" icon={<Upload aria-hidden />} onClick={() => setIsOpen(true)} variant="ghost">
        Import
      </Button>
      {isDragging && !isOpen && (
        <div className="pointer-events-none fixed inset-3 z-40 grid place-items-center rounded-group border-2 border-accent border-dashed bg-paper/85 font-medium text-base">
          Drop the file to import it
        </div>
      )}
      {isOpen && (
        <ImportDialog file={dropped} key={dropped === null ? "empty" : `${dropped.name}:${dropped.lastModified}`} onClose={close} />
      )}
    </>
  );
}

function carriesFiles(event: DragEvent): boolean {
  return event.dataTransfer?.types.includes("Files") === true;
}
