/**
 * What a container does when one of its parts fails: settings, controls and policy, as several kinds hold them.
 *
 * Pure.
 */
import { z } from "zod";
import type { FieldSpec, SpawnPolicy } from "./contract";

/** @param most parts there can be. */
export function failureSettings(most: number) {
  return {
    onFailure: z.enum(["stop", "settle", "at_least"]).default("stop"),
    atLeast: z.number().int().min(1).max(most).default(1),
  };
}

type FailureSettings = { readonly onFailure: "stop" | "settle" | "at_least"; readonly atLeast: number };

/** @param part what one of them is called: "lane"; several have an s. */
export function failureFields(part: string, most: number): readonly FieldSpec[] {
  return [
    {
      key: "onFailure",
      label: `When a${/^[aeiou]/.test(part) ? "n" : ""} ${part} fails`,
      control: "segments",
      options: [
        { value: "stop", label: "Stop", help: `The other ${part}s are cancelled and the step fails.` },
        { value: "settle", label: "Go on", help: "All of them end; the results say which failed and why." },
        { value: "at_least", label: "At least", help: "Goes on as long as enough of them can still succeed." },
      ],
    },
    {
      key: "atLeast",
      label: "Have to succeed",
      help: `The step fails as soon as fewer ${part}s can still succeed.`,
      control: "number",
      min: 1,
      max: most,
      step: 1,
      unit: `${part}s`,
      when: { key: "onFailure", is: ["at_least"] },
    },
  ];
}

/** Of more than there are, all have to succeed. */
export function spawnPolicy({ onFailure, atLeast }: FailureSettings, atOnce: number, count: number): SpawnPolicy {
  if (onFailure !== "at_least") return { atOnce, onFailure };
  return { atOnce, onFailure: "settle", atLeast: Math.min(atLeast, count) };
}
