/** How what is written is drawn: each `{{ … }}` as a chip, a mistake underlined, the words of code in their colours. */
import { type EditorState, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { checkExpression, templateTokens } from "@/lib/expression/check";
import { codeWords } from "./code-words";

const variable = Decoration.mark({ class: "cm-variable" });
const mistake = Decoration.mark({ class: "cm-mistake" });

export const templateMarks = marksBy((state) => {
  const marks = new RangeSetBuilder<Decoration>();
  for (const { start, end, error } of templateTokens(state.doc.toString())) {
    if (end > start) marks.add(start, end, error === undefined ? variable : mistake);
  }
  return marks.finish();
});

export const expressionMarks = marksBy((state) => {
  const marks = new RangeSetBuilder<Decoration>();
  const text = state.doc.toString();
  const { references, error } = text.trim() === "" ? { references: [], error: undefined } : checkExpression(text);
  const spans = error === undefined ? references.map(({ start, end }) => ({ start, end, mark: variable })) : [{ ...error, mark: mistake }];
  let reached = 0;
  for (const { start, end, mark } of spans) {
    // One reference may stand inside another's index; the outer one is marked.
    if (start < reached || end <= start || end > state.doc.length) continue;
    marks.add(start, end, mark);
    reached = end;
  }
  return marks.finish();
});

const codeWordMarks = {
  comment: Decoration.mark({ class: "cm-comment" }),
  string: Decoration.mark({ class: "cm-string" }),
  keyword: Decoration.mark({ class: "cm-keyword" }),
  number: Decoration.mark({ class: "cm-number" }),
} as const;

export const codeMarks = marksBy((state) => {
  const marks = new RangeSetBuilder<Decoration>();
  for (const { start, end, is } of codeWords(state.doc.toString())) marks.add(start, end, codeWordMarks[is]);
  return marks.finish();
});

function marksBy(mark: (state: EditorState) => DecorationSet) {
  return ViewPlugin.fromClass(
    class {
      decorations: DecorationSet;

      constructor(view: EditorView) {
        this.decorations = mark(view.state);
      }

      update(update: ViewUpdate): void {
        if (update.docChanged) this.decorations = mark(update.state);
      }
    },
    { decorations: (plugin) => plugin.decorations },
  );
}
