import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, test } from 'vitest';
import { chainStart, entryHash, nextPlace } from '../../../main/store/audit-chain.ts';
import { openStore } from '../../../main/store/store.ts';
import { commandNames } from '../../../shared/contract/commands.ts';
import type { AuditEntry } from '../../../shared/domain/audit.ts';
import { defaultSettings } from '../../../shared/domain/settings.ts';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { patient, searchset } from '../../fakes/partner/bundles.ts';
import { cleanUp, openConsole, throwAwayFolder, until, unwrap } from '../../fakes/ports.ts';

const aFile = (name: string) => path.join(throwAwayFolder(), name);
const lines = (file: string): AuditEntry[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
const write = (file: string, entries: object[]) =>
  writeFileSync(file, entries.map((entry) => `${JSON.stringify(entry)}\n`).join(''));

test('every kind of event is told, with who, to whom and how it ended', async () => {
  const { run, refused, close, ports } = await openStill();
  const server = await startPartner();
  server.on('GET /Patient', json(200, searchset([patient('a'), patient('b')], [])));
  const partner = { baseUrl: server.baseUrl };
  await run('vault.create', { backend: 'memory' });
  await run('connections.add', { name: 'Mesa', baseUrl: server.baseUrl });
  await run('queries.search', { partner: { connection: 'Mesa' }, query: 'Patient?given=Ann' });
  await refused('queries.read', { partner, reference: 'Patient/gone' });
  const { exchangeId } = await run('queries.search', { partner, query: 'Patient' });
  await run('exchanges.delete', { id: exchangeId });
  const saved = aFile('bundle.json');
  await run('queries.save', { partner, query: 'Patient?family=Example', file: saved });
  await run('settings.set', { receiverPort: 4711, wireOpen: defaultSettings.wireOpen });
  await run('keys.generate', { name: 'main', alg: 'ES384' });
  await run('receiver.start', { port: 0 });
  const role = await run('receiver.status', {});
  await fetch(role.receiver?.submitAttachmentUrl ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json', 'user-agent': 'ProviderSystem/3' },
    body: '{"resourceType":"Parameters"}',
  });
  await run('receiver.stop', {});
  await run('connections.remove', { connection: 'Mesa' });
  await run('audit.export', { file: aFile('trail') });
  const entries = (await run('audit.list', {})).toReversed();
  expect(await run('audit.verify', {})).toEqual({ ok: true, entries: entries.length });
  for (const { actor, at } of entries) {
    expect(actor).toEqual({ user: ports.user, host: 'loopback', process: process.pid });
    expect(Math.abs(Date.parse(at) - Date.now())).toBeLessThan(60_000);
  }
  const told = entries.map(({ action, peer, request, outcome }) => [action, peer ?? '-', request, outcome].join(' | '));
  for (const line of [
    `start | - | start the console, version ${ports.version} | started`,
    'start | - | start scheduler in process ',
    `configuration | Mesa | add connection Mesa (${server.baseUrl}) | done`,
    `exchange | Mesa | GET ${server.baseUrl}/Patient?given=Ann | 200 ok`,
    `exchange | Mesa | GET ${server.baseUrl}/Patient/gone | 404 refused`,
    `exchange | Mesa | delete the record of GET ${server.baseUrl}/Patient | deleted`,
    `export | Mesa | export Patient?family=Example to ${saved} | 2 entries`,
    'configuration | - | set receiverPort to 4711 | done',
    'configuration | - | generate key main (ES384, kid ',
    'start | - | start receiver in process ',
    'exchange | ProviderSystem | received POST http://127.0.0.1:',
    'start | - | stop receiver | stopped',
    `configuration | Mesa | remove connection Mesa (${server.baseUrl}) | done`,
    'export | - | export the audit trail to ',
  ])
    expect(
      told.filter((one) => one.startsWith(line)),
      `${line}\n${told.join('\n')}`,
    ).toHaveLength(1);
  expect(told.find((one) => one.includes('ProviderSystem'))).toMatch(/stored, answered \d{3}$/);
  expect(entries.some(({ action, request }) => action === 'credential' && /vault/i.test(request ?? ''))).toBe(true);

  await close();
  const store = unwrap(openStore(ports.dataFolder));
  cleanUp(() => store.close());
  expect(store.audit.list(1)).toMatchObject([{ action: 'start', outcome: 'stopped' }]);
});

test('an exchange that cannot be told of is not recorded, nor its answer used', async () => {
  const { run, console, ports } = openConsole();
  const server = await startPartner();
  server.on('GET /Patient/a', json(200, patient('a')));
  const file = new DatabaseSync(path.join(ports.dataFolder, 'switchboard.db'));
  file.exec("CREATE TRIGGER no_room BEFORE INSERT ON audit BEGIN SELECT RAISE(ABORT, 'no room'); END");
  const partner = { baseUrl: server.baseUrl };
  expect(await console.dispatch('queries.read', { partner, reference: 'Patient/a' })).toMatchObject({ ok: false });
  expect(await run('exchanges.list', {})).toEqual([]);
  file.exec('DROP TRIGGER no_room');
  file.close();
});

test('no command and no setting switches the trail off or empties it', () => {
  expect(commandNames.filter((name) => name.startsWith('audit.')).toSorted()).toEqual([
    'audit.download',
    'audit.export',
    'audit.list',
    'audit.verify',
  ]);
  expect(Object.keys(defaultSettings).filter((name) => /audit|trail|log/i.test(name))).toEqual([]);
});

/** Entries as somebody else on the folder would write them. */
function tell(folder: string, count: number): void {
  const store = unwrap(openStore(folder));
  store.write(() => {
    for (let number = 0; number < count; number += 1)
      store.audit.add({
        action: 'credential',
        peer: 'Mesa',
        request: `ask ${number}`,
        outcome: 'done',
        exchangeId: '7',
      });
  });
  store.close();
}

/** A console whose scheduler has started, which the trail tells of: from now on nothing is told but what a test does. */
async function openStill() {
  const opened = openConsole();
  await until(async () =>
    (await opened.run('host.snapshot', {})).role.some(({ id, running }) => id === 'scheduler' && running),
  );
  return opened;
}

/** A console with a trail longer than a page, and its export. */
async function withTrail(raw: boolean) {
  const opened = await openStill();
  tell(opened.ports.dataFolder, 300);
  const file = aFile('trail.ndjson');
  const receipt = await opened.run('audit.export', { file, raw });
  return { ...opened, file, receipt };
}

test('an export is one entry a line, for its owner alone, without what was requested, and can be verified', async () => {
  const { run, refused, file, receipt } = await withTrail(false);
  const entries = lines(file);
  expect(receipt).toEqual({ file, entries: entries.length });
  expect(entries.length).toBeGreaterThan(300);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(readFileSync(file, 'utf8')).not.toMatch(/"request"|"salt"|ask 12/);
  expect(await run('audit.verify', { export: { file } })).toEqual({
    ok: true,
    entries: entries.length,
    ofThisFolder: true,
  });
  const another = await openConsole().run('audit.verify', { export: { file } });
  expect(another).toEqual({ ok: true, entries: entries.length, ofThisFolder: false });
  const [value] = readFileSync(file, 'utf8').split('\n', 1);
  expect(await run('audit.verify', { export: { value: value as string } })).toMatchObject({ ok: true, entries: 1 });
  expect((await refused('audit.export', { file })).code).toBe('file-unwritable');
  expect((await run('audit.export', { file, overwrite: true })).entries).toBe(entries.length + 1);
  expect((await refused('audit.export', { file: '/nowhere/trail' })).code).toBe('file-unwritable');
});

test('a page saves the trail in pieces: redacted unless told, up to where it began, told of once, and it can be verified', async () => {
  const { run, ports } = await openStill();
  tell(ports.dataFolder, 300);
  const first = await run('audit.download', { limit: 200 });
  const last = first.entries.at(-1)?.seq ?? 0;
  const rest = await run('audit.download', { from: last + 1, until: first.until });
  const entries = [...first.entries, ...rest.entries];
  expect(entries.map(({ seq }) => seq)).toEqual(Array.from({ length: first.until }, (_, index) => index + 1));
  expect(JSON.stringify(entries)).not.toMatch(/"request"|"salt"|ask 12/);
  const value = entries.map((entry) => JSON.stringify(entry)).join('\n');
  const verdict = { ok: true, entries: first.until, ofThisFolder: true };
  expect(await run('audit.verify', { export: { value } })).toEqual(verdict);
  const told = (await run('audit.list', {})).filter(({ action }) => action === 'export');
  expect(told.map(({ seq, request }) => [seq, request])).toEqual([
    [first.until + 1, 'export the audit trail to a file saved by the page'],
  ]);
  expect(JSON.stringify((await run('audit.download', { raw: true })).entries)).toContain('"ask 12"');
});

test('a raw export has what was requested, and can be verified', async () => {
  const { run, file, receipt } = await withTrail(true);
  expect(readFileSync(file, 'utf8')).toContain('"ask 12"');
  expect(await run('audit.verify', { export: { file } })).toMatchObject({ ok: true, entries: receipt.entries });
});

const other: Record<string, unknown> = {
  seq: 99,
  at: '2026-01-01T00:00:00.000Z',
  action: 'export',
  peer: 'Nobody',
  outcome: 'undone',
  exchangeId: '77',
  requestDigest: '0'.repeat(64),
  previous: '1'.repeat(64),
  hash: '2'.repeat(64),
};

test('a changed export is found out: every field, the order, a line cut out, a hash made anew', async () => {
  const { run, file } = await withTrail(true);
  const entries = lines(file);
  const verify = async (changed: object[]) => {
    write(file, changed);
    return run('audit.verify', { export: { file } });
  };
  const withThird = (change: object) => entries.map((entry, at) => (at === 2 ? { ...entry, ...change } : entry));
  const third = entries[2] as AuditEntry;
  for (const [name, value] of Object.entries(other))
    expect(await verify(withThird({ [name]: value })), name).toMatchObject({ ok: false, brokenAt: 3, entries: 2 });
  for (const name of ['user', 'host', 'process'])
    expect(await verify(withThird({ actor: { ...third.actor, [name]: name === 'process' ? 1 : 'x' } }))).toMatchObject({
      ok: false,
      brokenAt: 3,
    });
  for (const change of [
    { request: 'another' },
    { salt: 'x' },
    { request: undefined },
    { salt: undefined },
    { note: '' },
  ])
    expect(await verify(withThird(change)), JSON.stringify(change)).toMatchObject({ ok: false, brokenAt: 3 });
  expect(await verify(entries.toSpliced(2, 1))).toEqual({
    ok: false,
    entries: 2,
    brokenAt: 3,
    reason: 'Entry 3 is missing; 4 follows.',
  });
  expect(await verify(entries.toSpliced(2, 2, entries[3] as AuditEntry, third))).toMatchObject({
    ok: false,
    brokenAt: 3,
  });
  expect(await verify(entries.slice(1))).toMatchObject({ ok: false, brokenAt: 1 });
  const forged = { ...third, outcome: 'undone' };
  expect(await verify(withThird({ ...forged, hash: entryHash(forged) }))).toMatchObject({ ok: false, brokenAt: 4 });
  expect(await verify(entries)).toMatchObject({ ok: true });
});

test.each([
  ['nothing', '\n'],
  ['words', 'this is no trail'],
  ['JSON of another kind', '{"resourceType":"Bundle"}\n'],
  ['a list', '[]'],
  ['null', 'null'],
  ['one long line', '{"seq":'.padEnd(3_000_000, '1')],
])('%s is no trail', async (_, text) => {
  const { run } = openConsole();
  const file = aFile('trail');
  writeFileSync(file, text);
  expect(await run('audit.verify', { export: { file } })).toMatchObject({ ok: false, entries: 0, brokenAt: 1 });
});

test('what cannot be read is said, and so is what this host may not read', async () => {
  const { refused } = openConsole();
  expect((await refused('audit.verify', { export: { file: '/nowhere/trail' } })).code).toBe('file-unreadable');
  expect((await refused('audit.verify', { export: { file: throwAwayFolder() } })).code).toBe('file-unreadable');
  const window = openConsole({ capabilities: [] });
  expect((await window.refused('audit.verify', { export: { file: 'x' } })).code).toBe('capability-missing');
  expect((await window.refused('audit.export', { file: 'x' })).code).toBe('capability-missing');
});

test('a changed trail is said where, and an unreadable one is not exported', async () => {
  const { run, refused, ports } = await withTrail(false);
  const file = new DatabaseSync(path.join(ports.dataFolder, 'switchboard.db'));
  file.exec("DROP TRIGGER audit_keeps; UPDATE audit SET record = 'x' WHERE seq = 200");
  file.close();
  expect(await run('audit.verify', {})).toEqual({
    ok: false,
    entries: 199,
    brokenAt: 200,
    reason: 'Entry 200 is no entry of an audit trail.',
  });
  const target = aFile('trail');
  expect((await refused('audit.export', { file: target })).code).toBe('audit-broken');
  expect(() => statSync(target)).toThrow('ENOENT');
  expect((await run('audit.list', { limit: 5_000 })).some(({ seq }) => seq === 200)).toBe(false);
});

test('verifying tells how far it is, can be cancelled, and leaves the event loop free', async () => {
  const { run, console, ports } = openConsole();
  await run('settings.set', { receiverPort: 5_000 });
  const store = unwrap(openStore(ports.dataFolder));
  store.write(() => {
    for (let count = 0; count < 20_000; count += 1)
      store.audit.add({ action: 'export', request: 'x', outcome: 'done' });
  });
  store.close();
  const heard: number[] = [];
  console.listen((event) => {
    if (event.type === 'progress' && event.progress.operationId === 'v') heard.push(event.progress.entries ?? 0);
  });
  let turns = 0;
  const timer = setInterval(() => {
    turns += 1;
  }, 1);
  const verdict = await run('audit.verify', { operationId: 'v' });
  clearInterval(timer);
  expect(verdict).toMatchObject({ ok: true });
  expect(turns).toBeGreaterThan(10);
  expect(heard.at(-1)).toBeGreaterThan(0);

  const cancelled = console.dispatch('audit.verify', { operationId: 'c' });
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect(await run('operations.cancel', { operationId: 'c' })).toEqual({ cancelled: true });
  expect(await cancelled).toMatchObject({ ok: false, error: { code: 'cancelled' } });
});

test('a list goes back by number and finds by action', async () => {
  const { run } = await withTrail(false);
  const newest = await run('audit.list', { limit: 3 });
  expect(newest.map(({ seq }) => seq)).toEqual([newest[0]?.seq, (newest[0]?.seq ?? 0) - 1, (newest[0]?.seq ?? 0) - 2]);
  const older = await run('audit.list', { limit: 1, before: newest[2]?.seq ?? 0 });
  expect(older[0]?.seq).toBe((newest[2]?.seq ?? 0) - 1);
  const exports = await run('audit.list', { action: 'export' });
  expect(exports.map(({ action }) => action)).toEqual(['export']);
});

test('the first entry of a trail follows nothing', () => {
  expect(nextPlace(chainStart, undefined, true)).toBe('Entry 1 is no entry of an audit trail.');
});
