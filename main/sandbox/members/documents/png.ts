import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** Colour types of the PNG specification that the sandbox writes. */
const COLOUR_TYPES = { 1: 0, 3: 2 } as const;

/**
 * Writes an 8-bit PNG (ISO/IEC 15948). Samples run row by row, one byte a pixel for grey or three for red, green
 * and blue. Throws RangeError when their number does not fit the size.
 */
export function writePng(width: number, height: number, channels: 1 | 3, samples: Uint8Array): Buffer {
  const stride = width * channels;
  if (samples.length !== stride * height) throw new RangeError('samples do not fit width and height');
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.writeUInt8(8, 8);
  header.writeUInt8(COLOUR_TYPES[channels], 9);
  const rows = Buffer.alloc((stride + 1) * height);
  for (let y = 0; y < height; y++) {
    // Filter 1 (Sub) stores differences to the pixel on the left, which suits soft shadows.
    rows[y * (stride + 1)] = 1;
    for (let x = 0; x < stride; x++) {
      const left = x < channels ? 0 : (samples[y * stride + x - channels] ?? 0);
      rows[y * (stride + 1) + 1 + x] = ((samples[y * stride + x] ?? 0) - left) & 0xff;
    }
  }
  const body = deflateSync(rows, { level: 6 });
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', body), chunk('IEND', Buffer.alloc(0))]);
}

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const out = Buffer.alloc(named.length + 8);
  out.writeUInt32BE(data.length, 0);
  named.copy(out, 4);
  out.writeUInt32BE(crc32(named), named.length + 4);
  return out;
}
