/**
 * Patterns in linear time.
 *
 * Pure. RE2 syntax: no backreferences, and no text makes a pattern slow.
 */
import { RE2JS } from "re2js";
import type { Budget } from "./budget";
import { ExpressionFault, type Span } from "./expression-error";

const longestPattern = 1_000;
/** A compiled pattern's instructions: what each character may cost. */
const largestProgram = 5_000;

/** Does the pattern occur anywhere in the text? */
export function matchesPattern(text: string, pattern: string, budget: Budget, span: Span): boolean {
  // Reading classes of letters takes up to 60 microseconds a character.
  budget.spend(pattern.length * 600, span);
  const compiled = compilePattern(pattern, span);
  const instructions = compiled.programSize();
  budget.spend(instructions * 100 + (text.length * (8 + instructions)) / 8, span);
  return compiled.matcher(text).find();
}

/** @throws ExpressionFault `invalid_pattern`. */
export function compilePattern(pattern: string, span: Span): RE2JS {
  if (pattern.length > longestPattern) {
    throw new ExpressionFault(
      "invalid_pattern",
      `This pattern has ${pattern.length} characters; at most ${longestPattern} are allowed.`,
      span,
    );
  }
  const compiled = compiledOrNull(pattern);
  if (compiled === null) {
    throw new ExpressionFault("invalid_pattern", "This pattern can't be read; RE2 syntax has no backreferences and no lookaround.", span);
  }
  if (compiled.programSize() > largestProgram) {
    throw new ExpressionFault("invalid_pattern", "This pattern is too large; repeat less often.", span);
  }
  return compiled;
}

function compiledOrNull(pattern: string): RE2JS | null {
  try {
    return RE2JS.compile(pattern);
  } catch {
    // The engine throws for every pattern it refuses; it has nothing else to fail at.
    return null;
  }
}
