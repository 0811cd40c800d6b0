import { describe, expect, it } from "vitest";
import { applyCommand } from "../../document/apply-command";
import type { DocumentCommand } from "../../document/commands";
import type { WorkflowDocument } from "../../document/schema";
import { documentOf } from "../../document/testing";
import { createAutosave } from "./autosave";
import { createMemoryJournal, type JournalledEdits } from "./journal";
import type { SaveAnswer, SaveRequest, SaveState } from "./save-state";

const title = (nodeId: string, text: string): DocumentCommand => ({ type: "set_title", nodeId, title: text });
const titleOf = (document: WorkflowDocument, nodeId: string) => document.nodes.find((node) => node.id === nodeId)?.title;

/** A clock that only goes when told to. */
function createManualClock() {
  let now = 0;
  let timers: { readonly at: number; readonly work: () => void }[] = [];
  return {
    now: () => now,
    after: (delayMs: number, work: () => void) => {
      const timer = { at: now + delayMs, work };
      timers.push(timer);
      return () => {
        timers = timers.filter((other) => other !== timer);
      };
    },
    /** Lets time pass and everything that was waiting for it happen. */
    async pass(ms: number) {
      const until = now + ms;
      for (;;) {
        const next = timers.filter((timer) => timer.at <= until).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        now = next.at;
        timers = timers.filter((timer) => timer !== next);
        next.work();
        await settled();
      }
      now = until;
    },
  };
}

async function settled() {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

/** A server with one draft, and one tab that edits it. */
function createTab(document: WorkflowDocument, orphans: readonly JournalledEdits[] = []) {
  const server = {
    revision: 1,
    document,
    answers: [] as SaveAnswer[],
    requests: [] as SaveRequest[],
    save(request: SaveRequest): SaveAnswer {
      server.requests.push(request);
      const scripted = server.answers.shift();
      if (scripted !== undefined) return scripted;
      if (request.baseRevision !== server.revision)
        return { kind: "stale", theirs: { revision: server.revision, document: server.document } };
      server.revision += 1;
      server.document = request.document;
      return { kind: "saved", revision: server.revision, at: clock.now() };
    },
    /** Someone else saves. */
    edit(command: DocumentCommand) {
      server.revision += 1;
      server.document = applyCommand(server.document, command);
    },
  };
  const clock = createManualClock();
  const journal = createMemoryJournal(orphans);
  const tab = { document, states: [] as SaveState[], isOnline: true, toldSaved: [] as number[] };
  const autosave = createAutosave(
    { revision: 1, document },
    {
      document: () => tab.document,
      save: async (request) => server.save(request),
      read: async () => ({ kind: "read", theirs: { revision: server.revision, document: server.document } }),
      journal,
      clock,
      isOnline: () => tab.isOnline,
      onState: (state) => tab.states.push(state),
      onDocument: (next) => {
        tab.document = next;
      },
      onSaved: (revision) => tab.toldSaved.push(revision),
    },
  );
  const edit = (command: DocumentCommand) => {
    tab.document = applyCommand(tab.document, command);
    autosave.edited(command);
  };
  return { server, clock, journal, tab, autosave, edit, state: () => tab.states.at(-1) };
}

describe("autosave", () => {
  it("saves once, 600 ms after the last of several edits", async () => {
    const { server, clock, edit, state } = createTab(documentOf(["a"]));
    edit(title("a", "One"));
    await clock.pass(400);
    edit(title("a", "Two"));
    await clock.pass(599);
    expect(server.requests).toHaveLength(0);
    await clock.pass(1);
    expect(server.requests).toHaveLength(1);
    expect(titleOf(server.document, "a")).toBe("Two");
    expect(state()?.is).toBe("saved");
  });

  it("saves at least every 5 s while someone keeps typing", async () => {
    const { server, clock, edit } = createTab(documentOf(["a"]));
    for (let at = 0; at < 6_000; at += 200) {
      edit(title("a", `Title ${at}`));
      await clock.pass(200);
    }
    expect(server.requests.length).toBeGreaterThanOrEqual(1);
  });

  it("journals an edit before it is sent, one line for typing in one field, none once it is saved", async () => {
    const { clock, journal, edit } = createTab(documentOf(["a", "b"]));
    edit(title("a", "O"));
    edit(title("a", "On"));
    edit(title("b", "Two"));
    await settled();
    expect(journal.kept()).toEqual([title("a", "On"), title("b", "Two")]);
    await clock.pass(600);
    expect(journal.kept()).toEqual([]);
  });

  it("keeps an edit that is made while a save is on its way, and sends it next", async () => {
    const { server, clock, edit, autosave } = createTab(documentOf(["a"]));
    edit(title("a", "First"));
    const flushed = autosave.flush();
    edit(title("a", "Second"));
    await settled();
    await clock.pass(600);
    expect((await flushed).ok).toBe(true);
    expect(server.requests.map((request) => titleOf(request.document, "a"))).toEqual(["First", "Second"]);
  });

  it("takes a newer revision silently when other fields were changed, and saves on top of it", async () => {
    const { server, clock, tab, edit, state } = createTab(documentOf(["a", "b"]));
    server.edit(title("b", "Theirs"));
    edit(title("a", "Mine"));
    await clock.pass(600);
    await clock.pass(0);
    expect([titleOf(server.document, "a"), titleOf(server.document, "b")]).toEqual(["Mine", "Theirs"]);
    expect(tab.document).toEqual(server.document);
    expect(state()?.is).toBe("saved");
  });

  it("asks only about a field both sides changed, and saves nothing until someone has chosen", async () => {
    const { server, clock, autosave, journal, edit, state } = createTab(documentOf(["a"]));
    server.edit(title("a", "Theirs"));
    edit(title("a", "Mine"));
    await clock.pass(600);
    expect(state()).toMatchObject({ is: "conflict", conflicts: [{ field: "node:a.title", mine: "Mine", theirs: "Theirs" }] });
    expect(journal.kept()).toEqual([title("a", "Mine")]);
    const asked = server.requests.length;
    await clock.pass(60_000);
    expect(server.requests).toHaveLength(asked);

    autosave.resolve(new Map([["node:a.title", "mine"]]));
    await clock.pass(0);
    expect(titleOf(server.document, "a")).toBe("Mine");
    expect(state()?.is).toBe("saved");
  });

  it("keeps theirs when that is chosen, and has nothing left to save", async () => {
    const { server, clock, autosave, tab, edit, state } = createTab(documentOf(["a"]));
    server.edit(title("a", "Theirs"));
    edit(title("a", "Mine"));
    await clock.pass(600);
    autosave.resolve(new Map([["node:a.title", "theirs"]]));
    await clock.pass(0);
    expect([titleOf(server.document, "a"), titleOf(tab.document, "a")]).toEqual(["Theirs", "Theirs"]);
    expect(state()?.is).toBe("saved");
  });

  it("says why it could not save, backs off, and saves once the server is back", async () => {
    const { server, clock, edit, state } = createTab(documentOf(["a"]));
    const down: SaveAnswer = { kind: "unreachable", code: "no_answer", message: "Windrose does not answer." };
    server.answers = [down, down];
    edit(title("a", "Mine"));
    await clock.pass(600);
    expect(state()).toEqual({ is: "not_saved", code: "no_answer", message: "Windrose does not answer.", retryAt: 1_600 });
    await clock.pass(1_000);
    expect(state()).toMatchObject({ is: "not_saved", retryAt: 3_600 });
    await clock.pass(2_000);
    expect(state()?.is).toBe("saved");
    expect(titleOf(server.document, "a")).toBe("Mine");
  });

  it("does not repeat what the server refused until the document changes", async () => {
    const { server, clock, edit, state } = createTab(documentOf(["a"]));
    server.answers = [{ kind: "refused", code: "document_too_large", message: "The workflow is 3 MB; at most 2 MB can be saved." }];
    edit(title("a", "Mine"));
    await clock.pass(60_000);
    expect(server.requests).toHaveLength(1);
    expect(state()).toMatchObject({ is: "not_saved", code: "document_too_large", retryAt: null });
    edit(title("a", "Shorter"));
    await clock.pass(600);
    expect(state()?.is).toBe("saved");
  });

  it("says that edits are kept in this browser while it is offline, and sends them when it is not", async () => {
    const { server, clock, tab, autosave, edit, state } = createTab(documentOf(["a"]));
    tab.isOnline = false;
    server.answers = [{ kind: "unreachable", code: "no_answer", message: "No answer." }];
    edit(title("a", "Mine"));
    await clock.pass(600);
    expect(state()).toEqual({ is: "offline" });
    tab.isOnline = true;
    autosave.retry();
    await clock.pass(0);
    expect(state()?.is).toBe("saved");
  });

  it("pulls in what another tab saved when it has no edits of its own", async () => {
    const { server, tab, autosave } = createTab(documentOf(["a"]));
    server.edit(title("a", "Theirs"));
    await autosave.pull();
    expect(titleOf(tab.document, "a")).toBe("Theirs");
    expect(server.requests).toHaveLength(0);
  });

  it("brings back the edits of a tab that crashed and saves them on the newer revision", async () => {
    const base = documentOf(["a", "b"]);
    const orphan = { key: "gone", base: { revision: 0, document: base }, commands: [title("a", "Unsaved")] };
    const { server, clock, tab, autosave, journal } = createTab(applyCommand(base, title("b", "Newer")), [orphan]);
    await autosave.start();
    expect([titleOf(tab.document, "a"), titleOf(tab.document, "b")]).toEqual(["Unsaved", "Newer"]);
    await clock.pass(0);
    expect(titleOf(server.document, "a")).toBe("Unsaved");
    expect(await journal.orphans()).toEqual([]);
  });

  it("recognises a save whose answer was lost: the same edit is no conflict", async () => {
    const base = documentOf(["a"]);
    const orphan = { key: "gone", base: { revision: 0, document: base }, commands: [title("a", "Saved on leave")] };
    const { server, clock, autosave, state } = createTab(applyCommand(base, title("a", "Saved on leave")), [orphan]);
    await autosave.start();
    await clock.pass(600);
    expect(server.requests).toHaveLength(0);
    expect(state()?.is ?? "saved").toBe("saved");
  });

  it("tells the other tabs each revision it saved", async () => {
    const { clock, tab, edit } = createTab(documentOf(["a"]));
    edit(title("a", "Mine"));
    await clock.pass(600);
    expect(tab.toldSaved).toEqual([2]);
  });
});
