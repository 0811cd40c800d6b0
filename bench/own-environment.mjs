/** Whatever this shell has set up for an installation must not reach what is measured. */
export function forgetInstallation() {
  for (const name of Object.keys(process.env)) if (/^(WINDROSE|MISTRAL|OPENAI_COMPATIBLE)_/.test(name)) delete process.env[name];
  // Set but empty, so that a file named .env does not bring them back.
  for (const name of ["DATABASE_URL", "MISTRAL_API_KEY", "OPENAI_COMPATIBLE_URL"]) process.env[name] = "";
}
