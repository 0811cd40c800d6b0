/**
 * Joins class names; of two that set the same property the later one stays.
 *
 * Knows the names our theme adds, so that `rounded-card` replaces `rounded-control`.
 */
import { type ClassNameValue, extendTailwindMerge } from "tailwind-merge";

const merge = extendTailwindMerge<"num">({
  extend: {
    theme: { radius: ["tile", "control", "card", "group"], shadow: ["float"] },
    classGroups: { num: ["num"] },
  },
});

export function cx(...classes: ClassNameValue[]): string {
  return merge(...classes);
}
