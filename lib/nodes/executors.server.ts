import "server-only";

/** Server half of the catalog. The mapped type makes a missing or mistyped executor a compile error. */
import { executeAgent } from "./agent/executor.server";
import { executeApproval } from "./approval/executor.server";
import type { NodeCatalog, NodeType } from "./catalog";
import { executeCode } from "./code/executor.server";
import { executeCollect } from "./collect/executor.server";
import { executeDecompose } from "./decompose/executor.server";
import { executeDelay } from "./delay/executor.server";
import { executeEmit } from "./emit/executor.server";
import type { NodeExecutor } from "./execution";
import { executeHttp } from "./http/executor.server";
import { executeInput } from "./input/executor.server";
import { executeLoop } from "./loop/executor.server";
import { executeManager } from "./manager/executor.server";
import { executeMap } from "./map/executor.server";
import { executeMcp } from "./mcp/executor.server";
import { executeMerge } from "./merge/executor.server";
import { executeNote } from "./note/executor.server";
import { executeOnEvent } from "./on_event/executor.server";
import { executeOutput } from "./output/executor.server";
import { executeParallel } from "./parallel/executor.server";
import { executeRouter } from "./router/executor.server";
import { executeState } from "./state/executor.server";
import { executeTransform } from "./transform/executor.server";
import { executeWorkflow } from "./workflow/executor.server";

export const nodeExecutors: { readonly [Type in NodeType]: NodeExecutor<NodeCatalog[Type]> } = {
  input: executeInput,
  agent: executeAgent,
  manager: executeManager,
  decompose: executeDecompose,
  router: executeRouter,
  parallel: executeParallel,
  map: executeMap,
  loop: executeLoop,
  workflow: executeWorkflow,
  merge: executeMerge,
  collect: executeCollect,
  approval: executeApproval,
  delay: executeDelay,
  transform: executeTransform,
  code: executeCode,
  state: executeState,
  output: executeOutput,
  http: executeHttp,
  mcp: executeMcp,
  emit: executeEmit,
  on_event: executeOnEvent,
  note: executeNote,
};
