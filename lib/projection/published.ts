/**
 * What pages and the API show of published workflows and API keys: plain data.
 */
/** One version that was given out under a name. */
export type ReleaseSummary = {
  readonly id: string;
  /** Counts up per workflow, over all of its names. */
  readonly number: number;
  readonly name: string;
  /** Number of the workflow's version. */
  readonly versionNumber: number;
  readonly publishedBy: string;
  /** ISO 8601. */
  readonly publishedAt: string;
  /** It is what answers now. */
  readonly isLive: boolean;
};

/** What the publish dialog shows of one workflow. */
export type PublicationDetail = {
  /** Null when it is not published. */
  readonly live: { readonly name: string; readonly number: number; readonly isDraftSame: boolean } | null;
  /** Newest first. */
  readonly releases: readonly ReleaseSummary[];
};

/** A published workflow, as the API lists it. */
export type PublishedWorkflow = {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly version: number;
  readonly publishedAt: string;
};

export type ApiKeySummary = {
  readonly id: string;
  readonly name: string;
  /** Beginning of the key. */
  readonly prefix: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
};
