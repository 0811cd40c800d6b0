"use client";

/** Files that tools made: pictures are shown, everything can be downloaded. */
import { Download, FileText } from "lucide-react";
import { useState } from "react";
import { blobAddress } from "@/lib/client/run-store/run-requests";
import type { StepModel } from "@/lib/engine/events";
import { formatBytes } from "@/lib/projection/format";
import { useShownRun } from "./shown-run";

type RunFile = StepModel["files"][number];

export function FileList({ files }: { readonly files: readonly RunFile[] }) {
  const { runId } = useShownRun();
  if (files.length === 0) return null;
  return (
    <div className="mt-4">
      <h3 className="mb-1.5 font-medium text-xs">Files</h3>
      <ul className="flex flex-col gap-2">
        {files.map((file) => (
          <li key={file.fileId}>
            <RunFileCard address={blobAddress(runId, file.fileId)} file={file} />
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Kinds a browser draws without running anything: SVG is not among them. */
const drawn = ["image/png", "image/jpeg", "image/webp", "image/gif"];

function RunFileCard({ file, address }: { readonly file: RunFile; readonly address: string }) {
  const [isBroken, setBroken] = useState(false);
  return (
    <div className="overflow-hidden rounded-control border">
      {drawn.includes(file.mime) && !isBroken && (
        // biome-ignore lint/performance/noImgElement: the picture comes from this run's own store, in no size we know
        <img
          alt={file.name}
          className="max-h-96 w-full border-b bg-sunken object-contain"
          loading="lazy"
          onError={() => setBroken(true)}
          src={address}
        />
      )}
      <a
        className="flex h-9 items-center gap-2 px-3 text-xs hover:bg-sunken focus-visible:-outline-offset-2"
        download={file.name}
        href={address}
      >
        <FileText aria-hidden className="size-3.5 text-ink-soft" />
        <span className="min-w-0 flex-1 truncate">{file.name}</span>
        <span className="num text-ink-soft">{formatBytes(file.bytes)}</span>
        <Download aria-hidden className="size-3.5 text-ink-soft" />
      </a>
    </div>
  );
}
