import "server-only";

/**
 * How many run streams are open, in this process and by person: each holds a socket and a timer.
 */
import { type AppError, appError } from "../shared/app-error";
import { err, ok, type Result } from "../shared/result";
import type { Actor } from "./access";
import { limitInForce } from "./env";
import { processWide } from "./runtime";

type Slots = { total: number; readonly byPerson: Map<string, number> };

const slots = (): Slots => processWide("run-stream-slots", () => ({ total: 0, byPerson: new Map() }));

/** Takes a slot; the value gives it back and may be called more than once. Fails with `too_many_streams` or `busy`. */
export function takeStreamSlot({ personId }: Actor): Result<() => void, AppError> {
  const open = slots();
  const own = open.byPerson.get(personId) ?? 0;
  const [perPerson, perProcess] = [limitInForce("eventStreamsPerPerson"), limitInForce("eventStreamsPerProcess")];
  if (own >= perPerson) {
    return err(appError("too_many_streams", `${own} runs are being watched already and the limit is ${perPerson}. Close some tabs.`));
  }
  if (open.total >= perProcess) return err(appError("busy", `The server is serving ${open.total} run streams, its limit. Try again soon.`));

  open.total += 1;
  open.byPerson.set(personId, own + 1);
  let isTaken = true;
  return ok(() => {
    if (!isTaken) return;
    isTaken = false;
    open.total -= 1;
    const left = (open.byPerson.get(personId) ?? 1) - 1;
    if (left === 0) open.byPerson.delete(personId);
    else open.byPerson.set(personId, left);
  });
}
