"use client";

/** A value as a person reads it, and as it is: rendered or source, to copy and to download. */
import { Download } from "lucide-react";
import { useMemo, useState } from "react";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Segments } from "@/components/ui/segments";
import type { Source } from "@/lib/projection/citations";
import { type SheetPart, sheetOf } from "@/lib/projection/records";
import type { JsonValue } from "@/lib/shared/json";
import { CitedMarkdown } from "./cited-markdown";
import { cutText } from "./cut-text";
import { downloadText } from "./download-text";
import { JsonTree } from "./json-tree";
import { RecordsView } from "./records-view";
import { ShowAll } from "./show-all";

export type ValueFormat = "markdown" | "text" | "json";

export type ValueViewProps = {
  readonly value: JsonValue;
  /** How a text is to be read; anything else is shown as JSON. */
  readonly format: ValueFormat;
  /** Of the downloaded file, without its ending. */
  readonly fileName: string;
  /** The text with citation marks, where the value is an answer that cites. */
  readonly cited?: { readonly markdown: string; readonly sources: readonly Source[] };
};

/** "rendered" is the best way to read it; "tree" is there beside a table. */
type Mode = "rendered" | "tree" | "source";

const endings = {
  markdown: { name: "md", mime: "text/markdown" },
  text: { name: "txt", mime: "text/plain" },
  json: { name: "json", mime: "application/json" },
};

export function ValueView({ value, format, fileName, cited }: ValueViewProps) {
  const [chosen, setMode] = useState<Mode>("rendered");
  const text = sourceOf(value);
  const data = useMemo(() => (typeof value !== "string" ? value : format === "json" ? parsedOr(value) : null), [value, format]);
  const sheet = useMemo(() => (data === null ? null : sheetOf(data)), [data]);
  // What came in the meantime may be no table any more.
  const mode = chosen === "tree" && sheet === null ? "rendered" : chosen;
  const ending = endings[typeof value === "string" ? format : "json"];
  return (
    <div className="min-w-0">
      <div className="mb-3 flex items-center gap-1">
        <Segments
          label="How the value is shown"
          onChange={setMode}
          options={[
            { value: "rendered", label: sheet !== null ? "Table" : data === null ? "Rendered" : "Tree" },
            ...(sheet === null ? [] : [{ value: "tree" as const, label: "Tree" }]),
            { value: "source", label: "Source" },
          ]}
          value={mode}
        />
        <span className="flex-1" />
        <CopyButton label="Copy value" text={text} />
        <IconButton label={`Download as .${ending.name}`} onClick={() => downloadText(`${fileName}.${ending.name}`, text, ending.mime)}>
          <Download aria-hidden />
        </IconButton>
      </div>
      <Shown cited={cited} format={format} mode={mode} sheet={sheet} text={text} value={value} />
    </div>
  );
}

type ShownProps = RenderedProps & { readonly mode: Mode; readonly sheet: readonly SheetPart[] | null; readonly text: string };

function Shown({ mode, sheet, text, ...rendered }: ShownProps) {
  if (mode === "source") return <SourceText text={text} />;
  return mode === "rendered" && sheet !== null ? <RecordsView parts={sheet} /> : <Rendered {...rendered} />;
}

type RenderedProps = { readonly value: JsonValue; readonly format: ValueFormat; readonly cited: ValueViewProps["cited"] };

function Rendered({ value, format, cited }: RenderedProps) {
  if (typeof value !== "string") return <JsonTree value={value} />;
  if (value.trim() === "") return <p className="text-ink-soft">An empty text.</p>;
  if (format === "json") return <JsonTree value={parsedOr(value)} />;
  if (format === "text") return <PlainText text={value} />;
  return <CitedMarkdown sources={cited?.sources ?? []} text={cited?.markdown ?? value} />;
}

function PlainText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  const cut = isWhole ? { text, hidden: 0 } : cutText(text);
  return (
    <>
      <p className="whitespace-pre-wrap text-base leading-[22px] [overflow-wrap:anywhere]">{cut.text}</p>
      <ShowAll hidden={cut.hidden} onShow={() => setWhole(true)} />
    </>
  );
}

function SourceText({ text }: { readonly text: string }) {
  const [isWhole, setWhole] = useState(false);
  const cut = isWhole ? { text, hidden: 0 } : cutText(text, 60_000);
  return (
    <>
      <CodeBlock bodyClassName="max-h-none" isWrapped text={cut.text} title="Source" />
      <ShowAll hidden={cut.hidden} onShow={() => setWhole(true)} />
    </>
  );
}

function sourceOf(value: JsonValue): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

function parsedOr(text: string): JsonValue {
  try {
    // What parses is JSON.
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
