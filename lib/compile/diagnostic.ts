/** A problem of a document, said as a person can mend it: the same sentences on the canvas, the server and the CLI. */
export type Diagnostic = {
  readonly code: string;
  /** Only errors keep a workflow from running. */
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly nodeId?: string;
  readonly edgeId?: string;
  /** The config field the problem is in. */
  readonly field?: string;
};
