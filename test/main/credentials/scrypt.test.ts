import { expect, test } from 'vitest';
import { createVault } from '../../../main/credentials/open-vault.ts';
import { faultOfCost, ourCost, stretch } from '../../../main/credentials/scrypt.ts';
import { throwAwayFolder, unwrap } from '../../fakes/ports.ts';
import { openVault, phrase, readJson } from './vaults.ts';

test('scrypt gives the second vector of RFC 7914, section 12', async () => {
  const key = await stretch('password', Buffer.from('NaCl'), { N: 1024, r: 8, p: 16 });
  // The vector has 64 bytes, of which PBKDF2's first block, 32 bytes, is what a shorter key is.
  expect(key.toString('hex')).toBe('fdbabe1c9d3472007856e7190d01e9fe7c6ad7cbc8237830e77376634b373162');
});

test('the vault costs N=2^17 r=8 p=1 unless a test says otherwise, and the event loop goes on meanwhile', async () => {
  const folder = throwAwayFolder();
  const vault = createVault({ folder, note: () => undefined });
  let turns = 0;
  const turning = setInterval(() => {
    turns += 1;
  }, 1);
  unwrap(await vault.create('passphrase', phrase));
  clearInterval(turning);
  expect(turns).toBeGreaterThan(10);
  const [wrap] = readJson(`${folder}/vault.json`).wraps;
  expect(wrap.scrypt).toMatchObject({ N: 131_072, r: 8, p: 1 });
  unwrap(await createVault({ folder, note: () => undefined }).unlock(phrase));
});

test('the cost of a test is not taken from a file by the product', async () => {
  const { folder, vault } = openVault({ passphrase: phrase });
  unwrap(await vault.put('key/1', 'one'));
  const product = createVault({ folder, note: () => undefined });
  expect(await product.unlock(phrase)).toMatchObject({ ok: false, error: { code: 'vault-damaged' } });
});

test('only the cost this console writes fits', () => {
  expect(faultOfCost(ourCost, ourCost)).toBeUndefined();
  for (const weaker of [{ N: 2 ** 16 }, { r: 4 }, { p: 0 }])
    expect(faultOfCost({ ...ourCost, ...weaker }, ourCost)).toMatch(/weaker/);
  for (const absurd of [{ N: 2 ** 18 }, { N: 2 ** 17 + 1 }, { r: 16 }, { p: 5 }])
    expect(faultOfCost({ ...ourCost, ...absurd }, ourCost)).toMatch(/no console writes/);
});
