/**
 * Environment variables as the scripts read them: an empty one is one that is not set.
 */

/** @returns the text without spaces around it; `undefined` where the variable is missing or blank. */
export function variable(name, variables = process.env) {
  return variables[name]?.trim() || undefined;
}
