/**
 * What image generation delivers: a bar chart where there are numbers, else a quiet landscape.
 */
import { type Canvas, type Colour, createCanvas, encodePng, fillRectangle, setPixel } from "./png";
import type { PictureSpec } from "./prompt";
import { createRandom, type Random } from "./random";

const width = 768;
const height = 480;

/** The bytes of a PNG. The same subject gives the same picture. */
export function drawPicture({ subject, bars }: PictureSpec): Buffer {
  const canvas = createCanvas(width, height);
  const random = createRandom(subject);
  if (bars.length > 1) drawChart(canvas, bars);
  else drawLandscape(canvas, subject, random);
  return encodePng(canvas);
}

function drawChart(canvas: Canvas, bars: readonly number[]): void {
  fillRectangle(canvas, 0, 0, width, height, [250, 249, 245]);
  const [left, right, top, bottom] = [72, width - 36, 48, height - 60];
  for (let line = 0; line <= 4; line += 1)
    fillRectangle(canvas, left, top + Math.round(((bottom - top) * line) / 4), right - left, 1, [226, 224, 214]);
  const highest = Math.max(...bars.map((bar) => Math.max(bar, 0)), 1e-9);
  const slot = (right - left) / bars.length;
  for (const [index, bar] of bars.entries()) {
    const tall = Math.round(((bottom - top) * Math.max(bar, 0)) / highest);
    const x = Math.round(left + slot * index + slot * 0.18);
    fillRectangle(
      canvas,
      x,
      bottom - tall,
      Math.max(Math.round(slot * 0.64), 2),
      tall,
      index === bars.length - 1 ? [46, 94, 82] : [132, 171, 158],
    );
    drawNumber(canvas, bar, x + Math.round(slot * 0.32), bottom - tall - 16);
  }
  fillRectangle(canvas, left, bottom, right - left, 2, [92, 96, 90]);
}

/** Digits, dot and minus as rows of three pixels. */
const glyphs: Readonly<Record<string, readonly number[]>> = {
  "0": [7, 5, 5, 5, 7],
  "1": [2, 6, 2, 2, 7],
  "2": [7, 1, 7, 4, 7],
  "3": [7, 1, 3, 1, 7],
  "4": [5, 5, 7, 1, 1],
  "5": [7, 4, 7, 1, 7],
  "6": [7, 4, 7, 5, 7],
  "7": [7, 1, 2, 2, 2],
  "8": [7, 5, 7, 5, 7],
  "9": [7, 5, 7, 1, 7],
  ".": [0, 0, 0, 0, 2],
  "-": [0, 0, 7, 0, 0],
};

function drawNumber(canvas: Canvas, value: number, centre: number, top: number): void {
  const text = String(Math.round(value * 10) / 10);
  const size = 2;
  let x = centre - Math.round((text.length * 4 * size) / 2);
  for (const character of text) {
    for (const [row, bits] of (glyphs[character] ?? []).entries()) {
      for (let column = 0; column < 3; column += 1) {
        if (bits & (4 >> column)) fillRectangle(canvas, x + column * size, top + row * size, size, size, [60, 66, 62]);
      }
    }
    x += 4 * size;
  }
}

const skies: readonly { readonly cues: RegExp; readonly top: Colour; readonly low: Colour; readonly sun: Colour; readonly hill: Colour }[] =
  [
    { cues: /sunset|dusk|evening|autumn|fire|desert/i, top: [64, 54, 110], low: [245, 158, 92], sun: [255, 221, 148], hill: [62, 44, 66] },
    { cues: /night|moon|star|space|galaxy/i, top: [10, 16, 40], low: [38, 52, 98], sun: [232, 234, 246], hill: [12, 16, 32] },
    {
      cues: /sea|ocean|beach|water|lake|river|harbou?r/i,
      top: [92, 158, 206],
      low: [214, 234, 238],
      sun: [255, 247, 214],
      hill: [32, 92, 118],
    },
    {
      cues: /forest|tree|garden|jungle|spring|green|nature/i,
      top: [142, 196, 208],
      low: [234, 240, 206],
      sun: [255, 246, 196],
      hill: [46, 92, 62],
    },
    { cues: /snow|winter|ice|arctic/i, top: [150, 178, 206], low: [238, 243, 248], sun: [255, 253, 240], hill: [176, 196, 214] },
    { cues: /city|future|tech|robot|cyber|digital/i, top: [40, 34, 78], low: [204, 120, 170], sun: [255, 214, 226], hill: [26, 24, 48] },
  ];
const anySky = { top: [104, 142, 178], low: [240, 226, 204], sun: [255, 240, 200], hill: [72, 92, 96] } as const;

function drawLandscape(canvas: Canvas, subject: string, random: Random): void {
  const sky = skies.find(({ cues }) => cues.test(subject)) ?? anySky;
  const sun = { x: random.int(200, 560), y: random.int(150, 250), radius: random.int(34, 58) };
  const waves = [0, 1, 2].map((layer) => ({
    base: 290 + layer * 58,
    swing: 26 - layer * 5,
    length: 90 + random.int(0, 90),
    shift: random.int(0, 400),
  }));
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const distance = Math.hypot(x - sun.x, y - sun.y);
      const glow = Math.max(0, 1 - distance / 300) ** 2 * 0.6;
      const colour = distance < sun.radius ? sky.sun : blend(blend(sky.top, sky.low, Math.min(y / 330, 1)), sky.sun, glow);
      setPixel(canvas, x, y, colour);
    }
  }
  for (const [layer, wave] of waves.entries()) {
    const colour = blend(sky.low, sky.hill, 0.45 + layer * 0.27);
    for (let x = 0; x < width; x += 1) {
      const edge =
        wave.base +
        wave.swing * Math.sin((x + wave.shift) / wave.length) +
        wave.swing * 0.5 * Math.sin((x + wave.shift) / (wave.length * 0.37));
      fillRectangle(canvas, x, Math.round(edge), 1, height - Math.round(edge), colour);
    }
  }
}

function blend(from: Colour, to: Colour, share: number): Colour {
  const part = (index: 0 | 1 | 2) => Math.round(from[index] + (to[index] - from[index]) * share);
  return [part(0), part(1), part(2)];
}
