/** The colours in force, for what is drawn on a `<canvas>`: asking the style is dear, so each is asked for once. */

/** Gives a token's value: `colour("ink")` is that of `--ink`. */
export type Colours = (token: string) => string;

/** Of the theme that is in force now. */
export function coloursOf(element: HTMLElement): Colours {
  const style = getComputedStyle(element);
  const known = new Map<string, string>();
  return (token) => {
    const before = known.get(token);
    if (before !== undefined) return before;
    const value = style.getPropertyValue(`--${token}`);
    known.set(token, value);
    return value;
  };
}
