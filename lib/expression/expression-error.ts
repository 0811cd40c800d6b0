/**
 * What can be wrong with an expression or a template.
 *
 * Pure. Positions count UTF-16 units from the beginning of the text that was given, as editors do.
 */
import { err, type Result } from "../shared/result";

export type ExpressionErrorCode =
  /** The text can't be read. */
  | "syntax"
  | "unknown_function"
  | "wrong_arguments"
  /** `__proto__`, `constructor` or `prototype` as a key. */
  | "forbidden_key"
  | "invalid_pattern"
  /** A value is needed where there is none. */
  | "undefined_reference"
  | "type_mismatch"
  /** A result that is no finite number. */
  | "not_a_number"
  | "invalid_json"
  | "source_too_large"
  | "output_too_large"
  | "too_deep"
  /** The step budget, which stands for about 100 ms, is spent. */
  | "too_slow";

export type ExpressionError = {
  readonly code: ExpressionErrorCode;
  /** A sentence to show. May quote the source, never the data. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
};

export type Span = { readonly start: number; readonly end: number };

/**
 * Carries an error out of nested calls inside this room. Every exported function catches it and
 * returns its `error`, so callers never see it thrown.
 */
export class ExpressionFault extends Error {
  readonly error: ExpressionError;

  constructor(code: ExpressionErrorCode, message: string, { start, end }: Span) {
    super(message);
    this.error = { code, message, start, end };
  }
}

/** Runs `work`; a fault it throws becomes its result. Anything else is a bug and goes on. */
export function catchFault<Value>(work: () => Value): Result<Value, ExpressionError> {
  try {
    return { ok: true, value: work() };
  } catch (error) {
    if (error instanceof ExpressionFault) return err(error.error);
    throw error;
  }
}
