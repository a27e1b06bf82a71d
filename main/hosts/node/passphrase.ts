import type { Ports } from '../../ports.ts';

/** The variables that hold the vault's passphrase, and the one to come. */
const names = ['SWITCHBOARD_PASSPHRASE', 'SWITCHBOARD_NEW_PASSPHRASE'] as const;

/** What the environment had of them when the process started. */
export type Passphrases = Partial<Record<(typeof names)[number], string>>;

/**
 * Takes the vault's passphrases out of an environment, so that no process or worker started from here inherits them. The hop to the pinned
 * Node comes before this, and takes them along.
 */
export function takePassphrases(environment: Record<string, string | undefined> = process.env): Passphrases {
  const taken: Passphrases = {};
  for (const name of names) {
    const value = environment[name];
    delete environment[name];
    if (value) taken[name] = value;
  }
  return taken;
}

/** The port: the passphrase of the environment, else what a prompt gives, where the host has one. */
export function passphrasePort(taken: Passphrases, prompt?: Ports['passphrase']): NonNullable<Ports['passphrase']> {
  return async (purpose) => taken.SWITCHBOARD_PASSPHRASE ?? prompt?.(purpose);
}
