"use client";

/** An answer with its citation marks: a press on one shows its source in the list below. */
import { type MouseEvent, useRef, useState } from "react";
import { Markdown } from "@/components/ui/markdown";
import { type Source, sourceAnchor } from "@/lib/projection/citations";
import { citationMarks } from "./citation-marks";
import { cutText } from "./cut-text";
import { ShowAll } from "./show-all";
import { SourceList } from "./source-list";

export type CitedMarkdownProps = { readonly text: string; readonly sources: readonly Source[]; readonly className?: string };

export function CitedMarkdown({ text, sources, className }: CitedMarkdownProps) {
  const [isWhole, setWhole] = useState(false);
  const [chosen, setChosen] = useState<number | null>(null);
  const list = useRef<HTMLOListElement>(null);
  const cut = isWhole ? { text, hidden: 0 } : cutText(text);

  function showSource(event: MouseEvent): void {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const source = sources.find(({ number }) => link?.getAttribute("href") === `#${sourceAnchor(number)}`);
    if (source === undefined) return;
    event.preventDefault();
    setChosen(source.number);
    list.current?.children[source.number - 1]?.scrollIntoView({ block: "nearest" });
  }

  return (
    <div className={className}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the marks inside are links, with a keyboard of their own */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: Enter on a link is a click */}
      <div className={citationMarks} onClick={showSource}>
        <Markdown text={cut.text} />
      </div>
      <ShowAll hidden={cut.hidden} onShow={() => setWhole(true)} />
      {sources.length > 0 && (
        <div className="mt-4">
          <h3 className="mb-1.5 font-medium text-xs">Sources</h3>
          <SourceList chosen={chosen} ref={list} sources={sources} />
        </div>
      )}
    </div>
  );
}
