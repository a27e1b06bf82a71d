import { expect } from 'vitest';
import { type CommandName, commandNames, commands } from '../../../../shared/contract/commands.ts';
import { type Host, refused } from '../host.ts';
import type { Case } from '../suite.ts';

/** Inputs no command takes, and the place their refusal must name. */
const misfits: readonly [name: CommandName, input: unknown, place: string][] = [
  ['connections.get', {}, 'connection'],
  ['connections.get', { connection: 7 }, 'connection'],
  ['connections.get', { connection: 'a', more: true }, 'more'],
  ['exchanges.list', { limit: 0 }, 'limit'],
  ['exchanges.list', { since: 'yesterday' }, 'since'],
  ['documents.read', { documentId: '../settings.json' }, 'documentId'],
  ['queries.search', { partner: {}, query: 'Patient' }, 'partner'],
  ['tasks.watch', { id: '1', profile: 'often' }, 'profile'],
  ['host.info', [], 'input'],
  ['host.info', 'text', 'input'],
];

/** Commands that ask a running sandbox. */
const ofSandbox: readonly CommandName[] = [
  'sandbox.members',
  'sandbox.submit',
  'sandbox.locks',
  'sandbox.clients',
  'sandbox.answering',
];

/** Commands that take one of several things, and nothing only by their schema. */
const ofSomething: readonly CommandName[] = ['submissions.target', 'submissions.send'];

/** What a command whose schema takes `{}` may still be refused for: what the host cannot do, or what is not there. */
function mayRefuse(host: Host, name: CommandName): string[] {
  if (ofSandbox.includes(name)) return ['not-running'];
  if (ofSomething.includes(name)) return ['invalid-input'];
  return !host.capabilities.includes('stay') && name.endsWith('.start') ? ['capability-missing'] : [];
}

export const dispatchCases: readonly Case[] = [
  {
    name: 'an unknown command is refused by name, with the nearest one',
    async run(host) {
      const near = await refused(host, 'conections.list', {});
      expect([near.code, near.next]).toEqual(['unknown-command', expect.stringContaining('connections.list')]);
      for (const name of ['', 'toString', '__proto__', 'host.info/', 'HOST.INFO', '../events'])
        if (name !== '' || host.name !== 'cli') expect((await refused(host, name)).code, name).toBe('unknown-command');
    },
  },
  {
    name: 'input that breaks the schema is refused, and the refusal names the place',
    async run(host) {
      for (const [name, input, place] of misfits) {
        const { code, details = [] } = await refused(host, name, input);
        expect(code, name).toBe('invalid-input');
        expect(details.join('\n'), name).toContain(place);
      }
    },
  },
  {
    name: 'text that is not JSON is refused where a host takes text',
    async run({ callText }) {
      if (!callText) return; // values only: there is no text that could be malformed
      for (const text of ['{', 'connection', '{"connection":}', '{} {}']) {
        const reply = await callText('connections.list', text);
        expect(!reply.ok && reply.error.code, text).toBe('invalid-json');
      }
    },
  },
  {
    name: 'every command of the contract can be reached',
    async run(host) {
      const stopped = commandNames.filter((name) => name.endsWith('.stop'));
      for (const name of [...commandNames.filter((each) => !stopped.includes(each)), ...stopped]) {
        const reply = await host.call(name, {});
        const code = reply.ok ? 'ok' : reply.error.code;
        const fits = commands[name].input.safeParse({}).success;
        expect(fits ? ['ok', ...mayRefuse(host, name)] : ['invalid-input'], name).toContain(code);
      }
    },
  },
];
