/** A problem as its own card says it: the title goes without saying there, and the field's name beside the field. */
import type { Diagnostic } from "@/lib/compile/diagnostic";

/** "Triage: it has no model." is "It has no model."; "Triage, Subject: …" is "Subject: …". */
export function withoutTitle(diagnostic: Diagnostic, title: string): Diagnostic {
  const { message } = diagnostic;
  for (const prefix of [`${title}: `, `${title}, `]) {
    if (title !== "" && message.startsWith(prefix)) return { ...diagnostic, message: capitalised(message.slice(prefix.length)) };
  }
  return diagnostic;
}

/** Beside the field itself. */
export function withoutPlace(diagnostic: Diagnostic, title: string): Diagnostic {
  const isPlaced = title !== "" && diagnostic.message.startsWith(`${title}, `);
  const rest = withoutTitle(diagnostic, title);
  if (!isPlaced) return rest;
  return { ...rest, message: capitalised(rest.message.slice(rest.message.indexOf(": ") + 2)) };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
