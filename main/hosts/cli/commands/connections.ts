import { type Connection, roles } from '../../../../shared/domain/connection.ts';
import type { Given } from '../arguments.ts';
import type { Command, Session } from '../command.ts';
import { cdexVersionOf } from '../partner-options.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused, refuse } from '../refusal.ts';

const row = (one: Connection): string[] => [one.name, one.role, one.cdexVersion, one.auth.method, one.baseUrl];
const rows = (list: Connection[]) => table(['NAME', 'WE ARE', 'CDEX', 'AUTH', 'BASE'], list.map(row));

async function printOne(session: Session, connection: Connection): Promise<number> {
  await session.print(session.json ? jsonDocument(connection) : rows([connection]));
  return 0;
}

/** `connections list`. */
export const connectionsList: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    const list = await session.run('connections.list', {});
    await session.print(session.json ? jsonDocument(list) : rows(list));
    if (list.length === 0 && !session.json) session.say('No connection is stored.');
    return 0;
  },
};

/** `connections show NAME`, by name or id. */
export const connectionsShow: Command = {
  words: ['NAME'],
  options: {},
  run: async (given, session) =>
    printOne(session, await session.run('connections.get', { connection: given.word('NAME') })),
};

/** `connections remove NAME`, by name or id. */
export const connectionsRemove: Command = {
  words: ['NAME'],
  options: {},
  async run(given, session) {
    const receipt = await session.run('connections.remove', { connection: given.word('NAME') });
    await session.print(session.json ? jsonDocument(receipt) : `Connection ${given.word('NAME')} is removed.\n`);
    return 0;
  },
};

function roleOf(given: Given) {
  const typed =
    given.text('role') ?? misused('connections add needs our role.', 'Give --role payer or --role provider.');
  return (
    roles.find((role) => role === typed) ?? misused(`--role ${typed} is not known.`, `Use one of: ${roles.join(', ')}.`)
  );
}

/** `connections add NAME --base URL --role ROLE --auth none`. */
export const connectionsAdd: Command = {
  words: ['NAME'],
  options: {
    base: { type: 'text' },
    role: { type: 'text' },
    auth: { type: 'text' },
    timeout: { type: 'text' },
    'cdex-version': { type: 'text' },
  },
  async run(given, session) {
    const auth = given.text('auth') ?? 'none';
    if (auth !== 'none')
      refuse(
        'capability-missing',
        `This version lets itself in by no method but none, not by ${auth}.`,
        'Use --auth none.',
      );
    const added = await session.run('connections.add', {
      name: given.word('NAME'),
      baseUrl: given.text('base') ?? misused('connections add needs the base URL.', 'Give --base URL.'),
      role: roleOf(given),
      cdexVersion: cdexVersionOf(given),
      timeoutMs: given.seconds('timeout'),
    });
    return printOne(session, added);
  },
};
