/**
 * Notices that `npm start` is gone: a signal sent to npm alone does not reach the program it runs.
 */
const lookEveryMs = 500;

/** Calls `onGone` once when npm, which started us, has ended. Does nothing when npm did not start us. */
export function watchParent(onGone) {
  if (!["start", "dev"].includes(process.env.npm_lifecycle_event)) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onGone();
  }, lookEveryMs);
  timer.unref();
}
