"use client";

/** Copies a text and says so, in place of itself and to screen readers. */
import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import { cx } from "./class-names";
import { IconButton } from "./icon-button";

export type CopyButtonProps = {
  /** The text, or what makes it when it is costly to make. */
  readonly text: string | (() => string);
  readonly label?: string;
  readonly size?: "md" | "sm";
  readonly className?: string;
};

const shownForMs = 1_600;

export function CopyButton({ text, label = "Copy", size = "sm", className }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<"idle" | "copied" | "refused">("idle");

  useEffect(() => {
    if (outcome === "idle") return;
    const timer = setTimeout(() => setOutcome("idle"), shownForMs);
    return () => clearTimeout(timer);
  }, [outcome]);

  async function copy(): Promise<void> {
    try {
      await navigator.clipboard.writeText(typeof text === "function" ? text() : text);
      setOutcome("copied");
    } catch {
      // The browser refuses without permission; the text can still be selected by hand.
      setOutcome("refused");
    }
  }

  const said = { idle: label, copied: "Copied", refused: "The browser refused to copy" }[outcome];
  return (
    <>
      <IconButton className={cx(outcome === "refused" && "text-danger", className)} label={said} onClick={copy} size={size}>
        {outcome === "copied" ? <Check aria-hidden className="text-success" /> : <Copy aria-hidden />}
      </IconButton>
      <span className="sr-only" role="status">
        {outcome === "idle" ? "" : said}
      </span>
    </>
  );
}
