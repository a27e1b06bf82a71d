import { createReadStream, statSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream';
import { guardHeaders, sayPlainly } from './answer.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.txt': 'text/plain; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** The Content-Type of a file, by its name. */
export const contentTypeOf = (file: string): string =>
  types[path.extname(file).toLowerCase()] ?? 'application/octet-stream';

/** The file a URL path names inside `folder`, or undefined when it names none or leads outside. */
export function fileAt(folder: string, urlPath: string): string | undefined {
  let name: string;
  try {
    name = decodeURIComponent(urlPath);
  } catch {
    return undefined;
  }
  if (name.includes('\0')) return undefined;
  const file = path.join(folder, name.endsWith('/') ? `${name}index.html` : name);
  if (!file.startsWith(folder + path.sep)) return undefined;
  return statSync(file, { throwIfNoEntry: false })?.isFile() ? file : undefined;
}

/** Files under assets/ carry a hash of their content in their name; the others must be asked for again. */
const cacheFor = (urlPath: string) =>
  urlPath.startsWith('/assets/') ? 'private, max-age=31536000, immutable' : 'no-cache';

/** GET or HEAD of a file of the built renderer. */
export function answerFile(folder: string, urlPath: string, request: IncomingMessage, response: ServerResponse): void {
  const file = fileAt(folder, urlPath);
  if (!file) {
    sayPlainly(response, 404, 'There is nothing at this address.');
    return;
  }
  response.writeHead(200, {
    ...guardHeaders,
    'content-type': contentTypeOf(file),
    'content-length': statSync(file).size,
    'cache-control': cacheFor(urlPath),
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A reader that leaves midway is no fault of ours; pipeline closes the file either way.
  pipeline(createReadStream(file), response, () => {});
}
