/**
 * Which request meets which fault: rules set from outside, and markers in prompts.
 */
import { hashOf } from "../answer/random";
import { BoundedMap } from "../state/bounded-map";
import type { Fault, FaultRule, ParsedRule } from "./fault";
import { RulesSchema } from "./fault";
import { markerIn } from "./marker";

type ArmedRule = ParsedRule & { left: number };

export class FaultPlan {
  private rules: ArmedRule[] = [];
  private readonly served = new BoundedMap<number>(2_000);

  /** Replaces all rules. */
  set(rules: readonly FaultRule[]): void {
    this.rules = RulesSchema.parse(rules).map((rule) => ({ ...rule, left: rule.times ?? Number.POSITIVE_INFINITY }));
  }

  reset(): void {
    this.rules = [];
    this.served.clear();
  }

  /** The first rule that matches is used up by one. */
  byRule(path: string, body: string): Fault | undefined {
    const rule = this.rules.find(
      ({ left, match }) =>
        left > 0 &&
        (match.path === undefined || path.startsWith(match.path)) &&
        (match.bodyIncludes === undefined || body.includes(match.bodyIncludes)),
    );
    if (rule === undefined) return undefined;
    rule.left -= 1;
    return { kind: rule.fault, seconds: rule.retryAfter };
  }

  /**
   * A marker's count is kept per identical request, and starts anew once the request got through.
   *
   * A repair of bad JSON is another request, so there it is kept per prompt.
   */
  byMarker(instructions: string, message: string, body: string): Fault | undefined {
    const inInstructions = markerIn(instructions);
    const marker = inInstructions ?? markerIn(message);
    if (marker === undefined) return undefined;
    const fault = { kind: marker.kind, seconds: marker.seconds };
    if (marker.times === undefined) return fault;
    const counted = marker.kind === "bad_json" ? (inInstructions === undefined ? message : instructions) : body;
    const key = `${marker.text}/${hashOf(counted)}/${counted.length}`;
    const served = this.served.get(key) ?? 0;
    if (served >= marker.times) {
      this.served.delete(key);
      return undefined;
    }
    this.served.set(key, served + 1);
    return fault;
  }
}
