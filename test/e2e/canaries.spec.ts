// Secrets are planted through every entrance of the built console and must be found nowhere afterwards.
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { createCanaries } from '../fakes/canaries/canary.ts';
import { heapOf, searchFolder, surfaceOf, wholeStrings } from '../fakes/canaries/places.ts';
import { plantByCalls } from './canaries/calls.ts';
import { plantByCommands } from './canaries/commands.ts';
import { breakDown } from './canaries/break-down.ts';
import { plantByPartners } from './canaries/partners.ts';
import { plantByPushes } from './canaries/pushes.ts';
import { plantInReceiver } from './canaries/receiver.ts';
import { plantInSettings } from './canaries/settings.ts';
import { openStage, type Stage } from './canaries/stage.ts';
import { plantBySubmissions } from './canaries/submissions.ts';
import { plantByTasks } from './canaries/tasks.ts';
import { plantThroughWindow } from './canaries/window.ts';
import { plantInWrongFields } from './canaries/wrong-fields.ts';

test.describe.configure({ mode: 'serial' });
test.use({ launchOptions: { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: [wholeStrings] } });

let stage: Stage;
test.beforeAll(async ({ browser }) => {
  stage = await openStage(browser);
});
test.afterAll(() => stage?.close());

test('secrets go in through the fields of the window', () => plantThroughWindow(stage));
test('through the settings', () => plantInSettings(stage));
test('through fields that are for something else', () => plantInWrongFields(stage));
test('through calls that are wrong', () => plantByCalls(stage));
test('through variables, files and standard input of the command line', () => plantByCommands(stage));
test('by partners, who issue some and give others back', () => plantByPartners(stage));
test('by subscriptions, and by Tasks with outputs elsewhere', () => plantByTasks(stage));
test('by submissions to partners who repeat what they were sent', () => plantBySubmissions(stage));
test('by pushes to the receiver', () => plantByPushes(stage));
test('by what the receiver itself keeps secret, and those who use it', () => plantInReceiver(stage));

test('and leave with no export', async () => {
  const { call, canaries, cli, file } = stage;
  const folder = path.dirname(await file('exported/readme', ''));
  const out = (name: string) => path.join(folder, name);
  expect(await cli(['audit', 'export', out('trail.ndjson')])).toBe(0);
  expect(await cli(['audit', 'export', out('raw.ndjson'), '--raw'])).toBe(0);
  expect(await cli(['keys', 'jwks', '--out', out('jwks.json')])).toBe(0);
  expect(await cli(['query', 'Patient/echo', '--connection', 'Bearer', '--out', out('patient.json')])).toBe(0);
  for (const name of ['raw.ndjson', 'patient.json']) expect(await readFile(out(name), 'utf8')).toContain('Patient');
  expect(await readFile(out('jwks.json'), 'utf8')).toContain('"kid"');

  // Pushes: all of them as documents for a window, the last ones as folders; as they arrived, and redacted.
  const pushes = (await call('inbox.list', { limit: 5000, repeats: true })) as { ok: boolean; value: { id: string }[] };
  expect(pushes.value.length).toBeGreaterThan(20);
  for (const { id } of pushes.value)
    for (const raw of [true, false]) expect((await call('inbox.download', { id, raw })).ok).toBe(true);
  for (const { id } of pushes.value.slice(0, 3)) {
    expect(await cli(['inbox', 'export', id, '--out', out(`push-${id}`)])).toBe(0);
    expect(await cli(['inbox', 'export', id, '--out', out(`push-${id}-raw`), '--raw'])).toBe(0);
    expect(await readFile(out(`push-${id}-raw/request.json`), 'utf8')).toContain('Parameters');
  }
  expect(searchFolder(canaries, folder)).toEqual([]);
});

test('they are in no reply, event, output, file, page or heap', async () => {
  const { canaries, hearing, host, page, told } = stage;
  expect(canaries.all.length).toBeGreaterThanOrEqual(40);

  const events = JSON.stringify(await hearing.events());
  const output = host.said();
  const replies = [...new Set([...told, events].flatMap((text) => canaries.foundIn(text)))];
  expect.soft(replies, 'replies, events, output of commands').toEqual([]);
  expect.soft(canaries.foundIn(output), 'output of the console').toEqual([]);
  expect.soft(searchFolder(canaries, host.dataFolder), 'data folder').toEqual([]);

  const shown: string[] = [];
  for (const place of [
    '',
    'connections',
    'tasks',
    'tasks/subscriptions',
    'exchanges',
    'check-up',
    'push-inbox',
    'push-inbox/receiver',
    'push-inbox/receiver%2Fsetup',
    'push-inbox/sent',
    'push-inbox/sent%2Fnew',
    'sandbox',
    'settings',
  ]) {
    await page.goto(`${host.url.split('#')[0]}#/${place}`);
    await page.getByRole('navigation', { name: 'Console' }).waitFor();
    shown.push(await surfaceOf(page));
  }
  expect
    .soft(
      shown.flatMap((text) => canaries.foundIn(text)),
      'page',
    )
    .toEqual([]);
  const heap = await heapOf(page);
  expect.soft(canaries.foundIn(heap), 'heap').toEqual([]);

  // Each search finds what is there: names of connections are no secret, and stand in all these places.
  const control = createCanaries();
  control.take('name of a connection', 'By certificate');
  expect(control.foundIn(told.join('')), 'replies').not.toEqual([]);
  expect(control.foundIn(events), 'events').not.toEqual([]);
  expect(searchFolder(control, host.dataFolder).join(), 'data folder').toMatch(/switchboard\.db/);
  expect(control.foundIn(shown.join('')), 'page').not.toEqual([]);
  expect(control.foundIn(heap), 'heap').not.toEqual([]);
});

test('nor in what is left of a console that breaks down with secrets in hand', () => breakDown(stage));
