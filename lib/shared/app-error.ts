/**
 * The error every boundary returns: a code for programs and a sentence for people.
 *
 * `message` says what happened and what to do; it never holds a stack, a secret or a foreign id.
 */
export type AppError = {
  readonly code: string;
  readonly message: string;
  /** Where in the input, when that is known: `nodes.3.config.model`. */
  readonly path?: string;
};

export function appError(code: string, message: string, path?: string): AppError {
  return path === undefined ? { code, message } : { code, message, path };
}
