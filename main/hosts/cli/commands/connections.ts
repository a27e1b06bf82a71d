import { type Connection, roles } from '../../../../shared/domain/connection.ts';
import type { Command, Session } from '../command.ts';
import { connectionOptions, oneOf, patchOf, updateOptions } from '../connection-options.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused } from '../refusal.ts';

const row = (one: Connection): string[] => [one.name, one.role, one.cdexVersion, one.auth.method, one.baseUrl];
const rows = (list: Connection[]) => table(['NAME', 'WE ARE', 'CDEX', 'AUTH', 'BASE'], list.map(row));

async function printOne(session: Session, connection: Connection): Promise<number> {
  await session.print(session.json ? jsonDocument(connection) : rows([connection]));
  if (!session.json && connection.secrets.length > 0) session.say(`In the vault: ${connection.secrets.join(', ')}.`);
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

/** `connections add NAME --base URL --role ROLE --auth METHOD [...]`. */
export const connectionsAdd: Command = {
  words: ['NAME'],
  options: connectionOptions,
  async run(given, session) {
    const { baseUrl, ...fields } = patchOf(given);
    const added = await session.run('connections.add', {
      ...fields,
      name: given.word('NAME'),
      baseUrl: baseUrl ?? misused('connections add needs the base URL.', 'Give --base URL.'),
      role:
        oneOf(given, 'role', roles) ??
        misused('connections add needs our role.', 'Give --role payer or --role provider.'),
    });
    return printOne(session, added);
  },
};

/** `connections update NAME [...]`: changes what the options name. */
export const connectionsUpdate: Command = {
  words: ['NAME'],
  options: updateOptions,
  async run(given, session) {
    const before = await session.run('connections.get', { connection: given.word('NAME') });
    const patch = { ...patchOf(given, before), name: given.text('name'), role: oneOf(given, 'role', roles) };
    return printOne(session, await session.run('connections.update', { connection: before.id, patch }));
  },
};
