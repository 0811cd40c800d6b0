"use client";

/** Takes files into a library, one after the other, by a button or by dropping them. */
import { Upload } from "lucide-react";
import { useRouter } from "next/navigation";
import { type DragEvent, useRef, useState } from "react";
import { z } from "zod";
import { Button } from "@/components/ui/button";
import { cx } from "@/components/ui/class-names";
import { request } from "@/lib/client/request";
import { formatBytes } from "@/lib/projection/format";
import { limits } from "@/lib/shared/limits";

const Added = z.looseObject({ id: z.string() });

export function AddDocuments({ libraryId }: { readonly libraryId: string }) {
  const router = useRouter();
  const picker = useRef<HTMLInputElement>(null);
  const [current, setCurrent] = useState<string | null>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const [isOver, setIsOver] = useState(false);

  async function add(files: readonly File[]): Promise<void> {
    const problems: string[] = [];
    for (const file of files) {
      setCurrent(file.name);
      const address = `/api/libraries/${encodeURIComponent(libraryId)}/documents?name=${encodeURIComponent(file.name)}`;
      const headers = { "content-type": file.type || "application/octet-stream" };
      const added = await request(address, Added, { method: "POST", headers, body: file });
      if (!added.ok) problems.push(`${file.name}: ${added.error.message}`);
    }
    setCurrent(null);
    setRefused(problems);
    router.refresh();
  }

  function drop(event: DragEvent): void {
    event.preventDefault();
    setIsOver(false);
    void add([...event.dataTransfer.files]);
  }

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is a second way; the button inside is for everybody
    <div
      className={cx("flex flex-col items-center gap-2 rounded-card border border-dashed px-4 py-6 text-center", isOver && "border-accent")}
      onDragLeave={() => setIsOver(false)}
      onDragOver={(event) => {
        event.preventDefault();
        setIsOver(true);
      }}
      onDrop={drop}
    >
      <input
        aria-label="Documents to add"
        className="sr-only"
        multiple
        onChange={(event) => {
          void add([...(event.target.files ?? [])]);
          event.target.value = "";
        }}
        ref={picker}
        tabIndex={-1}
        type="file"
      />
      <Button icon={<Upload aria-hidden />} isBusy={current !== null} onClick={() => picker.current?.click()}>
        Add documents
      </Button>
      <p aria-live="polite" className="text-ink-soft text-xs">
        {current === null
          ? `Or drop them here: texts, PDF, Word and the like, up to ${formatBytes(limits.libraryDocumentBytes.value)} each.`
          : `Adding ${current}…`}
      </p>
      {refused.length > 0 && (
        <ul className="text-danger text-xs" role="alert">
          {refused.map((problem) => (
            <li key={problem}>{problem}</li>
          ))}
        </ul>
      )}
    </div>
  );
}
