/** Tells what a save came to: the version it made, and what became of the copy at Mistral. */
import { toast } from "sonner";

export function sayWhatWasSaved(saved: { readonly version: number; readonly copyProblem: string | null }, before: number): void {
  const what = saved.version === before ? "Saved." : `Saved as version ${saved.version}.`;
  if (saved.copyProblem === null) toast(what);
  else toast.error(`${what} ${saved.copyProblem}`, { duration: 10_000 });
}
