import "server-only";

/** Server half of the catalog. The mapped type makes a missing or mistyped executor a compile error. */
import { executeAgent } from "./agent/executor.server";
import type { NodeCatalog, NodeType } from "./catalog";
import { executeCollect } from "./collect/executor.server";
import type { NodeExecutor } from "./execution";
import { executeInput } from "./input/executor.server";
import { executeMerge } from "./merge/executor.server";
import { executeNote } from "./note/executor.server";
import { executeOutput } from "./output/executor.server";
import { executeRouter } from "./router/executor.server";
import { executeTransform } from "./transform/executor.server";

export const nodeExecutors: { readonly [Type in NodeType]: NodeExecutor<NodeCatalog[Type]> } = {
  input: executeInput,
  agent: executeAgent,
  router: executeRouter,
  merge: executeMerge,
  collect: executeCollect,
  transform: executeTransform,
  output: executeOutput,
  note: executeNote,
};
