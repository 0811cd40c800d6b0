/** Every state that is shown, with its word and hue. State is an icon and a word, never colour alone. */
import type { RunStatus, ShownStepStatus } from "@/lib/projection/run-view";

export type ShownStatus = ShownStepStatus | RunStatus | "interrupted";

export const statusWords: { readonly [S in ShownStatus]: string } = {
  pending: "pending",
  queued: "queued",
  running: "running",
  waiting: "waiting",
  succeeded: "succeeded",
  failed: "failed",
  skipped: "skipped",
  cancelled: "cancelled",
  reused: "reused",
  pinned: "pinned",
  interrupted: "interrupted",
};

export const statusHues: { readonly [S in ShownStatus]: string } = {
  pending: "text-ink-soft",
  queued: "text-ink-soft",
  running: "text-running",
  waiting: "text-waiting",
  succeeded: "text-success",
  failed: "text-danger",
  skipped: "text-ink-soft",
  cancelled: "text-ink-soft",
  reused: "text-success",
  pinned: "text-success",
  interrupted: "text-ink-soft",
};
