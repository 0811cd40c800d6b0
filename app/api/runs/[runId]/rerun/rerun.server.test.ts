import { expect, it } from "vitest";
import { documentOf } from "@/lib/document/testing";
import { withKinds, withLiveRuns } from "@/scripts/vitest/live-runs";

const runs = withLiveRuns();
const own = "http://localhost:3000";

const drawn = withKinds(documentOf(["first", "second"], ["first>second"]), {
  first: { type: "agent", config: { model: "mistral-small-latest", message: "Speak first." } },
  second: { type: "agent", config: { model: "mistral-small-latest", message: "Speak second." } },
});
const pinned = {
  ...drawn,
  nodes: drawn.nodes.map((node) => (node.id === "first" ? { ...node, settings: { pinned: { output: "By hand." } } } : node)),
};

/** Goes on with the draft, in which one node was pinned since, as a page of ours does or as a program does. */
async function goOnWithPinnedDraft(headers: Record<string, string>, body: object = { onDraft: true, path: "second" }) {
  const { POST } = await import("@/app/api/runs/[runId]/rerun/route");
  const { saveDraft } = await import("@/lib/server/services/workflows");
  const { pool } = await import("@/lib/server/db");
  const runId = await runs.start(drawn);
  await runs.ended(runId);
  const { rows } = await pool().query("SELECT workflow_id FROM run WHERE id = $1", [runId]);
  await saveDraft(runs.actor(), { workflowId: rows[0].workflow_id, baseRevision: 1, document: pinned });
  const request = new Request(`${own}/api/runs/${runId}/rerun`, {
    method: "POST",
    headers: { host: "localhost:3000", "content-type": "application/json", ...headers },
    body: JSON.stringify(body),
  });
  const answer = await POST(request, { params: Promise.resolve({ runId }) });
  const said = await answer.json();
  if (answer.status !== 200) return { status: answer.status, said, first: undefined };
  const journal = await runs.ended(said.runId);
  return { status: 200, said, first: journal.find((event) => event.type === "step_succeeded" && event.path === "first") };
}

it("takes what is pinned in the draft for a person", async () => {
  const { first } = await goOnWithPinnedDraft({ origin: own });
  expect(first).toMatchObject({ pinned: true, output: { inline: "By hand." } });
});

it("takes no pin for a program: the step is as it was, and taken over", async () => {
  const { first } = await goOnWithPinnedDraft({});
  expect(first).toMatchObject({ reused: true });
  expect(first).not.toHaveProperty("pinned");
});

it("refuses an output put in by hand for a step that the draft changed", async () => {
  const { status, said } = await goOnWithPinnedDraft({ origin: own }, { onDraft: true, path: "second", output: "Mine." });
  expect([status, said]).toEqual([422, { code: "unknown_step", message: expect.stringContaining("changed"), path: "path" }]);
});
