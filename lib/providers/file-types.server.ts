import "server-only";

/**
 * What kind of file a tool made, by its ending or by its first bytes.
 */
const byEnding: Readonly<Record<string, string>> = {
  png: "image/png",
  jpg: "image/jpeg",
  jpeg: "image/jpeg",
  gif: "image/gif",
  webp: "image/webp",
  svg: "image/svg+xml",
  pdf: "application/pdf",
  csv: "text/csv",
  txt: "text/plain",
  md: "text/markdown",
  json: "application/json",
};

const unknownType = "application/octet-stream";

/** `png`, `chart.png` or a type itself → a type. */
export function mimeOf(nameOrType: string): string {
  if (/^[a-z]+\/[\w.+-]+$/i.test(nameOrType)) return nameOrType.toLowerCase();
  return byEnding[nameOrType.split(".").at(-1)?.toLowerCase() ?? ""] ?? unknownType;
}

/** The type the bytes themselves claim, for the kinds image generation makes. */
export function mimeOfBytes(bytes: Uint8Array, fallback: string): string {
  const starts = (...magic: number[]) => magic.every((byte, index) => bytes[index] === byte);
  if (starts(0x89, 0x50, 0x4e, 0x47)) return "image/png";
  if (starts(0xff, 0xd8, 0xff)) return "image/jpeg";
  if (starts(0x47, 0x49, 0x46, 0x38)) return "image/gif";
  if (starts(0x25, 0x50, 0x44, 0x46)) return "application/pdf";
  if (starts(0x52, 0x49, 0x46, 0x46) && bytes[8] === 0x57 && bytes[9] === 0x45) return "image/webp";
  return fallback;
}
