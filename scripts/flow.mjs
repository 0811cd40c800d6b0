/**
 * `npm run flow -- …`.
 *
 * Loads the rest only when this Node can read it and its packages are there.
 */
import { checkInstallation } from "./start/preconditions.mjs";

try {
  checkInstallation();
} catch (error) {
  console.error(error.message);
  process.exit(3);
}
await import("./flow/flow-command.mjs");
