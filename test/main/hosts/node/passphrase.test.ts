import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeNodePorts } from '../../../../main/hosts/node-ports.ts';
import { passphrasePort, takePassphrases } from '../../../../main/hosts/node/passphrase.ts';
import { throwAwayFolder, unwrap } from '../../../fakes/ports.ts';

afterEach(() => {
  takePassphrases();
});

test('takes both variables out of the environment, and nothing else', () => {
  const environment = { SWITCHBOARD_PASSPHRASE: 'one', SWITCHBOARD_NEW_PASSPHRASE: 'two', HOME: '/home/x' };
  expect(takePassphrases(environment)).toEqual({ SWITCHBOARD_PASSPHRASE: 'one', SWITCHBOARD_NEW_PASSPHRASE: 'two' });
  expect(environment).toEqual({ HOME: '/home/x' });
  const empty = { SWITCHBOARD_PASSPHRASE: '' };
  expect(takePassphrases(empty)).toEqual({}); // an empty one is none
  expect(empty).toEqual({});
});

test('asks only where the environment has none', async () => {
  const ask = async (purpose: string) => `typed to ${purpose}`;
  expect(await passphrasePort({ SWITCHBOARD_PASSPHRASE: 'set' }, ask)('open')).toBe('set');
  expect(await passphrasePort({}, ask)('make')).toBe('typed to make');
  expect(await passphrasePort({})('open')).toBeUndefined();
});

test('a web host has the passphrase it was started with, and hands it to no child', async () => {
  process.env.SWITCHBOARD_PASSPHRASE = 'fake passphrase at start';
  const dataFolder = path.join(throwAwayFolder(), 'data');
  const ports = unwrap(makeNodePorts({ host: 'loopback', capabilities: [], log: () => undefined, dataFolder }));
  expect(process.env.SWITCHBOARD_PASSPHRASE).toBeUndefined();
  expect(await ports.passphrase?.('open')).toBe('fake passphrase at start');
});
