import "server-only";

/**
 * A file as a download. Whatever it holds, it never opens as a page of ours: it is an attachment, of
 * a type that is not sniffed, in a sandbox. Images may still be shown inside our own pages.
 */
const typeOfPages = /html|xml|javascript|ecmascript/i;
const wellFormedType = /^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/i;

export function attachment(file: { readonly name: string; readonly mime: string; readonly content: BodyInit }): Response {
  return new Response(file.content, {
    headers: { "content-type": safeType(file.mime), "content-disposition": dispositionOf(file.name) },
  });
}

function safeType(mime: string): string {
  const isSvg = mime === "image/svg+xml";
  return wellFormedType.test(mime) && (isSvg || !typeOfPages.test(mime)) ? mime : "application/octet-stream";
}

/** The name twice: in ASCII for old readers, and as it is. Path parts and control characters are removed. */
function dispositionOf(name: string): string {
  const leaf = name.split(/[\\/]/).at(-1) ?? "";
  const clean = leaf.replace(/[\p{Cc}\p{Cs}]/gu, "").slice(0, 150) || "file";
  const ascii = clean.replace(/[^\w. -]/g, "_");
  const encoded = encodeURIComponent(clean).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
