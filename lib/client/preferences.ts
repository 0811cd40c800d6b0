/**
 * What a person set once and expects to find again in the next workflow: kept in this browser only.
 */
import { z } from "zod";

const Preferences = z.object({
  isPaletteOpen: z.boolean().default(false),
  isMinimapOpen: z.boolean().default(true),
});
export type Preferences = z.output<typeof Preferences>;

export const defaultPreferences: Preferences = Preferences.parse({});

const storageKey = "windrose.preferences";

/** Storage that is refused or unreadable gives the defaults. */
export function readPreferences(): Preferences {
  const text = readLocal(storageKey);
  if (text === null) return defaultPreferences;
  const parsed = Preferences.safeParse(jsonOf(text));
  return parsed.success ? parsed.data : defaultPreferences;
}

export function keepPreferences(preferences: Preferences): void {
  writeLocal(storageKey, JSON.stringify(preferences));
}

/** Local storage that may be refused: reading then gives nothing. */
export function readLocal(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writeLocal(key: string, value: string): void {
  try {
    window.localStorage.setItem(key, value);
  } catch {
    // A full or forbidden storage costs a convenience, never work.
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
