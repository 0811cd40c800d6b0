import { expect, it } from "vitest";
import { limits } from "../shared/limits";
import { limitVariable, parseEnvironment } from "./env";

const DATABASE_URL = "postgresql://localhost/windrose";

it("treats an empty variable as one that is not set", () => {
  expect(parseEnvironment({ DATABASE_URL, MISTRAL_API_KEY: " " }).MISTRAL_API_KEY).toBeUndefined();
});

it("names every unusable variable in one error and shows no value of a key", () => {
  const parse = () => parseEnvironment({ DATABASE_URL: "mysql://x", MISTRAL_SERVER_URL: "not an address", MISTRAL_API_KEY: "secret" });
  expect(parse).toThrow(/DATABASE_URL must start with postgresql.*MISTRAL_SERVER_URL must be an http or https address/);
  expect(parse).not.toThrow(/secret/);
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
