/** Completion of variables and functions: inside `{{ }}` of a template, anywhere in an expression; in code of variables alone. */
import { autocompletion, type Completion, type CompletionContext, type CompletionResult } from "@codemirror/autocomplete";
import type { Extension } from "@codemirror/state";
import { functionHints, type TemplateVariable } from "@/lib/client/template-variables";
import type { EditedKind } from "./template-editor";

export function templateCompletion(kind: EditedKind, variables: () => readonly TemplateVariable[]): Extension {
  return autocompletion({
    icons: false,
    override: [(context) => complete(context, kind, variables())],
  });
}

function complete(context: CompletionContext, kind: EditedKind, variables: readonly TemplateVariable[]): CompletionResult | null {
  const before = context.state.sliceDoc(0, context.pos);
  const open = before.lastIndexOf("{{");
  if (kind === "template" && (open < 0 || before.indexOf("}}", open) >= 0)) return null;
  const word = context.matchBefore(/[\w.]*/);
  const from = word?.from ?? context.pos;
  const isAtStart = word === null || word.text === "";
  if (isAtStart && !context.explicit && !/\{\{\s*$/.test(before)) return null;
  const closing = kind === "template" ? closingFor(context.state.sliceDoc(context.pos)) : "";
  const options = [...variables.map((variable) => ofVariable(variable, closing)), ...(kind === "code" ? [] : functions)];
  return { from, options, validFor: /^[\w.]*$/ };
}

/** What is to follow the variable: the braces when they are not there yet, a space before those that are. */
function closingFor(after: string): string {
  if (after.startsWith("}}")) return " ";
  return /^[^{]*\}\}/.test(after) ? "" : " }}";
}

const groupOrder: readonly TemplateVariable["group"][] = ["Input", "Received", "Here", "Inside", "Before this node", "State"];

function ofVariable({ path, label, group }: TemplateVariable, closing: string): Completion {
  return { label: path, detail: label, section: { name: group, rank: groupOrder.indexOf(group) }, apply: `${path}${closing}` };
}

const functions: readonly Completion[] = functionHints.map(({ name, signature, summary }) => ({
  label: name,
  displayLabel: signature,
  detail: summary,
  section: { name: "Functions", rank: groupOrder.length },
  apply: `${name}(`,
}));
