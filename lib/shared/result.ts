/**
 * Result: the return type for failures a caller is expected to handle.
 *
 * Bugs are thrown; what a person or the outside world can cause is returned.
 */

export type Result<T, E> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: E };

export function ok<T>(value: T): Result<T, never> {
  return { ok: true, value };
}

export function err<E>(error: E): Result<never, E> {
  return { ok: false, error };
}
