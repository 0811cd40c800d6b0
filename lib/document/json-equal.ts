/**
 * Equality of JSON values by content. Pure.
 */
import { isJsonObject, type JsonValue, ownValue } from "../shared/json";

/** The order of an object's keys does not matter; `undefined` (absent) equals only itself. */
export function jsonEqual(left: JsonValue | undefined, right: JsonValue | undefined): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => jsonEqual(item, right[index]));
  }
  if (!isJsonObject(left) || !isJsonObject(right)) return false;
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && jsonEqual(left[key], ownValue(right, key)))
  );
}
