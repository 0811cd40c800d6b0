/**
 * Brings a document of an older format to the present one, one version at a time.
 *
 * Pure. Migrations of a node kind's config live beside its definition, not here.
 */
import { type AppError, appError } from "../shared/app-error";
import { isJsonObject, type JsonObject, type JsonValue } from "../shared/json";
import { err, ok, type Result } from "../shared/result";
import { documentFormat, documentFormatVersion } from "./schema";

/** From a version to the next. */
export type Migrations = { readonly [fromVersion: number]: (document: JsonObject) => JsonObject };

/** The first format has nothing before it. */
const migrations: Migrations = {};

/** @returns the document in the present format, or why it is none that can be read. */
export function migrateDocument(
  value: JsonValue,
  table: Migrations = migrations,
  toVersion: number = documentFormatVersion,
): Result<JsonObject, AppError> {
  if (!isJsonObject(value)) return err(appError("wrong_format", "A workflow is a JSON object."));
  if (value.format !== documentFormat) {
    return err(appError("wrong_format", `This is no Windrose workflow: \`format\` should be "${documentFormat}".`, "format"));
  }
  const version = value.formatVersion;
  if (typeof version !== "number" || !Number.isInteger(version) || version < 1) {
    return err(appError("wrong_version", "`formatVersion` should be a whole number from 1 on.", "formatVersion"));
  }
  if (version > toVersion) {
    const message = `This workflow was made with a newer Windrose (format ${version}; this one reads up to ${toVersion}). Update Windrose to open it.`;
    return err(appError("newer_version", message, "formatVersion"));
  }
  let document = value;
  for (let from = version; from < toVersion; from += 1) {
    const migrate = table[from];
    if (migrate === undefined) return err(appError("wrong_version", `Format ${from} can no longer be read.`, "formatVersion"));
    document = { ...migrate(document), formatVersion: from + 1 };
  }
  return ok(document);
}
