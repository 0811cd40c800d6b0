/**
 * Roles that write short texts for the public: announcements, pages, and what becomes of them.
 */
import { roundOf } from "../progress";
import { topicHeading } from "../topic";
import { capitalised, shortened } from "../words";
import { type Work, words } from "../work";
import type { Draft, Role } from "./role";

export const copyRoles: readonly Role[] = [
  { name: "reviser", cues: /you revise\b/i, write: revise },
  { name: "publisher", cues: /\bapproved (?:announcement|text|draft)\b/i, write: publish },
  { name: "announcer", cues: /you write (?:\w+ )?announcements/i, write: announce },
  { name: "page writer", cues: /you write (?:\w+ )?(?:web copy|web pages|product pages)/i, write: page },
];

function announce(work: Work): Draft {
  const news = (/:\s+([\s\S]+)$/.exec(work.message)?.[1] ?? work.message).trim().replace(/[.]$/, "");
  return {
    pieces: [
      words(
        `There is something new: ${news.charAt(0).toLowerCase()}${news.slice(1)}.\n\nYou need not do anything for it. If it changes your plans, tell us; we read every note and answer within a day.\n`,
      ),
    ],
  };
}

function publish(work: Work): Draft {
  const text = work.message.trim();
  const subject = (/:\s+([^.\n]+)/.exec(text)?.[1] ?? text.split(/[.\n]/, 1)[0] ?? text).trim();
  return { pieces: [words(`### ${capitalised(subject.split(/\s+/).slice(0, 6).join(" "))}\n\n${text}\n`)] };
}

function revise(work: Work): Draft {
  const comment = /^The comment:\s*([^\n]*)/im.exec(work.message)?.[1]?.trim() ?? "";
  const text = /^The (?:announcement|text|draft):\s*([\s\S]+)$/im.exec(work.message)?.[1]?.trim() ?? work.message;
  const asked =
    comment === "" ? "Nothing in particular was asked for, so it only became shorter." : `Changed as asked: ${shortened(comment, 200)}`;
  return { pieces: [words(`**New draft, not published yet**\n\n${text}\n\n*${asked}*\n`)] };
}

/** Every version has what the one before lacked. */
function page(work: Work): Draft {
  const round = roundOf(work);
  const brief = /^Brief:\s*(.+)$/im.exec(work.message)?.[1]?.replace(/^an? (?:[\w-]+ ){0,3}?(?:page|text|copy) (?:for|about|on) an? /i, "");
  const topic = brief ?? work.topic;
  const paragraphs = [
    `${capitalised(shortened(topic, 80))}: that is all there is to it. It does its work every day, and it lasts.`,
    "**What you gain.** One thing less to throw away, and one that looks better the longer you keep it.",
    "**A detail.** It fits in any bag, closes tight, and is clean again in a minute under running water.",
    "**Try it.** Take it for a week. If it does not suit you, bring it back.",
  ];
  return { pieces: [words(`# ${topicHeading(topic)}\n\n${paragraphs.slice(0, Math.min(round + 1, paragraphs.length)).join("\n\n")}\n`)] };
}
