import "server-only";

/**
 * Does a request come from our own pages, or from a program of the person who runs this instance?
 *
 * Pure: reads headers only. Browsers name themselves by Origin or Sec-Fetch-Site, which no page can
 * forge; what sends neither (curl, the command line) is no browser and can't be made to by one,
 * except as a plain form, which can't send JSON.
 */
import { type AppError, appError } from "../../shared/app-error";

/** Reads are refused only to foreign pages: they could not see the answer, but could hold streams open. */
export function refuseForeignRead(headers: Headers): AppError | null {
  const site = headers.get("sec-fetch-site");
  if (site === null || site === "same-origin" || site === "none") return null;
  return appError("wrong_origin", "This address answers only Windrose's own pages.");
}

/** Null when the mutation may go on. `protocol` is "http:" or "https:", as the person's browser sees it. */
export function refuseForeignMutation(headers: Headers, protocol: string): AppError | null {
  const refused = appError("wrong_origin", "Changes are accepted only from Windrose's own pages. Open it in this browser and try again.");
  const origin = headers.get("origin");
  if (origin !== null) return isOwnOrigin(origin, protocol, headers.get("host")) ? null : refused;

  const site = headers.get("sec-fetch-site");
  if (site !== null) return site === "same-origin" || site === "none" ? null : refused;

  if (isJson(headers.get("content-type"))) return null;
  return appError("unsupported_media_type", "Send the request with the header `Content-Type: application/json`.");
}

export function isJson(contentType: string | null): boolean {
  return /^application\/json\s*(;|$)/i.test(contentType ?? "");
}

function isOwnOrigin(origin: string, protocol: string, host: string | null): boolean {
  if (host === null || !URL.canParse(origin) || !URL.canParse(`${protocol}//${host}`)) return false;
  return new URL(origin).origin === new URL(`${protocol}//${host}`).origin;
}
