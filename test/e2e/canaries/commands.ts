import { createPrivateKey } from 'node:crypto';
import path from 'node:path';
import { expect } from '@playwright/test';
import { newKey } from '../../fakes/canaries/leaky-partner.ts';
import { makeAuthority } from '../../fakes/partner/authority.ts';
import { plain } from './form.ts';
import type { Stage } from './stage.ts';

/** Gives secrets to the command line: by variables, files and standard input, and by slips of the hand. */
export async function plantByCommands(stage: Stage): Promise<void> {
  const { canaries, partner, folder, cli, file, pem, pfx } = stage;
  const partnerAt = ['--base', partner.base];
  const read = (id: string) => ['query', `Patient/${id}`];
  const token = canaries.plant('token by --token-env', plain);
  const header = `X-Api: ${canaries.plant('header by --header-env', plain)}`;
  for (const id of ['echo', 'plus', 'refused'])
    await cli([...read(id), ...partnerAt, '--token-env', 'T', '--header-env', 'H'], { T: token, H: header });
  expect(partner.seen()).toContain(`Bearer ${token}`);
  expect(partner.seen()).toContain(header.slice(7));

  const add = (name: string, ...more: string[]) => [
    'connections',
    'add',
    name,
    '--role',
    'payer',
    ...partnerAt,
    ...more,
  ];
  const bySecret = (name: string, id: string) =>
    add(name, '--auth', 'client-secret', '--client-id', id, '--secret-env', 'S');
  expect(
    await cli(add('By token', '--auth', 'bearer', '--token-env', 'T'), { T: canaries.plant('kept token', plain) }),
  ).toBe(0);
  expect(await cli(bySecret('By secret', 'cli-grant'), { S: canaries.plant('secret by --secret-env') })).toBe(0);
  const proxy = { P: `us:${canaries.plant('proxy by --proxy-env', plain)}` };
  expect(await cli(add('By proxy', '--proxy', 'http://127.0.0.1:9', '--proxy-env', 'P'), proxy)).toBe(0);
  expect(await cli(['query', 'Patient', '--connection', 'By proxy'], {})).toBe(3);

  const identity = await (await makeAuthority()).issue();
  canaries.takeKey('key by --mtls-key', createPrivateKey(identity.key));
  const mtls = ['--mtls-cert', await file('c.pem', identity.cert), '--mtls-key', await file('k.pem', identity.key)];
  expect(await cli(add('By certificate', ...mtls))).toBe(0);
  await cli([...read('echo'), ...partnerAt, '--cert', path.join(folder, 'c.pem'), '--key', path.join(folder, 'k.pem')]);
  const words = canaries.plant('passphrase by --passphrase-env', '#&"');
  const packed = await file('c.pfx', pfx('key by --mtls-pfx', words));
  const wrongWords = { W: canaries.plant('wrong passphrase by --passphrase-env') };
  expect(await cli(add('By PFX', '--mtls-pfx', packed, '--passphrase-env', 'W'), wrongWords)).toBe(2);
  expect(await cli(add('By PFX', '--mtls-pfx', packed, '--passphrase-env', 'W'), { W: words })).toBe(0);

  const sealed = canaries.plant('passphrase of an imported key', '#&"');
  const keyFile = await file('key.pem', pem('imported key', 'rsa', sealed));
  expect(await cli(['keys', 'import', keyFile, '--name', 'rsa', '--passphrase-env', 'W'], wrongWords)).toBe(2);
  expect(await cli(['keys', 'import', keyFile, '--name', 'rsa', '--passphrase-env', 'W'], { W: sealed })).toBe(0);
  const p384 = newKey('p384');
  canaries.takeKey('imported JWK', p384);
  const jwk = await file('key.jwk', JSON.stringify({ ...p384.export({ format: 'jwk' }), kid: 'ours' }));
  expect(await cli(['keys', 'import', jwk, '--name', 'ec'])).toBe(0);
  partner.publish({ keys: [{ ...p384.export({ format: 'jwk' }), kid: 'ours' }] });

  // Slips: the secret itself where its variable or file is to be named.
  const given = canaries.plant('token in place of its variable', 'eyJ.#.x');
  expect(await cli([...read('echo'), ...partnerAt, '--token-env', given])).toBe(2);
  expect(
    await cli(
      add('Slip', '--auth', 'bearer', '--token-env', canaries.plant('token kept in place of its variable', 'eyJ.#.x')),
    ),
  ).toBe(2);
  expect(
    await cli(add('Slip', '--mtls-cert', path.join(folder, 'c.pem'), '--mtls-key', pem('key in place of its file'))),
  ).toBe(2);
  expect(
    await cli([
      ...read('echo'),
      ...partnerAt,
      '--cert',
      path.join(folder, 'c.pem'),
      '--key',
      pem('key in place of its file of a query'),
    ]),
  ).toBe(2);
  expect(await cli(['keys', 'import', pem('key in place of its file to import'), '--name', 'slip'])).toBe(2);
  expect(
    await cli(['keys', 'import', await file('text', canaries.plant('text in place of a key')), '--name', 'slip']),
  ).toBe(2);
  expect(
    await cli(add('Slip', '--proxy', `http://us:${canaries.plant('password in --proxy', '#')}@proxy.example`)),
  ).toBe(2);
  expect(
    await cli([
      'query',
      'Patient',
      '--base',
      `https://us:${canaries.plant('password in --base', '#/x')}@fhir.example/r4`,
    ]),
  ).toBe(2);

  // Standard input.
  const kept = {
    name: 'By input',
    baseUrl: partner.base,
    auth: { method: 'bearer' },
    secrets: { bearer: { value: canaries.plant('token on standard input', plain) } },
  };
  expect(await cli(['call', 'connections.add', '--input', '-'], {}, JSON.stringify(kept))).toBe(0);
  expect(
    await cli(['call', 'connections.add', '--input', '-'], {}, canaries.plant('text on standard input', '#')),
  ).toBe(2);
  expect(
    await cli(
      ['call', 'connections.add', '--input', '-'],
      {},
      `{"value": "${canaries.plant('broken JSON on standard input', '#')}" ;`,
    ),
  ).toBe(2);

  // The vault: a wrong passphrase, a new one.
  expect(
    await cli(['vault', 'check'], { SWITCHBOARD_PASSPHRASE: canaries.plant('wrong SWITCHBOARD_PASSPHRASE') }),
  ).toBe(2);
  const next = canaries.plant('SWITCHBOARD_NEW_PASSPHRASE');
  expect(await cli(['vault', 'passphrase'], { SWITCHBOARD_NEW_PASSPHRASE: next })).toBe(0);
  stage.vault = next;
}
