/**
 * Vitest's global setup for tests that need PostgreSQL.
 */
import type { TestProject } from "vitest/node";
import { generateClient } from "../generate.mjs";
import { startTestServer } from "./test-server";

declare module "vitest" {
  interface ProvidedContext {
    testServerUrl: string;
    testTemplate: string;
  }
}

export async function setup(project: TestProject): Promise<() => Promise<void>> {
  generateClient();
  const server = await startTestServer();
  project.provide("testServerUrl", server.url);
  project.provide("testTemplate", server.template);
  return server.stop;
}
