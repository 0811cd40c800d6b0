/** Hands a text to the browser as a file. */
export function downloadText(fileName: string, text: string, mime: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: `${mime};charset=utf-8` }));
  const link = document.createElement("a");
  link.href = url;
  link.download = safeFileName(fileName);
  link.click();
  URL.revokeObjectURL(url);
}

/** Titles hold anything; a file's name may not. */
function safeFileName(name: string): string {
  return name.replace(/[^\p{L}\p{N}._ -]+/gu, "-").slice(0, 120);
}
