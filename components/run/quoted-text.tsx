"use client";

/** A text exactly as it was, in a sunken box; cut when it is very long. */
import { useState } from "react";
import { cx } from "@/components/ui/class-names";
import { cutText } from "./cut-text";
import { ShowAll } from "./show-all";

export function QuotedText({ text, className }: { readonly text: string; readonly className?: string }) {
  const [isWhole, setWhole] = useState(false);
  const cut = isWhole ? { text, hidden: 0 } : cutText(text, 4_000);
  return (
    <div className={cx("rounded-control border bg-sunken px-3 py-2.5", className)}>
      {text === "" ? <p className="text-ink-soft">Empty</p> : <p className="whitespace-pre-wrap [overflow-wrap:anywhere]">{cut.text}</p>}
      <ShowAll hidden={cut.hidden} onShow={() => setWhole(true)} />
    </div>
  );
}
