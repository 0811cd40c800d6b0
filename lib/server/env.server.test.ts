import { expect, it } from "vitest";
import { limits } from "../shared/limits";
import { limitVariable, parseEnvironment } from "./env";

const DATABASE_URL = "postgresql://localhost/windrose";

it("treats every empty variable as one that is not set", () => {
  const names = [
    ...["MISTRAL_API_KEY", "MISTRAL_SERVER_URL", "OPENAI_COMPATIBLE_URL", "OPENAI_COMPATIBLE_KEY", "WINDROSE_SIMULATOR_URL"],
    ...["WINDROSE_PROVIDER_CONCURRENCY", "WINDROSE_ALLOWED_HOSTS", "WINDROSE_DATA_DIR", "WINDROSE_LOG_LEVEL", "WINDROSE_LOG_FILE"],
    ...["PORT", limitVariable("runSteps")],
  ];
  for (const text of ["", " "]) {
    const variables = Object.fromEntries(names.map((name) => [name, text]));
    expect(parseEnvironment({ DATABASE_URL, ...variables })).toEqual(parseEnvironment({ DATABASE_URL }));
  }
  expect(() => parseEnvironment({ DATABASE_URL: " " })).toThrow(/DATABASE_URL is missing/);
});

it("names every unusable variable in one error and shows no value of a key", () => {
  const parse = () => parseEnvironment({ DATABASE_URL: "mysql://x", MISTRAL_SERVER_URL: "not an address", MISTRAL_API_KEY: "secret" });
  expect(parse).toThrow(/DATABASE_URL must start with postgresql.*MISTRAL_SERVER_URL must be an http or https address/);
  expect(parse).not.toThrow(/secret/);
});

it("says what a number may be, whatever was written instead", () => {
  for (const text of ["many", "0", "1.5", "1001"]) {
    expect(() => parseEnvironment({ DATABASE_URL, WINDROSE_PROVIDER_CONCURRENCY: text })).toThrow(
      "Windrose can't use its environment. WINDROSE_PROVIDER_CONCURRENCY must be a whole number from 1 to 1000.",
    );
  }
});

it("lets the environment set a limit up to its hard value and not past it", () => {
  const { hard } = limits.runSteps;
  const variable = limitVariable("runSteps");
  expect(variable).toBe("WINDROSE_LIMIT_RUN_STEPS");
  expect(parseEnvironment({ DATABASE_URL, [variable]: String(hard) }).limitOverrides.runSteps).toBe(hard);
  expect(() => parseEnvironment({ DATABASE_URL, [variable]: String(hard + 1) })).toThrow(new RegExp(`whole number from 1 to ${hard}`));
});

it("reads the hosts that workflows may call, each with or without a port, and refuses what is no host", () => {
  const hostsOf = (text?: string) => parseEnvironment({ DATABASE_URL, WINDROSE_ALLOWED_HOSTS: text }).WINDROSE_ALLOWED_HOSTS;
  expect(hostsOf()).toEqual([]);
  expect(hostsOf(" ")).toEqual([]);
  expect(hostsOf("localhost:11434, Reports.Intern,[::1]:80")).toEqual(["localhost:11434", "reports.intern", "[::1]:80"]);
  for (const text of ["http://localhost", "*.intern", "localhost/path", "user@host"]) {
    expect(() => hostsOf(text)).toThrow(/WINDROSE_ALLOWED_HOSTS.* must be a list of hosts/);
  }
});
