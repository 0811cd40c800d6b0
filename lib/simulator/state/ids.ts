/**
 * Identifiers in the service's shapes.
 */
import { createHash, randomBytes } from "node:crypto";

export type IdSource = { readonly next: (prefix: string) => string; readonly toolCall: () => string };

/** Random ids; with a seed the same sequence every time, for tests. */
export function createIds(seed: number | undefined): IdSource {
  let count = 0;
  const hex = () => {
    count += 1;
    return seed === undefined ? randomBytes(16).toString("hex") : createHash("md5").update(`${seed}/${count}`).digest("hex");
  };
  return { next: (prefix) => `${prefix}_${hex()}`, toolCall: () => hex().slice(0, 9) };
}
