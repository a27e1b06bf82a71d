import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect } from '@playwright/test';
import { searchFolder } from '../../fakes/canaries/places.ts';
import { post } from '../../hosts/contract/web.ts';
import { startHost } from '../host.ts';
import type { Stage } from './stage.ts';

/**
 * Loaded before the console: the first request that carries a credential brings the process down by an error that nobody catches, with
 * the request in its message, in a property and in its cause, as libraries write them.
 */
const trap = `
import net from 'node:net';
const write = net.Socket.prototype.write;
net.Socket.prototype.write = function (chunk, ...rest) {
  const text = String(chunk);
  if (/authorization: Bearer/i.test(text) && / HTTP\\/1.1/.test(text) && /^GET \\/fhir/.test(text)) {
    const [, token] = /Bearer (\\S+)/i.exec(text);
    setImmediate(() => {
      throw Object.assign(new TypeError(\`Received '\${text}' and \${token}\`, { cause: new Error(text) }), { request: text });
    });
  }
  return write.call(this, chunk, ...rest);
};
`;

/** Damages the vault, and ends processes in the middle of an exchange; what they leave behind says nothing. */
export async function breakDown(stage: Stage): Promise<void> {
  const { canaries, cli, call, file, host, told } = stage;
  const before = told.length;

  const vaultFile = path.join(host.dataFolder, 'vault.json');
  const whole = await readFile(vaultFile, 'utf8');
  for (const damaged of [
    whole.slice(0, whole.length / 2),
    // The alphabet of base64url: with that of base64 a sealed secret escaped now and then, and the query rightly worked.
    whole.replaceAll(/[\w-]{40}/g, 'A'.repeat(40)),
    '',
  ]) {
    await writeFile(vaultFile, damaged);
    expect(await cli(['vault', 'check'])).toBe(2);
    expect(await cli(['query', 'Patient/echo', '--connection', 'Bearer'])).toBe(2);
  }
  await writeFile(vaultFile, whole);
  expect(await cli(['query', 'Patient/echo', '--connection', 'Bearer'])).toBe(0);

  const preload = `--import=${pathToFileURL(await file('trap.mjs', trap)).href}`;
  expect(await cli(['query', 'Patient/echo', '--connection', 'Bearer'], { NODE_OPTIONS: preload })).toBe(2);
  expect(told.at(-1)).toMatch(/Switchboard broke down: TypeError: Received …\n {4}at /);

  const another = await startHost({ ...process.env, NODE_OPTIONS: preload });
  try {
    const secret = canaries.plant('bearer token of a console that breaks down', '#');
    const ask = (name: string, input: unknown) => post(another.url, name, JSON.stringify(input)).catch(() => undefined);
    await ask('vault.create', { backend: 'memory' });
    const auth = { auth: { method: 'bearer' }, secrets: { bearer: { value: secret } } };
    await ask('connections.add', { name: 'Last', baseUrl: stage.partner.base, ...auth });
    await ask('queries.read', { partner: { connection: 'Last' }, reference: 'Patient/echo' });
    expect(await another.ended).toBe(2);
    expect(another.said()).toContain('Switchboard broke down: TypeError');
    expect(canaries.foundIn(another.said().replace(another.url, ''))).toEqual([]);
    expect(searchFolder(canaries, another.dataFolder)).toEqual([]);
    expect(stage.partner.seen()).toContain(secret);
  } finally {
    await another.stop();
  }
  await call('exchanges.list', { limit: 5 });
  expect(told.slice(before).flatMap((text) => canaries.foundIn(text))).toEqual([]);
  expect(searchFolder(canaries, host.dataFolder)).toEqual([]);
}
