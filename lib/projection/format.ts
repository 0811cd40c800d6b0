/**
 * Numbers and times as people read them: short here, exact in a tooltip.
 *
 * Pure. Times are of the time zone the code runs in; languages other than English come later, in this file.
 */

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** `0.4 s`, `18.4 s`, `1 m 42 s`, `2 h 06 m`, `3 d 4 h`. Negative counts as zero. */
export function formatDuration(ms: number): string {
  const duration = Math.max(0, ms);
  // 59.95 s and more would read "60.0 s".
  if (duration < minuteMs - 50) return `${(duration / secondMs).toFixed(1)} s`;
  const seconds = Math.round(duration / secondMs);
  if (seconds < 3_600) return `${Math.floor(seconds / 60)} m ${twoDigits(seconds % 60)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 24 * 60) return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} m`;
  const hours = Math.floor(minutes / 60);
  return `${Math.floor(hours / 24)} d ${hours % 24} h`;
}

/** `412`, `5.0k`, `128k`, `1.2M`. Without a unit: the column or the text beside it says "tok". */
export function formatTokens(count: number): string {
  if (count < 1_000) return String(count);
  if (count < 99_950) return `${(count / 1_000).toFixed(1)}k`;
  if (count < 999_500) return `${Math.round(count / 1_000)}k`;
  return `${(count / 1_000_000).toFixed(1)}M`;
}

/** `$0.0131`, `$15.82`, `$0`; `unknown` when a price is not known. US dollars. */
export function formatCost(usd: number | null): string {
  if (usd === null) return "unknown";
  if (usd === 0) return "$0";
  if (usd < 0.00005) return "<$0.0001";
  if (usd < 0.99995) return `$${usd.toFixed(4)}`;
  return `$${grouped(usd, 2)}`;
}

/** `812 B`, `64 kB`, `2.0 MB`: powers of a thousand, as the limits are written. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_000) return `${bytes} B`;
  if (bytes < 999_500) return `${trimmed(bytes / 1_000)} kB`;
  if (bytes < 999_500_000) return `${trimmed(bytes / 1_000_000)} MB`;
  return `${trimmed(bytes / 1_000_000_000)} GB`;
}

/** `1,318`. */
export function formatCount(count: number): string {
  return grouped(count, 0);
}

/** `1 run`, `218 runs`. The plural adds an s unless given. */
export function formatCountOf(count: number, noun: string, plural = `${noun}s`): string {
  return `${formatCount(count)} ${count === 1 ? noun : plural}`;
}

/**
 * `just now`, `4 min ago`, `2 h ago`, `today, 06:00`, `yesterday, 17:40`, `20 Nov, 15:31`, `20 Nov 2025, 15:31`.
 *
 * A time in the future reads as now, because clocks differ a little. Not a time: an empty text.
 */
export function formatWhen(iso: string, now: Date | number): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return "";
  const today = new Date(now);
  const agoMs = today.getTime() - then.getTime();
  if (agoMs < minuteMs) return "just now";
  if (agoMs < hourMs) return `${Math.floor(agoMs / minuteMs)} min ago`;
  if (agoMs < 6 * hourMs) return `${Math.floor(agoMs / hourMs)} h ago`;
  const clock = `${twoDigits(then.getHours())}:${twoDigits(then.getMinutes())}`;
  const daysAgo = Math.round((startOfDay(today) - startOfDay(then)) / dayMs);
  if (daysAgo === 0) return `today, ${clock}`;
  if (daysAgo === 1) return `yesterday, ${clock}`;
  const day = `${then.getDate()} ${monthNames[then.getMonth()] ?? ""}`;
  return then.getFullYear() === today.getFullYear() ? `${day}, ${clock}` : `${day} ${then.getFullYear()}, ${clock}`;
}

/** The whole time, for a tooltip: `20 Nov 2026, 15:31:07`. Not a time: an empty text. */
export function formatExactTime(iso: string): string {
  const then = new Date(iso);
  if (Number.isNaN(then.getTime())) return "";
  const clock = [then.getHours(), then.getMinutes(), then.getSeconds()].map(twoDigits).join(":");
  return `${then.getDate()} ${monthNames[then.getMonth()] ?? ""} ${then.getFullYear()}, ${clock}`;
}

const monthNames = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

function startOfDay(time: Date): number {
  return new Date(time.getFullYear(), time.getMonth(), time.getDate()).getTime();
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

function trimmed(value: number): string {
  return value < 10 ? value.toFixed(1) : String(Math.round(value));
}

function grouped(value: number, digits: number): string {
  return value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
