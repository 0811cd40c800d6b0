/**
 * Characters that nobody sees and that change what somebody sees, made visible.
 *
 * Pure. For places where a person decides by what they read, and for terminals, which obey some of them:
 * `pay\u202Eexe.txt` reads backwards, `\u001B]52;…` writes to the clipboard.
 */

/** Control characters but for tabs and ends of lines; what reorders text; spaces without width. Joiners stay: letters and emoji need them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const unseen = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060\u2066-\u2069\uFEFF]/g;

/** `[U+202E]` in place of each. */
export function visibleText(text: string): string {
  return text.replace(unseen, (character) => `[U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0")}]`);
}
