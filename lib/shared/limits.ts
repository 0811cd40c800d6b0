/**
 * Every limit of the product, in one place. Units are in the names.
 *
 * `value` is in force; `hard` is as far as the environment may raise it. Messages name the size
 * and the limit. Settings shows this table.
 */
export type Limit = { readonly label: string; readonly value: number; readonly hard: number; readonly unit: string };

const limit = (label: string, unit: string, value: number, hard = value): Limit => ({ label, unit, value, hard });

export const limits = {
  workflowNodesWarning: limit("Nodes in a workflow before a warning", "nodes", 200),
  workflowEdgesWarning: limit("Edges in a workflow before a warning", "edges", 400),
  workflowNodes: limit("Nodes in a workflow", "nodes", 2_000),
  workflowEdges: limit("Edges in a workflow", "edges", 5_000),
  containerDepth: limit("Containers inside one another", "levels", 8),
  documentBytes: limit("Workflow document, saved or imported", "bytes", 2_000_000),
  documentDepth: limit("Nesting of a document's JSON", "levels", 64),
  textFieldBytes: limit("One text field of a document", "bytes", 256_000),
  runSteps: limit("Steps in a run", "steps", 2_000, 20_000),
  runStepsAtOnce: limit("Steps of a run at once", "steps", 100, 200),
  stepOutputInlineBytes: limit("Step output kept in its event; beyond it, kept beside it", "bytes", 64_000),
  stepOutputBytes: limit("Step output", "bytes", 2_000_000),
  runInputBytes: limit("Input of a run, all fields together", "bytes", 1_000_000),
  promptBytes: limit("One prompt sent to a model", "bytes", 1_000_000),
  agentTurns: limit("Model turns of one agent step", "turns", 25, 100),
  toolCalls: limit("Tool calls of one agent step", "calls", 50, 200),
  toolCallsAtOnce: limit("Tool calls of one model turn", "calls", 16),
  handoffHops: limit("Handoffs in a row", "handoffs", 10, 30),
  delegations: limit("Subtasks a manager gives out", "subtasks", 20, 50),
  managerRounds: limit("Rounds of delegation of a manager", "rounds", 5),
  decompositionDepth: limit("Levels of a decomposition", "levels", 4, 6),
  decompositionBreadth: limit("Subtasks of one task in a decomposition", "subtasks", 8, 16),
  decompositionTasks: limit("Tasks of a decomposition, all levels together", "tasks", 64, 256),
  subWorkflowDepth: limit("Sub-workflows inside one another", "levels", 3, 5),
  mapItems: limit("Items of a Map", "items", 1_000, 10_000),
  loopIterations: limit("Iterations of a Loop", "iterations", 25, 1_000),
  longestWaitMs: limit("Longest delay, deadline or time to listen", "ms", 2_592_000_000),
  repairCalls: limit("Repair calls for a structured output", "calls", 2),
  modelAttempts: limit("Attempts of an agent step", "attempts", 5, 10),
  modelFirstByteMs: limit("Model: wait for the first byte", "ms", 60_000, 600_000),
  modelIdleMs: limit("Model: wait between bytes", "ms", 30_000, 600_000),
  modelTotalMs: limit("Model: one call in total", "ms", 600_000, 3_600_000),
  expressionMs: limit("Expression: time", "ms", 100),
  expressionSourceBytes: limit("Expression: source", "bytes", 8_000),
  expressionOutputBytes: limit("Expression or template: output", "bytes", 1_000_000),
  libraryDocumentBytes: limit("Document of a library", "bytes", 25_000_000, 100_000_000),
  httpConnectMs: limit("HTTP request: wait for a connection", "ms", 5_000),
  httpTotalMs: limit("HTTP request: one call in total, unless it says otherwise", "ms", 30_000, 300_000),
  httpBodyBytes: limit("HTTP request: what is answered", "bytes", 5_000_000, 25_000_000),
  httpRedirects: limit("HTTP request: redirects in a row", "redirects", 5),
  codeCalculationMs: limit("Code: time to calculate", "ms", 1_000),
  codeTotalMs: limit("Code: time in all", "ms", 5_000, 30_000),
  codeMemoryBytes: limit("Code: memory", "bytes", 64_000_000, 256_000_000),
  codeOutputBytes: limit("Code: output", "bytes", 1_000_000),
  codeLogBytes: limit("Code: what it logs", "bytes", 64_000),
  codeAtOnce: limit("Code steps of a process at once", "steps", 4, 16),
  fileBytes: limit("One file kept from a run", "bytes", 20_000_000, 100_000_000),
  eventStreamsPerPerson: limit("Open run streams of one person", "streams", 50),
  eventStreamsPerProcess: limit("Open run streams of one process", "streams", 500),
  eventStreamHeartbeatMs: limit("Heartbeat of a run stream", "ms", 15_000),
  activeRunsPerWorkspace: limit("Runs of a workspace at once", "runs", 50, 200),
  activeRunsPerWorkflow: limit("Runs of a workflow at once", "runs", 50, 200),
  activeRunsPerProcess: limit("Runs of a process at once", "runs", 200),
  publishedNameLength: limit("Name of a published workflow", "characters", 60),
  apiWaitMs: limit("API: wait for a run to end", "ms", 120_000, 600_000),
  apiWaits: limit("API: requests of a process that wait for a run", "requests", 200, 1_000),
  apiAnswerBytes: limit("API: outputs of steps in one answer; beyond it they are left out", "bytes", 10_000_000, 50_000_000),
  apiKeys: limit("API keys of a workspace", "keys", 100),
  queuedRuns: limit("Queued runs of a workspace", "runs", 10_000),
} as const satisfies Record<string, Limit>;

export type LimitName = keyof typeof limits;
