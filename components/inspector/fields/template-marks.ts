/** How what is written is drawn: each `{{ … }}` as a chip, a mistake underlined, the words of code in their colours. */
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

const codeWords = {
  comment: Decoration.mark({ class: "cm-comment" }),
  string: Decoration.mark({ class: "cm-string" }),
  keyword: Decoration.mark({ class: "cm-keyword" }),
  number: Decoration.mark({ class: "cm-number" }),
};

/** Whatever begins first counts: a keyword in a comment is a comment. Regular expressions are read as what stands in them. */
const codePattern = new RegExp(
  [
    /(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$))/,
    /(?<string>"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`(?:[^`\\]|\\[\s\S])*`?)/,
    /\b(?<keyword>async|await|break|case|catch|const|continue|default|delete|do|else|false|finally|for|function|if|in|instanceof|let|new|null|of|return|switch|throw|true|try|typeof|undefined|var|void|while|yield)\b/,
    /\b(?<number>\d[\w.]*)/,
  ]
    .map(({ source }) => source)
    .join("|"),
  "g",
);

export const codeMarks = marksBy((state) => {
  const marks = new RangeSetBuilder<Decoration>();
  for (const { 0: text, index, groups } of state.doc.toString().matchAll(codePattern)) {
    const word = Object.entries(codeWords).find(([name]) => groups?.[name] !== undefined);
    if (word !== undefined) marks.add(index, index + text.length, word[1]);
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
