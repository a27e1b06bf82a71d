import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Where other processes reach the sandbox itself, beside FHIR. */
export const CONTROL_PATH = '/_sandbox';

function hasKey(request: IncomingMessage, key: string): boolean {
  const given = Buffer.from([request.headers['x-sandbox-key'] ?? ''].flat().join());
  const wanted = Buffer.from(key);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Answers POST /_sandbox/reset with 204; 403 without the key. Answers false for every path that is not its own.
 */
export async function control(
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  reset: () => Promise<void>,
): Promise<boolean> {
  const path = request.url ?? '';
  if (path !== CONTROL_PATH && !path.startsWith(`${CONTROL_PATH}/`)) return false;
  request.resume();
  if (!hasKey(request, key)) response.writeHead(403).end();
  else if (path !== `${CONTROL_PATH}/reset`) response.writeHead(404).end();
  else if (request.method !== 'POST') response.writeHead(405, { allow: 'POST' }).end();
  else {
    await reset();
    response.writeHead(204).end();
  }
  return true;
}
