/** What an item of a Map is called among people. Pure. */
import { isJsonObject, type JsonValue, ownValue } from "../../shared/json";
import { shortened } from "../shortened";

const namingKeys = ["title", "name", "label", "id"] as const;

/** The beginning of a text, a number, or what an object calls itself; items without a name are counted. */
export function itemTitle(item: JsonValue, index: number): string {
  return shortened(nameOf(item), 60) || `Item ${index + 1}`;
}

function nameOf(item: JsonValue): string {
  if (typeof item === "string") return item.trim().split("\n")[0] ?? "";
  if (typeof item === "number") return String(item);
  if (!isJsonObject(item)) return "";
  const names = namingKeys.map((key) => ownValue(item, key));
  return String(names.find((name) => typeof name === "number" || (typeof name === "string" && name.trim() !== "")) ?? "");
}
