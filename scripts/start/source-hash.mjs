/**
 * What a build was made from, as one hash: sources, lockfile and Node's major version.
 *
 * Walks files and asks no git, so that an unpacked archive and a dirty tree count as what they are.
 */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";

const rooms = ["app", "components", "lib", "public", "types", "prisma/schema.prisma"];
const rootFiles = /^(package\.json|package-lock\.json|tsconfig\.json|(next|postcss)\.config\.\w+|(proxy|instrumentation)\.ts)$/;
const leftOut = /(\.test\.tsx?$)|(^lib\/server\/generated(\/|$))/;

/** The hash, in hex. */
export function hashSources(folder, nodeVersion = process.versions.node) {
  const hash = createHash("sha256").update(`node ${nodeVersion.split(".")[0]}\n`);
  for (const file of sourceFiles(folder)) {
    hash.update(`${file}\0`).update(
      createHash("sha256")
        .update(readFileSync(path.join(folder, file)))
        .digest(),
    );
  }
  return hash.digest("hex");
}

/** Every file a build reads, relative to the folder, in a fixed order. */
export function sourceFiles(folder) {
  const files = readdirSync(folder).filter((name) => rootFiles.test(name));
  const visit = (relative) => {
    if (leftOut.test(relative) || !existsSync(path.join(folder, relative))) return;
    const entries = listFolder(path.join(folder, relative));
    if (entries === null) files.push(relative);
    else for (const entry of entries) visit(`${relative}/${entry}`);
  };
  for (const room of rooms) visit(room);
  return files.sort();
}

function listFolder(location) {
  try {
    return readdirSync(location);
  } catch (error) {
    if (error.code === "ENOTDIR") return null;
    throw error;
  }
}
