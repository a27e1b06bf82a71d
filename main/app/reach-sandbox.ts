import { readFile } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { actionsBy } from '../sandbox/carry-actions.ts';
import type { ControlAnswer } from '../sandbox/control.ts';
import { errorOf, SandboxError } from '../sandbox/errors.ts';
import type { SandboxMember } from '../sandbox/members/types.ts';
import type { SandboxActions } from '../sandbox/sandbox.ts';

/** What can be asked of a sandbox, whichever process runs it. */
export interface Reachable extends SandboxActions {
  members: SandboxMember[] | Promise<SandboxMember[]>;
}

/** The sandbox that another process runs, asked through its control address; `keyFile` is where that process left address and key. */
export function reachHolder(keyFile: string): Reachable {
  async function ask(action: string, input?: unknown): Promise<unknown> {
    const answer = await post(keyFile, action, input);
    if ('value' in answer) return answer.value;
    throw errorOf(answer.failure);
  }
  return {
    ...actionsBy(ask),
    get members() {
      return ask('members') as Promise<SandboxMember[]>;
    },
  };
}

/** A holder that is only starting has not left its address yet; so long it is waited for, in milliseconds. */
const startingMs = 10_000;

async function readKey(keyFile: string): Promise<{ url: string; key: string }> {
  for (const end = performance.now() + startingMs; ; await wait(100))
    try {
      return JSON.parse(await readFile(keyFile, 'utf8')) as { url: string; key: string };
    } catch (error) {
      if (performance.now() > end) throw error;
    }
}

async function post(keyFile: string, action: string, input: unknown): Promise<ControlAnswer> {
  try {
    const { url, key } = await readKey(keyFile);
    const body = input === undefined ? {} : { body: JSON.stringify(input) };
    const answer = await fetch(`${url}/${action}`, { method: 'POST', headers: { 'x-sandbox-key': key }, ...body });
    if (!answer.ok) throw new Error(`it answered ${answer.status}`);
    return (await answer.json()) as ControlAnswer;
  } catch (error) {
    const message = `The running sandbox cannot be asked: ${(error as Error).message}.`;
    throw new SandboxError('unreachable', message, 'End the process that runs it and start it again.');
  }
}
