import { setTimeout as wait } from 'node:timers/promises';
import { ok, type Reply } from '../../shared/contract/errors.ts';
import type { VaultBackend } from '../../shared/domain/vault.ts';
import type { Ports, SafeStorage } from '../ports.ts';
import { faultOfCost, type ScryptCost } from './scrypt.ts';
import { expandKey, type VaultKey, wipeKey } from './seal.ts';
import { isSealedBy, type PassphraseWrap, type SealedFile, type Wrap } from './vault-file.ts';
import { damaged, locked, lockedByHand, wrongPassphrase } from './vault-words.ts';
import { unwrapByPassphrase, unwrapByStore } from './wraps.ts';

/** By what a vault that lasts is opened. */
export type LastingBackend = Exclude<VaultBackend, 'memory'>;

/** What opens a vault in this process. */
export interface Openers {
  folder: string;
  safeStorage?: SafeStorage;
  passphrase?: Ports['passphrase'];
  cost: ScryptCost;
  /** Milliseconds; between a wrong passphrase and its answer. */
  pause(ms: number): Promise<unknown>;
  opened(by: LastingBackend): void;
  refused(): void;
}

/** The vault's key in this process: opened when needed, one opening at a time, wiped on request. */
export interface KeyHolder {
  /** The key of this file, opened by what the host has where it is not open yet. */
  keyOf(file: SealedFile): Promise<Reply<VaultKey>>;
  /** The key of this file if it is open; undefined also when a damage or another vault came in between. */
  held(file: SealedFile): VaultKey | undefined;
  /** Opens it by this passphrase, whatever is open already. */
  openBy(file: SealedFile, passphrase: string): Promise<Reply<VaultKey>>;
  /** Takes a key that was just made. */
  hold(key: VaultKey, by: LastingBackend): void;
  openedBy(): LastingBackend | undefined;
  /** Wipes it. `byHand`: and opens it no more by itself until `openBy` or `allow`. */
  drop(byHand: boolean): void;
  allow(): void;
}

/** Where a pause begins and ends, in milliseconds: it doubles with every wrong passphrase of this process. */
const [firstPauseMs, longestPauseMs] = [250, 16_000];

/** The pause for real. */
export const realPause = (ms: number): Promise<unknown> => wait(ms);

const wrapOf = <B extends LastingBackend>(file: SealedFile, backend: B) =>
  file.wraps.find((wrap): wrap is Extract<Wrap, { backend: B }> => wrap.backend === backend);

/** The holder of one data folder's key. */
export function createKeyHolder(openers: Openers): KeyHolder {
  let now: { key: VaultKey; by: LastingBackend } | undefined;
  /** The file last found to be signed by the key in hand: the same object needs no second look. */
  let signed: SealedFile | undefined;
  let shut = false;
  /** How often it was locked by hand: an opening that began before does not count any more. */
  let locks = 0;
  let misses = 0;
  let flight: Promise<Reply<VaultKey>> | undefined;
  /** Tries wait for each other, so that many at once guess no faster than one. */
  let turn: Promise<unknown> = Promise.resolve();
  /** Salt of the wrap that the host's own passphrase does not open: asking the host again would only cost time. */
  let notByHost: string | undefined;

  const changedList = () => damaged(openers.folder, 'the list of its secrets does not have the signature of its key');

  function drop(byHand: boolean): void {
    if (now) wipeKey(now.key);
    now = undefined;
    signed = undefined;
    if (!byHand) return;
    shut = true;
    locks += 1;
  }

  function hold(key: VaultKey, by: LastingBackend): void {
    if (now && now.key !== key) wipeKey(now.key);
    now = { key, by };
    signed = undefined;
    shut = false;
  }

  /** Holds the key that a wrap gave, unless ways or list are not as its owner left them. */
  function take(file: SealedFile, whole: Buffer, by: LastingBackend, since: number): Reply<VaultKey> {
    const key = expandKey(file.id, whole);
    const whenOpened = since === locks;
    if (!whenOpened || !isSealedBy(key, file)) {
      wipeKey(key);
      return whenOpened ? changedList() : lockedByHand();
    }
    hold(key, by);
    misses = 0;
    openers.opened(by);
    return ok(key);
  }

  async function tryPassphrase(
    file: SealedFile,
    wrap: PassphraseWrap,
    passphrase: string,
    since: number,
  ): Promise<Reply<VaultKey>> {
    const fault = faultOfCost(wrap.scrypt, openers.cost);
    if (fault) return damaged(openers.folder, fault);
    const whole = await unwrapByPassphrase(file.id, wrap, passphrase);
    if (whole) return take(file, whole, 'passphrase', since);
    misses += 1;
    openers.refused();
    await openers.pause(Math.min(firstPauseMs * 2 ** (misses - 1), longestPauseMs));
    return wrongPassphrase();
  }

  function openBy(file: SealedFile, passphrase: string, since = locks): Promise<Reply<VaultKey>> {
    const wrap = wrapOf(file, 'passphrase');
    if (!wrap) return Promise.resolve(locked(true, 'No passphrase opens this vault.'));
    const attempt = turn.then(() => tryPassphrase(file, wrap, passphrase, since));
    turn = attempt.catch(() => undefined);
    return attempt;
  }

  async function openItself(file: SealedFile): Promise<Reply<VaultKey>> {
    const { safeStorage, passphrase } = openers;
    const since = locks;
    const [stored, phrased] = [wrapOf(file, 'safe-storage'), wrapOf(file, 'passphrase')];
    if (stored && safeStorage?.state().available) {
      const whole = unwrapByStore(file.id, stored, safeStorage);
      if (whole) return take(file, whole, 'safe-storage', since);
    }
    if (!phrased)
      return locked(
        true,
        safeStorage
          ? 'The vault is locked: the operating system’s key store does not give its key here.'
          : 'The vault is locked: only the operating system’s key store opens it, which this program cannot ask.',
      );
    if (notByHost === phrased.scrypt.salt) return wrongPassphrase();
    const known = await passphrase?.('open');
    if (known === undefined) return locked(false);
    const opened = await openBy(file, known, since);
    if (!opened.ok && opened.error.code === 'wrong-passphrase') notByHost = phrased.scrypt.salt;
    return opened;
  }

  function held(file: SealedFile): VaultKey | undefined {
    if (now && now.key.id !== file.id) drop(false);
    if (!now || (file !== signed && !isSealedBy(now.key, file))) return undefined;
    signed = file;
    return now.key;
  }

  return {
    held,
    hold,
    openBy,
    drop,
    openedBy: () => now?.by,
    allow() {
      shut = false;
    },
    async keyOf(file) {
      const key = held(file);
      if (key) return ok(key);
      if (now) return changedList();
      if (shut) return lockedByHand();
      flight ??= openItself(file).finally(() => {
        flight = undefined;
      });
      const opened = await flight;
      if (!opened.ok) return opened;
      const opener = held(file);
      return opener ? ok(opener) : lockedByHand(); // whoever locked it meanwhile meant it
    },
  };
}
