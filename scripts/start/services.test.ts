import { expect, it } from "vitest";
import { describeProvider, needsSimulator } from "./services.mjs";

it("simulates a model only where no other one is named; an empty variable names none", () => {
  expect(needsSimulator({})).toBe(true);
  expect(needsSimulator({ MISTRAL_API_KEY: "", OPENAI_COMPATIBLE_URL: " ", WINDROSE_SIMULATOR_URL: "" })).toBe(true);
  for (const name of ["MISTRAL_API_KEY", "OPENAI_COMPATIBLE_URL", "WINDROSE_SIMULATOR_URL"]) {
    expect(needsSimulator({ [name]: "http://localhost:11434/v1" })).toBe(false);
  }
});

it("says which model answers", () => {
  const ollama = "http://localhost:11434/v1";
  expect(describeProvider({ MISTRAL_SERVER_URL: "" })).toBe("simulated (set MISTRAL_API_KEY to use Mistral)");
  expect(describeProvider({ MISTRAL_API_KEY: "k", MISTRAL_SERVER_URL: "" })).toBe("Mistral at https://api.mistral.ai");
  expect(describeProvider({ MISTRAL_API_KEY: "k", OPENAI_COMPATIBLE_URL: ollama })).toBe(
    `Mistral at https://api.mistral.ai, and ${ollama}`,
  );
  expect(describeProvider({ OPENAI_COMPATIBLE_URL: ollama })).toBe(ollama);
});
