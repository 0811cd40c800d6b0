/** The template editor in the product's tokens; both themes by themselves. */
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

/** A line that grows, a box of a few lines, or a dialog of its own. */
export type EditorSize = "line" | "box" | "dialog";

const leastHeights = { line: "36px", box: "72px", dialog: "40vh" } as const;

export function templateTheme(size: EditorSize): Extension {
  const isLarge = size === "dialog";
  return EditorView.theme({
    "&": { fontSize: isLarge ? "14px" : "13px", color: "var(--ink)", maxHeight: isLarge ? "60vh" : "280px" },
    "&.cm-focused": { outline: "none" },
    ".cm-scroller": { fontFamily: "inherit", lineHeight: "20px", overflow: "auto", minHeight: leastHeights[size] },
    ".cm-content": { padding: size === "line" ? "7px 0" : "10px 0", caretColor: "var(--accent)" },
    ".cm-line": { padding: "0 12px" },
    ".cm-cursor": { borderLeftColor: "var(--accent)", borderLeftWidth: "1.5px" },
    ".cm-placeholder": { color: "var(--ink-soft)", whiteSpace: "pre-wrap" },
    ".cm-variable": {
      font: "500 12px/18px var(--font-geist-mono), ui-monospace, monospace",
      letterSpacing: "-0.03em",
      // Wraps as a whole, and inside only when it is longer than a line.
      display: "inline-block",
      padding: "0 4px",
      borderRadius: "4px",
      background: "color-mix(in srgb, var(--accent) var(--tint), transparent)",
      color: "var(--accent)",
    },
    ".cm-variable *": { font: "inherit" },
    ".cm-mistake": { textDecoration: "underline wavy var(--danger)", textUnderlineOffset: "3px" },
    ".cm-tooltip": {
      background: "var(--surface)",
      border: "1px solid var(--line)",
      borderRadius: "10px",
      boxShadow: "var(--shadow)",
      overflow: "hidden",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "inherit", maxHeight: "16em", padding: "4px", maxWidth: "min(420px, 90vw)" },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li": {
      display: "flex",
      gap: "8px",
      padding: "4px 8px",
      borderRadius: "6px",
      color: "var(--ink)",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > li[aria-selected]": {
      background: "color-mix(in srgb, var(--accent) var(--tint), transparent)",
      color: "var(--ink)",
    },
    ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
      padding: "6px 8px 2px",
      border: "0",
      color: "var(--ink-soft)",
      fontSize: "12px",
      fontWeight: "500",
    },
    ".cm-completionLabel": { fontFamily: "var(--font-geist-mono), ui-monospace, monospace", fontSize: "12px" },
    ".cm-completionDetail": {
      marginLeft: "auto",
      fontStyle: "normal",
      fontSize: "12px",
      color: "var(--ink-soft)",
      overflow: "hidden",
      textOverflow: "ellipsis",
    },
    ".cm-completionMatchedText": { textDecoration: "none", color: "var(--accent)" },
  });
}

/** Before the template's: code is set in the mono face, with numbered lines. */
export const codeTheme: Extension = EditorView.theme({
  "&": { fontSize: "12px" },
  ".cm-scroller": { fontFamily: "var(--font-geist-mono), ui-monospace, monospace", letterSpacing: "-0.02em" },
  ".cm-gutters": { background: "transparent", border: "0", color: "var(--ink-soft)" },
  ".cm-lineNumbers .cm-gutterElement": { minWidth: "30px", padding: "0 4px 0 8px" },
  ".cm-line": { padding: "0 12px 0 4px" },
  ".cm-keyword": { color: "var(--k-flow)", fontWeight: "500" },
  ".cm-string": { color: "var(--success)" },
  ".cm-number": { color: "var(--running)" },
  ".cm-comment": { color: "var(--ink-soft)", fontStyle: "italic" },
});
