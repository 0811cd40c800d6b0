/**
 * Rules a single file can break. Pure: takes texts, returns sentences.
 */
const longFileLines = 400;

/** Server code says so in its first line, so that bundling it for a browser fails. */
export function missingServerOnly(sources) {
  return sources
    .filter(({ file }) => (file.startsWith("lib/server/") || file.endsWith(".server.ts")) && !/\.test\.ts$/.test(file))
    .filter(({ text }) => !text.startsWith('import "server-only";'))
    .map(({ file }) => `${file} must start with: import "server-only";`);
}

/** Files that may have taken on a second job. */
export function longFiles(sources) {
  return sources
    .map(({ file, text }) => ({ file, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > longFileLines)
    .map(({ file, lines }) => `${file} has ${lines} lines: which second job did it take on?`);
}
