/**
 * A workflow drawn small: cards with their hue, and edges between them, on the canvas's dots.
 *
 * Drawn on the server from positions alone. Fits its box; a large graph loses the lines on its cards first.
 */
import { cx } from "@/components/ui/class-names";
import { definitionOf } from "@/lib/nodes/catalog";
import type { NodeGroup } from "@/lib/nodes/contract";
import type { Miniature as MiniatureGraph } from "@/lib/projection/summaries";

const node = { width: 240, height: 60 };
const box = { width: 318, height: 98 };
const largestScale = 0.26;
/** An edge that leads back would otherwise swing out of the picture. */
const largestBend = 40;
/** Below this height of a card its glyph and line would be dirt. */
const smallestDetailedHeight = 6;

const fills: { readonly [G in NodeGroup]: string } = {
  agents: "fill-k-agent",
  flow: "fill-k-flow",
  people: "fill-k-people",
  data: "fill-k-data",
  world: "fill-k-world",
  notes: "fill-k-note",
};

type Card = {
  readonly id: string;
  readonly type: string;
  readonly isNote: boolean;
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
  readonly isContainer: boolean;
};

export function Miniature({ graph, className }: { readonly graph: MiniatureGraph; readonly className?: string }) {
  return (
    <div aria-hidden className={cx("dot-grid-fine grid h-[136px] place-items-center overflow-hidden border-b", className)}>
      {graph.nodes.length > 0 && <Drawing graph={graph} />}
    </div>
  );
}

function Drawing({ graph }: { readonly graph: MiniatureGraph }) {
  const { cards, scale, width, height } = layOut(graph);
  const plain = cards.filter((card) => !card.isContainer);
  return (
    <svg aria-hidden className="max-w-[92%] overflow-visible" fill="none" height={height} viewBox={`0 0 ${width} ${height}`} width={width}>
      {cards.map((card) => card.isContainer && <Frame card={card} key={card.id} />)}
      <path className="stroke-ink-soft/60" d={curves(graph, cards)} strokeWidth={1.1} />
      {node.height * scale < smallestDetailedHeight ? (
        <Crowd cards={plain} />
      ) : (
        plain.map((card) => <CardShape card={card} key={card.id} />)
      )}
    </svg>
  );
}

/** Around what stands in a container. */
function Frame({ card: { x, y, w, h } }: { readonly card: Card }) {
  return <rect className="fill-surface/50 stroke-line-strong" height={round(h)} rx={3} strokeWidth={0.8} width={round(w)} x={x} y={y} />;
}

/** Cards too small for detail, one path a colour: an element for each would make a list of large workflows megabytes of page. */
function Crowd({ cards }: { readonly cards: readonly Card[] }) {
  const notes = cards.filter((card) => card.isNote);
  const others = cards.filter((card) => !card.isNote);
  // Object.keys widens to string; the keys of a const object are exactly the groups.
  const groups = (Object.keys(fills) as NodeGroup[]).filter((group) => cards.some((card) => groupOf(card) === group));
  return (
    <>
      {notes.length > 0 && <path className="fill-note stroke-note-line" d={boxes(notes, 1)} />}
      <path className="fill-surface stroke-line-strong" d={boxes(others, 1)} />
      {groups.map((group) => (
        <path
          className={fills[group]}
          d={boxes(
            cards.filter((card) => groupOf(card) === group),
            0.25,
          )}
          key={group}
          opacity={0.7}
        />
      ))}
    </>
  );
}

function CardShape({ card }: { readonly card: Card }) {
  const { x, y, w, h, isNote } = card;
  const radius = Math.min(3, h / 5);
  const dot = Math.min(5, h / 3);
  return (
    <g>
      <rect
        className={isNote ? "fill-note stroke-note-line" : "fill-surface stroke-line-strong"}
        height={round(h)}
        rx={round(radius)}
        width={round(w)}
        x={x}
        y={y}
      />
      <rect
        className={fills[groupOf(card)]}
        height={round(dot)}
        rx={1.2}
        width={round(dot)}
        x={round(x + dot * 0.8)}
        y={round(y + (h - dot) / 2)}
      />
      <path
        className="stroke-ink-soft/55"
        d={`M${round(x + dot * 2.6)} ${round(y + h / 2)}h${round((w - dot * 4) * lineShare(card.id))}`}
        strokeLinecap="round"
        strokeWidth={round(Math.min(1.6, h / 9))}
      />
    </g>
  );
}

function layOut(graph: MiniatureGraph): {
  readonly cards: readonly Card[];
  readonly scale: number;
  readonly width: number;
  readonly height: number;
} {
  const left = Math.min(...graph.nodes.map(({ x }) => x));
  const top = Math.min(...graph.nodes.map(({ y }) => y));
  const spanX = Math.max(...graph.nodes.map(({ x, size = node }) => x + size.width)) - left;
  const spanY = Math.max(...graph.nodes.map(({ y, size = node }) => y + size.height)) - top;
  const scale = Math.min(largestScale, box.width / spanX, box.height / spanY);
  return {
    cards: graph.nodes.map(({ id, type, isNote, x, y, size }) => ({
      id,
      type,
      isNote,
      isContainer: size !== undefined,
      w: (size?.width ?? node.width) * scale,
      h: (size?.height ?? node.height) * scale,
      x: round((x - left) * scale),
      y: round((y - top) * scale),
    })),
    scale,
    width: round(spanX * scale),
    height: round(spanY * scale),
  };
}

function groupOf(card: Card): NodeGroup {
  return definitionOf(card.type)?.group ?? "data";
}

/** @param share how much of each card's width is drawn. */
function boxes(cards: readonly Card[], share: number): string {
  return cards.map(({ x, y, w, h }) => `M${x} ${y}h${round(w * share)}v${round(h)}h${-round(w * share)}z`).join("");
}

function curves(graph: MiniatureGraph, cards: readonly Card[]): string {
  const byId = new Map(cards.map((card) => [card.id, card]));
  const drawn = graph.edges.flatMap(({ source, target }) => {
    const [from, to] = [byId.get(source), byId.get(target)];
    return from === undefined || to === undefined ? [] : [curve(from, to)];
  });
  return drawn.join("");
}

function curve(from: Card, to: Card): string {
  const [x1, y1, x2, y2] = [round(from.x + from.w), portY(from), to.x, portY(to)];
  const bend = Math.min(Math.max(Math.abs(x2 - x1) / 2, 4), largestBend);
  return `M${x1} ${y1}C${round(x1 + bend)} ${y1} ${round(x2 - bend)} ${y2} ${x2} ${y2}`;
}

/** A container's ports sit in its header. */
function portY({ y, h, isContainer }: Card): number {
  return round(isContainer ? y + Math.min(h / 2, 4) : y + h / 2);
}

/** How far a card's line reaches: different per node, the same each time. */
function lineShare(id: string): number {
  let sum = 0;
  for (const character of id) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return 0.45 + (sum % 5) * 0.12;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
