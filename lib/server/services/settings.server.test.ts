import { afterEach, expect, it, vi } from "vitest";
import { forgetProcessWide } from "../runtime";
import { providerStatus } from "./settings";

afterEach(() => {
  vi.unstubAllEnvs();
  for (const name of ["env", "providers"]) forgetProcessWide(name);
});

it("names the endpoint of one's own as what answers where it alone is set", () => {
  vi.stubEnv("DATABASE_URL", "postgresql://localhost/windrose");
  for (const name of ["MISTRAL_API_KEY", "WINDROSE_SIMULATOR_URL"]) vi.stubEnv(name, "");
  vi.stubEnv("OPENAI_COMPATIBLE_URL", "http://localhost:11434/v1");
  expect(providerStatus()).toMatchObject({
    label: "Ollama at localhost:11434",
    isSimulated: false,
    hasKey: false,
    serverUrl: "http://localhost:11434/v1",
  });
});
