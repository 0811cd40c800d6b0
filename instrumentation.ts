/**
 * What Next calls once when the server's process starts.
 *
 * The condition encloses the import, so that Next leaves it out of what it builds for other runtimes.
 */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === "nodejs" && process.env.NEXT_PHASE !== "phase-production-build") {
    const { startProcess } = await import("@/lib/server/process");
    await startProcess();
  }
}
