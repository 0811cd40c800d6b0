/**
 * `npm start` and, with --dev, `npm run dev`.
 *
 * Loads the rest only when this Node can read it and its packages are there.
 */
import { checkInstallation } from "./start/preconditions.mjs";

try {
  checkInstallation();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
await import("./start/launcher.mjs");
