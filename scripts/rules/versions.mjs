/**
 * Versions the lockfile may hold: an offline gate against releases known to be unsafe. Pure.
 */

/** Why: fixes of published advisories, and releases that were malicious. */
const rules = [
  { name: "next", atLeast: "16.3.5" },
  { name: "@mistralai/mistralai", exactly: "2.7.0" },
];

/** @returns a sentence for each package of the lockfile that breaks a rule. */
export function unsafeVersions(lockfile) {
  return rules.flatMap((rule) => {
    const versions = Object.entries(lockfile.packages)
      .filter(([place]) => place.endsWith(`node_modules/${rule.name}`))
      .map(([, { version }]) => version);
    if (versions.length === 0) return [`${rule.name} is not in the lockfile`];
    return versions
      .filter((version) => (rule.exactly ? version !== rule.exactly : isOlder(version, rule.atLeast)))
      .map((version) => `${rule.name} is ${version} in the lockfile but must be ${rule.exactly ?? `${rule.atLeast} or newer`}`);
  });
}

/** Whether `version` comes before `other`; a pre-release counts as older than its release. */
export function isOlder(version, other) {
  const [release, preRelease] = version.split("-");
  const [left, right] = [release, other].map((text) => text.split(".").map(Number));
  for (let index = 0; index < 3; index += 1) if (left[index] !== right[index]) return left[index] < right[index];
  return preRelease !== undefined;
}
