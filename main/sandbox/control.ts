import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type FailureData, failureOf, SandboxError } from './errors.ts';

/** Where other processes reach the sandbox itself, beside FHIR. */
export const CONTROL_PATH = '/_sandbox';

function hasKey(request: IncomingMessage, key: string): boolean {
  const given = Buffer.from([request.headers['x-sandbox-key'] ?? ''].flat().join());
  const wanted = Buffer.from(key);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/** What can be asked for; takes the JSON of the body. */
type ControlAction = (input: unknown) => Promise<unknown>;

/** The answer, as JSON: the value, or the failure as data. */
export type ControlAnswer = { value: unknown } | { failure: FailureData };

const inputLimit = 65_536;

async function readInput(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request) {
    text += chunk;
    if (text.length > inputLimit)
      throw new SandboxError('invalid-input', 'The request to the sandbox is too long.', 'Ask for less.');
  }
  return text === '' ? undefined : JSON.parse(text);
}

async function perform(action: ControlAction, request: IncomingMessage): Promise<ControlAnswer> {
  try {
    return { value: (await action(await readInput(request))) ?? null };
  } catch (error) {
    return { failure: failureOf(error, 'Reset the sandbox, then try again.') };
  }
}

/**
 * Answers POST /_sandbox/[action] with 200 and a ControlAnswer; 403 without the key, 404 for what is no action. Answers false for every
 * path that is not its own.
 */
export async function control(
  request: IncomingMessage,
  response: ServerResponse,
  key: string,
  actionNamed: (name: string) => ControlAction | undefined,
): Promise<boolean> {
  const path = request.url ?? '';
  if (path !== CONTROL_PATH && !path.startsWith(`${CONTROL_PATH}/`)) return false;
  const action = actionNamed(path.slice(CONTROL_PATH.length + 1));
  const refusal = !hasKey(request, key) ? 403 : !action ? 404 : request.method === 'POST' ? undefined : 405;
  if (refusal !== undefined || !action) {
    request.resume();
    response.writeHead(refusal ?? 404, refusal === 405 ? { allow: 'POST' } : {}).end();
    return true;
  }
  const answer = JSON.stringify(await perform(action, request));
  response.writeHead(200, { 'content-type': 'application/json' }).end(answer);
  return true;
}
