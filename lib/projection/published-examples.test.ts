import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { parseArguments } from "../cli/arguments";
import type { InputField } from "../nodes/contract";
import { commandExample, curlExample } from "./published-examples";

const field = (key: string, parts: Partial<InputField> = {}): InputField => ({ key, label: "", type: "text", required: true, ...parts });
const call = {
  name: "research-team",
  origin: "http://127.0.0.1:3000",
  fields: [field("topic"), field("count", { type: "number" }), field("tone", { required: false }), field("more", { type: "json" })],
  sampleInput: { topic: "what's $HOME `worth`?\n2nd line", more: ["it's"], other: "not asked for" },
};

/** The words a shell makes of a command. */
function wordsOf(command: string): readonly string[] {
  const { stdout } = spawnSync(
    "sh",
    ["-c", `show() { for word in "$@"; do printf '%s\\0' "$word"; done; }; WINDROSE_KEY=wr_x; show ${command}`],
    {
      encoding: "utf8",
    },
  );
  return stdout.split("\0").slice(0, -1);
}

describe("an example of a call", () => {
  it("for curl sends what is asked for, whatever the sample holds", () => {
    const words = wordsOf(curlExample(call));
    expect(words.slice(0, -1)).toEqual([
      "curl",
      "http://127.0.0.1:3000/api/v1/workflows/research-team/runs",
      "-H",
      "Authorization: Bearer wr_x",
      "-H",
      "Content-Type: application/json",
      "-d",
    ]);
    expect(JSON.parse(words.at(-1) ?? "")).toEqual({ inputs: { topic: call.sampleInput.topic, count: 0, more: ["it's"] } });
  });

  it("for the command line is understood by it", () => {
    const words = wordsOf(commandExample(call)).slice(4);
    expect(parseArguments(words)).toEqual({
      ok: true,
      value: {
        name: "run",
        target: "research-team",
        inputs: [`topic=${call.sampleInput.topic}`, '{"count":0}', '{"more":["it\'s"]}'],
        json: false,
      },
    });
  });

  it("of a workflow that asks for nothing is one line", () => {
    expect(commandExample({ ...call, fields: [] })).toBe("npm run flow -- run research-team");
  });
});
