// Draws build/icon.png, the icon of the desktop packages: two jacks, the open one theirs and the filled one ours, and the cord between.
// Run by hand after a change: `node scripts/draw-icon.mjs`. The PNG is kept in the repository, so packaging draws nothing.
import { mkdirSync, writeFileSync } from 'node:fs';
import { crc32, deflateSync } from 'node:zlib';
import { at } from './bootstrap.mjs';

const size = 1024;
const ground = [0x14, 0x18, 0x1c];
const ink = [0xf1, 0xf3, 0xf4];
const cord = [0xb4, 0xa0, 0xff];

/** How much of a pixel lies within a shape whose edge is `distance` pixels away; negative is inside. */
const within = (distance) => Math.min(1, Math.max(0, 0.5 - distance));

const disc = (x, y, cx, cy, radius) => Math.hypot(x - cx, y - cy) - radius;
const ring = (x, y, cx, cy, radius, width) => Math.abs(Math.hypot(x - cx, y - cy) - radius) - width / 2;

/** A square of half side `half` around the middle, its corners rounded. */
function tile(x, y, half, round) {
  const dx = Math.abs(x - size / 2) - half + round;
  const dy = Math.abs(y - size / 2) - half + round;
  return Math.hypot(Math.max(dx, 0), Math.max(dy, 0)) + Math.min(Math.max(dx, dy), 0) - round;
}

const theirs = [324, 684];
const ours = [700, 340];

/** The cord: a straight line from jack to jack. */
function line(x, y, width) {
  const [dx, dy] = [ours[0] - theirs[0], ours[1] - theirs[1]];
  const along = ((x - theirs[0]) * dx + (y - theirs[1]) * dy) / (dx * dx + dy * dy);
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(x - theirs[0] - dx * share, y - theirs[1] - dy * share) - width / 2;
}

const mix = (under, over, share) => under.map((value, index) => Math.round(value + (over[index] - value) * share));

function pixel(x, y) {
  let colour = mix(ground, cord, within(line(x, y, 64)));
  colour = mix(colour, ground, within(disc(x, y, ...theirs, 132)));
  colour = mix(colour, ink, within(ring(x, y, ...theirs, 112, 40)));
  colour = mix(colour, ink, within(disc(x, y, ...ours, 132)));
  return [...colour, Math.round(255 * within(tile(x, y, 432, 192)))];
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(8 + body.length);
  frame.writeUInt32BE(data.length);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), 4 + body.length);
  return frame;
}

const lines = [];
for (let y = 0; y < size; y += 1) {
  lines.push(0); // filter type of the line: none
  for (let x = 0; x < size; x += 1) lines.push(...pixel(x + 0.5, y + 0.5));
}
const header = Buffer.from([...new Uint8Array(8), 8, 6, 0, 0, 0]); // 8 bits a channel, red green blue alpha
header.writeUInt32BE(size, 0);
header.writeUInt32BE(size, 4);
const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const parts = [
  chunk('IHDR', header),
  chunk('IDAT', deflateSync(Uint8Array.from(lines), { level: 9 })),
  chunk('IEND', Buffer.alloc(0)),
];
mkdirSync(at('build'), { recursive: true });
writeFileSync(at('build/icon.png'), Buffer.concat([signature, ...parts]));
