/** The system's clipboard, and beside it our own: a browser may refuse the system's. */

let ownText = "";

export async function writeClipboard(text: string): Promise<void> {
  ownText = text;
  await navigator.clipboard?.writeText(text).catch(() => undefined);
}

export async function readClipboard(): Promise<string> {
  try {
    return await navigator.clipboard.readText();
  } catch {
    return ownText;
  }
}
