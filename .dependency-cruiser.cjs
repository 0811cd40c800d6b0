/**
 * Who may import whom. Lower rooms never import upper ones:
 *   shared ◄ graph, document, expression ◄ node definitions ◄ compile
 *   engine sees shared and the plan; projection sees shared and the journal's events
 *   server = pure rooms + executors + providers + Prisma     client = pure rooms + Zustand + React Flow
 *   components = client + pure rooms                         app = everything
 */
const PURE = "^lib/(shared|graph|document|expression|compile|engine|projection|templates)/";
/** Everything pure about kinds: what is not server code, a panel or a test. */
const DEFINITIONS = "^lib/nodes/(?!.*\\.(server|client|test)\\.tsx?$)";
const SERVER_ONLY = "^lib/(server|cli|simulator)/|\\.server\\.ts$";
const OURS = "^(lib|components|app|scripts|e2e|bench)/";
const TESTS = "\\.test\\.tsx?$";
const npm = (names) => `(^|/)node_modules/(${names})(/|$)`;
const dir = (name) => `^lib/${name}/`;

/** A room may import itself and what is named here, nothing else of ours. Tests are exempt. */
const allow = (room, ...below) => ({
  name: `${room}-imports-only-below`,
  severity: "error",
  from: { path: dir(room), pathNot: TESTS },
  to: { path: OURS, pathNot: [dir(room), ...below] },
});

module.exports = {
  forbidden: [
    {
      name: "no-cycles",
      comment: "Type-only cycles are fine: a Zustand slice names the whole store's type.",
      severity: "error",
      from: { path: OURS },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"], pathNot: "^lib/server/generated/" } },
    },
    allow("shared"),
    allow("graph", dir("shared")),
    allow("document", dir("shared")),
    allow("expression", dir("shared")),
    allow("compile", dir("shared"), dir("graph"), dir("document"), dir("expression"), DEFINITIONS),
    {
      ...allow("engine", dir("shared"), "^lib/compile/plan\\.ts$"),
      comment: "A plan names the control shapes of kinds; the engine may name them too, never call into a kind.",
      to: { path: OURS, pathNot: [dir("engine"), dir("shared"), "^lib/compile/plan\\.ts$"], dependencyTypesNot: ["type-only"] },
    },
    {
      ...allow("projection", dir("shared"), "^lib/engine/events\\.ts$"),
      comment: "What is shown may name the types of what it shows, never call into it.",
      to: { path: OURS, pathNot: [dir("projection"), dir("shared"), "^lib/engine/events\\.ts$"], dependencyTypesNot: ["type-only"] },
    },
    allow("templates", dir("shared"), dir("document")),
    allow("simulator", dir("shared")),
    {
      name: "definitions-are-data",
      severity: "error",
      from: { path: DEFINITIONS },
      to: { path: OURS, pathNot: ["^lib/(shared|expression|document)/", DEFINITIONS] },
    },
    {
      name: "pure-code-has-no-framework",
      comment: "zod is the only package the pure rooms may import; expression also has a linear-time pattern engine.",
      severity: "error",
      from: { path: `${PURE}|${DEFINITIONS}`, pathNot: [TESTS, dir("expression")] },
      to: { dependencyTypes: ["npm", "npm-dev", "core"], pathNot: npm("zod") },
    },
    {
      name: "expressions-have-one-more-package",
      severity: "error",
      from: { path: dir("expression"), pathNot: TESTS },
      to: { dependencyTypes: ["npm", "npm-dev", "core"], pathNot: npm("zod|re2js") },
    },
    {
      name: "node-folders-do-not-know-each-other",
      severity: "error",
      from: { path: "^lib/nodes/([^/]+)/" },
      to: { path: "^lib/nodes/[^/]+/", pathNot: "^lib/nodes/$1/" },
    },
    {
      name: "browser-never-loads-server-code",
      severity: "error",
      from: { path: "^(components|lib/client)/" },
      to: { path: `${SERVER_ONLY}|${npm("@prisma|@mistralai|pg|pino")}`, dependencyTypesNot: ["type-only"] },
    },
    {
      name: "server-never-loads-browser-code",
      severity: "error",
      from: { path: SERVER_ONLY },
      to: { path: `^(components|app|lib/client)/|${npm("react|react-dom|@xyflow|zustand")}` },
    },
    {
      name: "only-the-server-talks-to-the-database",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: "^lib/server/|\\.server\\.test\\.ts$" },
      to: { path: `${npm("@prisma|pg")}|^lib/server/generated/` },
    },
    {
      name: "only-providers-talk-to-mistral",
      comment: "Tests may use the SDK to prove the simulator's wire behaviour.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: [dir("providers"), TESTS] },
      to: { path: npm("@mistralai") },
    },
    {
      name: "react-flow-stays-at-the-edge",
      comment: "Only the canvas and one adapter know that the canvas is React Flow.",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: "^components/canvas/|^lib/client/react-flow-adapter" },
      to: { path: npm("@xyflow") },
    },
    {
      name: "product-does-not-load-its-tools",
      severity: "error",
      from: { path: "^(app|components|lib)/", pathNot: TESTS },
      to: { path: "^(scripts|e2e|bench)/" },
    },
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^lib/server/generated/(?!client\\.ts)" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "require", "node", "default"] },
  },
};
