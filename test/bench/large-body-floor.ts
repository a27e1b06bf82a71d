// The least a program can do with a large answer: stream it to a file.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { request } from 'undici';

const [url, file] = process.argv.slice(2) as [string, string];
await pipeline((await request(url)).body, createWriteStream(file));
