import type { Given as GivenSecret } from '../../../../shared/contract/given.ts';
import { type VaultBackend, type VaultStatus, vaultBackends } from '../../../../shared/domain/vault.ts';
import type { Command, Session } from '../command.ts';
import { jsonDocument, table } from '../printing.ts';
import { misused, refuse } from '../refusal.ts';

type LastingBackend = Exclude<VaultBackend, 'memory'>;

const states: Record<VaultStatus['state'], string> = {
  none: 'No vault yet',
  locked: 'Locked in this process',
  open: 'Open',
  damaged: 'Damaged',
};

function statusText({ state, backends, openedBy, secrets, choices, problem }: VaultStatus): string {
  const ways = backends.length ? ` (${backends.join(', ')})` : '';
  const by = openedBy && backends.length > 1 ? `, opened by ${openedBy}` : '';
  const line = `${states[state]}${ways}${by}; ${secrets} ${secrets === 1 ? 'secret' : 'secrets'}.\n`;
  if (problem) return `${line}${problem.message}\n${problem.next}\n`;
  if (state !== 'none') return line;
  const rows = choices.map((one) => [one.backend, one.available ? 'yes' : 'no', one.says]);
  return `${line}${table(['BACKEND', 'HERE', 'WHAT IT IS'], rows)}`;
}

async function printStatus(session: Session, status: VaultStatus): Promise<number> {
  await session.print(session.json ? jsonDocument(status) : statusText(status));
  return 0;
}

function lastingBackend(typed: string): LastingBackend {
  if (typed === 'passphrase' || typed === 'safe-storage') return typed;
  return misused(`${typed} opens no vault.`, 'Use passphrase or safe-storage.');
}

/** `vault status`. */
export const vaultStatus: Command = {
  words: [],
  options: {},
  run: async (_given, session) => printStatus(session, await session.run('vault.status', {})),
};

/** `vault create [--backend B]`: by the passphrase of the environment or a prompt. */
export const vaultCreate: Command = {
  words: [],
  options: { backend: { type: 'text' } },
  async run(given, session) {
    const typed = given.text('backend') ?? 'passphrase';
    const backend =
      vaultBackends.find((one) => one === typed) ??
      misused(`--backend ${typed} is not known.`, `Use one of: ${vaultBackends.join(', ')}.`);
    if (backend === 'memory')
      refuse(
        'capability-missing',
        'A command ends at once, and a vault in memory with it.',
        'Use --backend passphrase, or choose memory in Settings of a console that stays.',
      );
    return printStatus(session, await session.run('vault.create', { backend }));
  },
};

/** `vault check`: opens it, and looks at every secret in it; exit 2 when it cannot be opened or one is damaged. */
export const vaultCheck: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    const status = await session.run('vault.unlock', {});
    await printStatus(session, status);
    return status.problem ? 2 : 0;
  },
};

/** The passphrase to come, by the environment or a prompt: never an argument, which others can read and shells keep. */
async function newPassphrase(session: Session): Promise<GivenSecret> {
  if (process.env.SWITCHBOARD_NEW_PASSPHRASE) return { env: 'SWITCHBOARD_NEW_PASSPHRASE' };
  const value = await session.surface.askPassphrase?.('change');
  if (value !== undefined) return { value };
  return refuse(
    'secret-missing',
    'The new passphrase is missing.',
    'Set SWITCHBOARD_NEW_PASSPHRASE (and SWITCHBOARD_PASSPHRASE for the present one), or run this in a terminal.',
  );
}

async function wrap(session: Session, backend: LastingBackend): Promise<number> {
  if (backend === 'safe-storage') return printStatus(session, await session.run('vault.wrap', { backend }));
  const fromEnvironment = Boolean(process.env.SWITCHBOARD_NEW_PASSPHRASE);
  // Whoever is asked is asked for the present one first, and not for a new one in vain.
  if (!fromEnvironment) await session.run('vault.unlock', {});
  const passphrase = await newPassphrase(session);
  return printStatus(session, await session.run('vault.wrap', { backend, passphrase }));
}

/** `vault passphrase`: another one in the place of the present one, or the first. */
export const vaultPassphrase: Command = {
  words: [],
  options: {},
  run: (_given, session) => wrap(session, 'passphrase'),
};

/** `vault wrap BACKEND`: another way to open it. */
export const vaultWrap: Command = {
  words: ['BACKEND'],
  options: {},
  run: (given, session) => wrap(session, lastingBackend(given.word('BACKEND'))),
};

/** `vault unwrap BACKEND`: takes a way away. */
export const vaultUnwrap: Command = {
  words: ['BACKEND'],
  options: {},
  async run(given, session) {
    const backend = lastingBackend(given.word('BACKEND'));
    return printStatus(session, await session.run('vault.unwrap', { backend }));
  },
};

/** `vault lock`: what a command could lock ends with it; says so. */
export const vaultLock: Command = {
  words: [],
  options: {},
  async run(_given, session) {
    session.say('A command forgets the vault’s key when it ends. A console that runs is locked in its Settings.');
    return printStatus(session, await session.run('vault.lock', {}));
  },
};
