import "server-only";

/** sha256 of JSON content as hex: equal values have equal hashes, whatever the order of their keys. */
import { createHash } from "node:crypto";
import { canonicalJson, type JsonValue } from "../shared/json";

export function contentHash(value: JsonValue): string {
  return createHash("sha256").update(canonicalJson(value)).digest("hex");
}
