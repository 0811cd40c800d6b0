/** A text on one line and of limited length, for titles and messages. Pure. */
export function shortened(text: string, mostCharacters = 60): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= mostCharacters
    ? line
    : `${characters
        .slice(0, mostCharacters - 1)
        .join("")
        .trimEnd()}…`;
}
