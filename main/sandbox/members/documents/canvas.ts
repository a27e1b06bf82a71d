import { writePng } from './png.ts';

/** A grey picture being drawn: brightness from 0 to 1 for every pixel. */
export interface Canvas {
  width: number;
  height: number;
  light: Float32Array;
}

/** An empty canvas with one brightness at the top and another at the bottom. */
export function blank(width: number, height: number, top: number, bottom: number): Canvas {
  const light = new Float32Array(width * height);
  for (let y = 0; y < height; y++) light.fill(top + ((bottom - top) * y) / height, y * width, (y + 1) * width);
  return { width, height, light };
}

/** A soft ellipse that moves the brightness towards the given one; `edge` is the share of the radius that fades. */
export function ellipse(
  canvas: Canvas,
  [cx, cy]: [number, number],
  [rx, ry]: [number, number],
  light: number,
  edge = 0.25,
): void {
  paint(canvas, [cx - rx, cy - ry, cx + rx, cy + ry], light, (x, y) => {
    const distance = Math.hypot((x - cx) / rx, (y - cy) / ry);
    return clamp((1 - distance) / edge);
  });
}

/** A bar with round ends between two points, as bones, rods and ribs are. */
export function bar(
  canvas: Canvas,
  [ax, ay]: [number, number],
  [bx, by]: [number, number],
  radius: number,
  light: number,
  edge = 0.35,
): void {
  const length = (bx - ax) ** 2 + (by - ay) ** 2;
  const box: Box = [
    Math.min(ax, bx) - radius,
    Math.min(ay, by) - radius,
    Math.max(ax, bx) + radius,
    Math.max(ay, by) + radius,
  ];
  paint(canvas, box, light, (x, y) => {
    const along = clamp(((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / length);
    const distance = Math.hypot(x - ax - along * (bx - ax), y - ay - along * (by - ay)) / radius;
    return clamp((1 - distance) / edge);
  });
}

/** A bone: a bar with a brighter rim, darker in the middle. */
export function bone(canvas: Canvas, from: [number, number], to: [number, number], radius: number, light = 0.8): void {
  bar(canvas, from, to, radius, light);
  bar(canvas, from, to, radius * 0.55, light - 0.18, 0.6);
}

/** The canvas as a grey PNG. */
export function toGreyPng(canvas: Canvas): Buffer {
  // Plain loops: the iterator forms take several times as long over a hundred thousand pixels.
  const samples = new Uint8Array(canvas.light.length);
  for (let index = 0; index < samples.length; index++)
    samples[index] = Math.round(clamp(canvas.light[index] ?? 0) * 255);
  return writePng(canvas.width, canvas.height, 1, samples);
}

/** The canvas as a coloured PNG: brightness 0 becomes the first colour, brightness 1 the second. */
export function toColourPng(canvas: Canvas, dark: [number, number, number], bright: [number, number, number]): Buffer {
  const samples = new Uint8Array(canvas.light.length * 3);
  for (let index = 0; index < canvas.light.length; index++) {
    const light = clamp(canvas.light[index] ?? 0);
    for (const channel of [0, 1, 2] as const) {
      samples[index * 3 + channel] = Math.round(dark[channel] + (bright[channel] - dark[channel]) * light);
    }
  }
  return writePng(canvas.width, canvas.height, 3, samples);
}

type Box = [left: number, top: number, right: number, bottom: number];

function paint(
  canvas: Canvas,
  [left, top, right, bottom]: Box,
  light: number,
  cover: (x: number, y: number) => number,
): void {
  const fromX = Math.max(0, Math.floor(left));
  const toX = Math.min(canvas.width - 1, Math.ceil(right));
  const toY = Math.min(canvas.height - 1, Math.ceil(bottom));
  for (let y = Math.max(0, Math.floor(top)); y <= toY; y++) {
    for (let x = fromX; x <= toX; x++) {
      const index = y * canvas.width + x;
      const before = canvas.light[index] ?? 0;
      canvas.light[index] = before + (light - before) * cover(x, y);
    }
  }
}

function clamp(value: number): number {
  return Math.min(1, Math.max(0, value));
}
