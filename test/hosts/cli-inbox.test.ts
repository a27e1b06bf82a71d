import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Push } from '../../shared/domain/push.ts';
import { submissionOf } from '../main/receiver/submissions.ts';
import { sendFhir, startPartner, type TestPartner } from './cli-partner.ts';
import { until } from '../fakes/ports.ts';
import { askCli, type Cli, newDataFolder, runCli, startCli } from './cli-process.ts';

const dataFolder = newDataFolder();
const ask = (...args: string[]) => askCli(['inbox', ...args], { dataFolder });
const run = (...args: string[]) => runCli(['inbox', ...args], { dataFolder });

let receiver: Cli;
let url: string;
let partner: TestPartner;

beforeAll(async () => {
  receiver = startCli(['listen', '--port', '0', '--json'], { dataFolder });
  const [first] = (await receiver.lines(1)) as [{ submitAttachmentUrl: string }];
  url = first.submitAttachmentUrl;
  partner = await startPartner(({ body }, response, base) =>
    sendFhir(
      response,
      201,
      { ...JSON.parse(body), id: 'R1', meta: { versionId: '1' } },
      { location: `${base}/Task/R1` },
    ),
  );
});

afterAll(async () => {
  receiver.child.kill('SIGTERM');
  await Promise.all([receiver.done, partner.close()]);
});

const post = (body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify(body) });

/** Our id of the push with a tracking id, once its answer was noted. */
async function pushed(trackingId: string): Promise<string> {
  await post(submissionOf({ trackingId }));
  return until(async () => {
    const { value } = await ask('list', '--tracking-id', trackingId);
    const [push] = value as Push[];
    return push?.answered === 200 ? push.id : undefined;
  });
}

test('what a receiver in one process holds is joined by the request another process sends, and the story tells so', async () => {
  const id = await pushed('T-100');
  expect((await ask('show', id)).value).toMatchObject({ id, match: { state: 'held' }, thread: { state: 'final' } });
  const people = ['--patient', 'p1', '--member', 'https://payer.example/members|M-77', '--name', 'Lund, Nora'];
  const parties = [
    '--requester',
    'https://payer.example/ids|P1',
    '--owner',
    'http://hl7.org/fhir/sid/us-npi|9941001015',
  ];
  const about = ['--use', 'claim', '--claim', 'https://payer.example/claims|C-1', '--service-date', '2026-09-14'];
  const more = ['--birth-date', '1961-04-02', '--payer-url', url, '--org-npi', '9941001015'];
  const request = await runCli(
    ['task', 'request', '--base', partner.base, '--attachment-code', '34133-9']
      .concat(people, parties, about, more)
      .concat('--tracking-id', 'https://source.example/tracking|T-100', '--json'),
    { dataFolder },
  );
  expect(request.code, request.err).toBe(0);
  const { value } = await ask('show', id);
  expect(value).toMatchObject({ match: { state: 'matched', by: ['tracking-id', 'member'] } });
  const kinds = (value.timeline as { kind: string }[]).map(({ kind }) => kind);
  expect(kinds).toEqual(expect.arrayContaining(['push', 'answer', 'request', 'version', 'match']));
  const { out } = await run('show', id);
  expect(out).toMatch(/^Push: +\d+, Submission/);
  expect(out).toContain('Belongs to Task R1');
  expect(out).toMatch(/34133-9 .*application\/pdf/);
  // The claim of its request finds it too.
  expect((await ask('list', '--text', 'c-1 t-100')).value).toMatchObject([{ id }]);
});

test('rows say what came, for whom and how it was answered; filters narrow them', async () => {
  const id = await pushed('T-200');
  await fetch(url.replace('$submit-attachment', 'elsewhere'), { method: 'POST', body: 'x' });
  const { out, code } = await run('list', '--text', 'T-200');
  expect(code).toBe(0);
  expect(out).toMatch(/^ID +AT +KIND +TRACKING/);
  expect(out).toMatch(new RegExp(`^${id} .*submission +T-200 +claim +M-77 +200( held)? +held`, 'm'));
  expect((await ask('list', '--kind', 'unexpected')).value).toMatchObject([{ kind: 'unexpected' }]);
  expect((await ask('list', '--state', 'held', '--limit', '1')).value).toMatchObject([{ id }]);
  expect((await ask('list', '--before', id, '--tracking-id', 'T-200')).value).toEqual([]);
  const wrong = await ask('list', '--state', 'lost');
  expect([wrong.code, wrong.value.error.code]).toEqual([2, 'invalid-input']);
  expect((await run('list', '--text', 'nowhere-at-all')).err).toContain('No such push');
});

test('candidates are listed, and it is joined by hand and taken back', async () => {
  const id = await pushed('T-300');
  const candidates = await ask('match', id);
  expect(candidates.value).toMatchObject([{ by: ['member'], task: { taskId: 'R1' } }]);
  expect((await run('match', id)).out).toContain('That alone proves nothing');
  const joined = await ask('match', id, '--task', 'R1');
  expect([joined.code, joined.value.match]).toMatchObject([0, { state: 'matched', by: ['hand'] }]);
  const { taskId } = joined.value.match;
  for (const name of ['R1', taskId]) {
    const { value } = await ask('list', '--task', name);
    expect(value.map((one: { id: string }) => one.id)).toContain(id);
  }
  expect((await ask('list', '--task', 'nobody')).value).toEqual([]);
  expect((await run('match', id, '--none')).out).toMatch(/^Taken from Task R1 .*by hand\.\n$/);
  const both = await ask('match', id, '--none', '--task', 'R1');
  expect(both.code).toBe(2);
  const nobody = await ask('match', id, '--task', 'nobody');
  expect([nobody.code, nobody.value.error.code]).toEqual([2, 'not-found']);
});

test('it is checked for a version, exported with and without names, and removed', async () => {
  const id = await pushed('T-400');
  const checked = await ask('check', id, '--cdex-version', 'ci');
  expect([checked.code, checked.value]).toEqual([0, expect.any(Array)]);
  const folder = path.join(dataFolder, 'export');
  const redacted = await ask('export', id, '--out', folder);
  expect([redacted.code, redacted.value.redacted]).toEqual([0, true]);
  const texts = readdirSync(folder).map((name) => readFileSync(path.join(folder, name), 'utf8'));
  expect(texts.join('')).not.toMatch(/T-400|M-77/);
  const raw = await run('export', id, '--out', `${folder}-raw`, '--raw');
  expect(raw.code).toBe(0);
  expect(raw.out).toMatch(/attachment-1-34133-9\.pdf +\d+ bytes/);
  expect(raw.err).toContain('it names people');
  expect((await ask('export', id)).code).toBe(2);
  expect((await run('remove', id)).out).toContain('forgotten');
  const gone = await ask('show', id);
  expect([gone.code, gone.value.error.code]).toEqual([2, 'not-found']);
});
