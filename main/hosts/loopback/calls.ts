import type { IncomingMessage, ServerResponse } from 'node:http';
import { fail } from '../../../shared/contract/errors.ts';
import { jsonFault } from '../../../shared/fhir/json.ts';
import type { Console } from '../../app/console.ts';
import { sayJson } from './answer.ts';

/** The largest command input, in bytes. Bodies of partners never travel this way. */
const largestInput = 8 * 1024 * 1024;

/**
 * The body as text, or undefined when it is larger than a command may be. What is too much is read and dropped: an answer in
 * the middle of a request reaches few clients, and the caller holds our token.
 */
async function readInput(request: IncomingMessage): Promise<string | undefined> {
  let chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size <= largestInput) chunks.push(chunk);
    else chunks = [];
  }
  return size > largestInput ? undefined : Buffer.concat(chunks).toString('utf8');
}

/** POST /call/NAME: the input as JSON in, the reply as JSON out. An empty body is an empty input. */
export async function answerCall(console: Console, name: string, request: IncomingMessage, response: ServerResponse) {
  const text = await readInput(request);
  if (text === undefined) {
    const refusal = fail(
      'invalid-input',
      `The input is larger than ${largestInput} bytes.`,
      'Send a smaller input; large content belongs in a file that the command names.',
    );
    sayJson(response, 413, refusal);
    return;
  }
  let input: unknown;
  try {
    input = text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    sayJson(response, 200, fail('invalid-json', `The input is not JSON: ${jsonFault(error)}.`, 'Send one JSON value.'));
    return;
  }
  sayJson(response, 200, await console.dispatch(name, input));
}
