/**
 * Where a server's files lie: in the data folder, or, when root keeps the checkout to itself, in a
 * place that PostgreSQL's account can reach and that the data folder's `location` names.
 */
import { createHash } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { checkoutDir } from "../shared/checkout.mjs";
import { canPassThrough, chooseAccount } from "./account.mjs";
import { providePrograms } from "./binaries.mjs";

const outsideDir = "/var/lib/windrose";
const dataFolder = "cluster/data";

/**
 * Settles account, folders and programs for the server of a data folder.
 *
 * Steps: 1. what an earlier start has settled stays; 2. an ordinary user keeps everything in the data
 * folder; 3. so does root when its PostgreSQL account can pass through it; 4. else it goes outside.
 */
export function openHome(dataDir) {
  const inside = path.join(dataDir, "postgres");
  const account = chooseAccount(path.join(inside, dataFolder));
  const earlier = readLocation(dataDir);
  const home =
    earlier ??
    (account === null || existsSync(path.join(inside, dataFolder)) || canPassThrough(account, dataDir) ? inside : outside(dataDir));
  if (home !== inside && earlier === null) writeLocation(dataDir, home);

  mkdirSync(home, { recursive: true, mode: 0o755 });
  // The umask may have taken away what the account needs to pass through.
  if (home !== inside) chmodSync(outsideDir, 0o755);
  chmodSync(home, 0o755);
  const owner = chooseAccount(path.join(home, dataFolder));
  return {
    account: owner,
    cluster: path.join(home, "cluster"),
    data: path.join(home, dataFolder),
    password: path.join(home, "cluster/password"),
    log: path.join(home, "postgres.log"),
    folder: home,
    programs: providePrograms(owner, path.join(outsideDir, hash(checkoutDir))),
  };
}

const hash = (text) => createHash("sha256").update(text).digest("hex").slice(0, 16);
const outside = (dataDir) => path.join(outsideDir, hash(dataDir));
const locationFile = (dataDir) => path.join(dataDir, "location");

/** What an earlier start wrote, unless this data folder is a copy of the one it was written for. */
function readLocation(dataDir) {
  if (process.getuid?.() !== 0 || !existsSync(locationFile(dataDir))) return null;
  const home = readFileSync(locationFile(dataDir), "utf8").trim();
  const ownerFile = path.join(home, "belongs-to");
  if (!existsSync(ownerFile)) return null;
  const owner = readFileSync(ownerFile, "utf8").trim();
  if (owner !== dataDir && existsSync(locationFile(owner))) return null;
  if (owner !== dataDir) writeFileSync(ownerFile, `${dataDir}\n`); // the checkout was moved
  return home;
}

function writeLocation(dataDir, home) {
  mkdirSync(home, { recursive: true, mode: 0o755 });
  writeFileSync(path.join(home, "belongs-to"), `${dataDir}\n`);
  writeFileSync(locationFile(dataDir), `${home}\n`);
}
