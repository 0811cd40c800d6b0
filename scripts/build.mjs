/** `npm run build`: makes the production build that `npm start` would make first. For images and other places that start often. */
import { generateClient } from "./generate.mjs";
import { openDataDir } from "./shared/checkout.mjs";
import { build, isBuildCurrent } from "./start/build.mjs";

try {
  generateClient();
  if (!isBuildCurrent()) await build(openDataDir());
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
