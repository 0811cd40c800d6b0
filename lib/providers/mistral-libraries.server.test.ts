import { afterAll, beforeAll, expect, it } from "vitest";
import { type Simulator, startSimulator } from "../simulator/server";
import type { LibraryService } from "./contract";
import { createMistralProvider } from "./mistral.server";

let simulator: Simulator;
let libraries: LibraryService;
const signal = new AbortController().signal;

beforeAll(async () => {
  simulator = await startSimulator({ pace: 0 });
  const provider = createMistralProvider({ apiKey: undefined, serverUrl: simulator.url, isSimulated: true });
  if (provider.libraries === null) throw new Error("Mistral keeps libraries.");
  libraries = provider.libraries;
});

afterAll(() => simulator.close());

const document = (text: string) => ({ name: "opening hours – été.md", mime: "text/markdown", bytes: new TextEncoder().encode(text) });

it("makes a library, fills it, lists what is in it, and takes it away again", async () => {
  const made = await libraries.create({ name: "Handbook", description: "How we work." }, signal);
  if (!made.ok) throw new Error(made.error.message);
  const { id } = made.value;
  const text = "The harbour office opens at six.";
  const added = await libraries.upload(id, document(text), signal);
  expect(added).toMatchObject({
    ok: true,
    value: { name: "opening hours – été.md", mime: "text/markdown", bytes: text.length, state: "ready" },
  });
  expect(await libraries.documents(id, signal)).toMatchObject({ ok: true, value: [{ name: "opening hours – été.md" }] });
  const listed = await libraries.list(signal);
  expect(listed.ok && listed.value.find((one) => one.id === id)).toMatchObject({
    name: "Handbook",
    description: "How we work.",
    documents: 1,
    bytes: text.length,
  });

  expect(await libraries.removeDocument(id, added.ok ? added.value.id : "", signal)).toEqual({ ok: true, value: true });
  expect(await libraries.documents(id, signal)).toEqual({ ok: true, value: [] });
  expect(await libraries.remove(id, signal)).toEqual({ ok: true, value: true });
  expect(await libraries.documents(id, signal)).toMatchObject({ ok: false, error: { code: "not_found" } });
});

it("says in words that a service can't be reached or did not answer", async () => {
  const gone = createMistralProvider({ apiKey: undefined, serverUrl: "http://127.0.0.1:9", isSimulated: true });
  expect(await gone.libraries?.list(signal)).toMatchObject({ ok: false, error: { code: "unreachable", class: "transient" } });
  expect(await libraries.list(AbortSignal.abort())).toMatchObject({ ok: false, error: { code: "timeout" } });
});
