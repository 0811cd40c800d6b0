/**
 * Workflows of a given size, as exported files: a grid of agents, each fed by its neighbour and most by one more.
 *
 * Every node counts as a card, containers included.
 */

const column = 312;
const row = 120;
/** Cards of a container, in two rows. */
const inContainer = { columns: 5, rows: 2 };
const containerFrame = { left: 36, top: 52, right: 36, bottom: 44 };

/** `count` cards on the canvas itself. */
export function gridDocument(count) {
  const columns = Math.ceil(Math.sqrt(count / 2.2));
  const nodes = Array.from({ length: count }, (_, index) =>
    agent(index, { x: (index % columns) * column, y: Math.floor(index / columns) * row }),
  );
  return documentOf(`Grid of ${count}`, nodes, gridEdges(nodes, columns));
}

/** `count` cards in containers of ten; the containers lead to each other in rows. */
export function containerDocument(count) {
  const size = inContainer.columns * inContainer.rows;
  const groups = Math.ceil(count / (size + 1));
  const columns = Math.ceil(Math.sqrt(groups / 3));
  const nodes = [];
  const edges = [];
  for (let group = 0; group < groups; group += 1) {
    const container = mapContainer(group, columns);
    const cards = Array.from({ length: Math.min(size, count - nodes.length - 1) }, (_, index) => ({
      ...agent(group * size + index, {
        x: containerFrame.left + (index % inContainer.columns) * column,
        y: containerFrame.top + Math.floor(index / inContainer.columns) * row,
      }),
      parent: container.id,
    }));
    nodes.push(container, ...cards);
    edges.push(...gridEdges(cards, inContainer.columns));
    if (group % columns > 0) edges.push(edge(`map_${group - 1}`, container.id));
  }
  return documentOf(`Containers of ${count}`, nodes, edges);
}

/** One input, `count` agents side by side that write at once, one output. */
export function fanDocument(count) {
  const columns = Math.ceil(Math.sqrt(count / 2.2));
  const writers = Array.from({ length: count }, (_, index) =>
    agent(index, { x: ((index % columns) + 1) * column, y: Math.floor(index / columns) * row }),
  );
  const topic = card(
    "topic",
    "input",
    "Topic",
    { x: 0, y: 0 },
    { fields: [{ key: "topic", label: "Topic", type: "text", required: true }] },
  );
  const answer = card("answer", "output", "Answer", { x: (columns + 1) * column, y: 0 }, { format: "markdown", value: "" });
  const edges = writers.flatMap(({ id }) => [edge("topic", id), edge(id, "answer")]);
  return { ...documentOf(`Fan of ${count}`, [topic, ...writers, answer], edges), sampleInput: { topic: "the winds of the Mediterranean" } };
}

/** Each to the next in its row, and every second one to the row below. */
function gridEdges(nodes, columns) {
  return nodes.flatMap(({ id }, index) => [
    ...((index + 1) % columns > 0 && nodes[index + 1] ? [edge(id, nodes[index + 1].id)] : []),
    ...(index % 2 === 0 && nodes[index + columns + 1] && (index + 1) % columns > 0 ? [edge(id, nodes[index + columns + 1].id)] : []),
  ]);
}

function mapContainer(index, columns) {
  const width = containerFrame.left + inContainer.columns * column + containerFrame.right;
  const height = containerFrame.top + inContainer.rows * row + containerFrame.bottom;
  const position = { x: (index % columns) * (width + 72), y: Math.floor(index / columns) * (height + 48) };
  return { ...card(`map_${index}`, "map", `Each ${index + 1}`, position, { items: "received" }), size: { width, height } };
}

function agent(index, position) {
  const config = {
    model: "mistral-small-latest",
    instructions: "Answer in six paragraphs.",
    message: `Write about wind number ${index + 1}.`,
  };
  return card(`agent_${index}`, "agent", `Agent ${index + 1}`, position, config);
}

const card = (id, type, title, position, config) => ({ id, type, typeVersion: 1, title, position, config });

function edge(source, target) {
  return { id: `${source}.out>${target}.in`, source, sourcePort: "out", target, targetPort: "in" };
}

const documentOf = (name, nodes, edges) => ({
  format: "windrose.workflow",
  formatVersion: 1,
  name,
  description: "",
  nodes,
  edges,
  state: [],
  sampleInput: {},
});
