/** How a template is drawn: each `{{ … }}` as a chip, a mistake underlined. */
import { type EditorState, RangeSetBuilder } from "@codemirror/state";
import { Decoration, type DecorationSet, type EditorView, ViewPlugin, type ViewUpdate } from "@codemirror/view";
import { checkExpression, templateTokens } from "@/lib/expression/check";

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
