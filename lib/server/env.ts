import "server-only";

/**
 * The process's environment, parsed once. Nothing else on the server reads process.env.
 */
import { z } from "zod";
import { type LimitName, limits } from "../shared/limits";
import { processWide } from "./runtime";

export const logLevels = ["silent", "error", "warn", "info", "debug"] as const;

const optionalText = z.string().trim().optional();

const optionalHttpUrl = optionalText.pipe(z.url({ protocol: /^https?$/, error: "must be an http or https address" }).optional());

/** `localhost:11434, reports.intern`: exact hosts, each with a port or for all of its ports. */
const hostList = optionalText
  .transform((text) => (text ?? "").split(/[\s,]+/).flatMap((host) => host.toLowerCase() || []))
  .pipe(
    z.array(
      z
        .string()
        .regex(/^(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::\d{1,5})?$/, "must be a list of hosts like localhost:11434, separated by commas"),
    ),
  );

function wholeNumber(least: number, most: number) {
  const error = `must be a whole number from ${least} to ${most}`;
  return z.coerce.number({ error }).int({ error }).min(least, { error }).max(most, { error });
}

const EnvironmentSchema = z.object({
  DATABASE_URL: z
    .string({ error: "is missing: start Windrose with `npm start`, or set it to a PostgreSQL address" })
    .regex(/^postgres(ql)?:\/\//, "must start with postgresql://"),
  REDIS_URL: optionalText.pipe(
    z
      .string()
      .regex(/^rediss?:\/\//, "must start with redis:// or rediss://")
      .optional(),
  ),
  MISTRAL_API_KEY: optionalText,
  MISTRAL_SERVER_URL: optionalHttpUrl,
  OPENAI_COMPATIBLE_URL: optionalHttpUrl,
  OPENAI_COMPATIBLE_KEY: optionalText,
  WINDROSE_SIMULATOR_URL: optionalHttpUrl,
  WINDROSE_PROVIDER_CONCURRENCY: wholeNumber(1, 1_000).default(100),
  WINDROSE_ALLOWED_HOSTS: hostList,
  WINDROSE_DATA_DIR: optionalText,
  WINDROSE_LOG_LEVEL: z.enum(logLevels, { error: "must be silent, error, warn, info or debug" }).optional(),
  WINDROSE_LOG_FILE: optionalText,
  PORT: wholeNumber(0, 65_535).optional(),
  NODE_ENV: optionalText,
});

export type Environment = Readonly<z.infer<typeof EnvironmentSchema>> & {
  /** Limits an operator set with WINDROSE_LIMIT_<NAME>, for example WINDROSE_LIMIT_RUN_STEPS=5000. */
  readonly limitOverrides: Readonly<Partial<Record<LimitName, number>>>;
};

/** The environment; throws an error that lists every unusable variable in a sentence each. */
export function env(): Environment {
  return processWide("env", () => parseEnvironment(process.env));
}

/** Parses variables that may come from anywhere, an empty one as one that is not set; throws like `env`. */
export function parseEnvironment(given: Readonly<Record<string, string | undefined>>): Environment {
  const variables = Object.fromEntries(Object.entries(given).filter(([, text]) => text !== undefined && text.trim() !== ""));
  const parsed = EnvironmentSchema.safeParse(variables);
  const problems = parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}.`);
  const limitOverrides = parseLimitOverrides(variables, problems);
  if (!parsed.success || problems.length > 0) throw new Error(`Windrose can't use its environment. ${problems.join(" ")}`);
  return { ...parsed.data, limitOverrides };
}

/** Runs are distributed over workers, in processes of their own. What speaks to Redis is loaded only then. */
export function isDistributed(): boolean {
  return env().REDIS_URL !== undefined;
}

/** The value of a limit in force in this process. */
export function limitInForce(name: LimitName): number {
  return env().limitOverrides[name] ?? limits[name].value;
}

/** The variable that sets a limit: `runSteps` is WINDROSE_LIMIT_RUN_STEPS. */
export function limitVariable(name: LimitName): string {
  return `WINDROSE_LIMIT_${name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function parseLimitOverrides(
  variables: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Partial<Record<LimitName, number>> {
  const overrides: Partial<Record<LimitName, number>> = {};
  for (const name of limitNames) {
    const variable = limitVariable(name);
    const text = variables[variable]?.trim();
    if (!text) continue;
    const value = Number(text);
    const { hard, unit } = limits[name];
    if (Number.isInteger(value) && value >= 1 && value <= hard) overrides[name] = value;
    else problems.push(`${variable} is "${text}" but must be a whole number from 1 to ${hard} (${unit}).`);
  }
  return overrides;
}

// Object.keys widens to string; the keys of a const object are exactly its names.
const limitNames = Object.keys(limits) as LimitName[];
