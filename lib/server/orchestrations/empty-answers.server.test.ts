import { expect, it } from "vitest";
import { withLiveRuns } from "../../../scripts/vitest/live-runs";
import { order, playerOf, template } from "../../../scripts/vitest/played-run";
import { says, schemaName } from "../../../scripts/vitest/scripted-model";

const live = withLiveRuns();
const play = playerOf(live);

it.each([
  ["an agent", "data-pipeline", "collector"],
  ["a manager", "manager-workers", "manager"],
  ["a task of a decomposition", "recursive", "solve"],
])("asks %s that answers with nothing once more, and then fails its step", async (_, id, path) => {
  live.simulator().reset();
  live.simulator().setScript((prompt) => (schemaName(prompt) === "" || id === "manager-workers" ? says(" ") : undefined));
  const run = await play(template(id), id === "recursive" ? { task: "Count the chairs" } : undefined);
  expect(run.view).toMatchObject({ status: "failed", error: { code: "empty_output", path } });
  // A task is assessed before it is done, each time.
  expect(order(run)).toEqual(id === "recursive" ? [path, path, path, path] : [path, path]);
});
