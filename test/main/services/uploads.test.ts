import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { createFakeClock } from '../../fakes/clock.ts';
import { openConsole } from '../../fakes/ports.ts';
import { claimSubmission } from './submission-partner.ts';

const base64 = (words: string) => Buffer.from(words).toString('base64');
const folderOf = (dataFolder: string) => path.join(dataFolder, 'uploads');

test('a file comes in pieces, in order, into a private folder, and its hash with the last one', async () => {
  const { run, ports } = openConsole();
  const { uploadId, bytes } = await run('uploads.put', { name: 'note.pdf', base64: base64('%PDF-1.4 ') });
  expect(bytes).toBe(9);
  const second = await run('uploads.put', { uploadId, offset: 9, base64: base64('words') });
  expect(second).toEqual({ uploadId, bytes: 14 });
  const whole = await run('uploads.put', { uploadId, offset: 14, base64: '', done: true });
  expect(whole).toEqual({
    uploadId,
    bytes: 14,
    sha256: createHash('sha256').update('%PDF-1.4 words').digest('hex'),
    sniffedType: 'application/pdf',
  });
  const folder = folderOf(ports.dataFolder);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(readdirSync(folder).map((name) => statSync(path.join(folder, name)).mode & 0o777)).toEqual([0o600, 0o600]);
  expect(readFileSync(path.join(folder, uploadId), 'utf8')).toBe('%PDF-1.4 words');
});

test('it is submitted under its name', async () => {
  const { run } = openConsole();
  const { uploadId } = await run('uploads.put', { name: 'note.pdf', base64: base64('%PDF-1.4 '), done: true });
  const request = {
    ...claimSubmission(),
    attachments: [{ code: '11506-3', content: { from: 'upload' as const, uploadId } }],
  };
  const { attachments } = await run('submissions.compose', { request });
  expect(attachments).toMatchObject([{ title: 'note.pdf', contentType: 'application/pdf', bytes: 9 }]);
});

test('pieces that come at once are written one after the other', async () => {
  const { run, ports } = openConsole();
  const { uploadId } = await run('uploads.put', { base64: base64('0') });
  const letters = ['1', '2', '3', '4', '5'];
  await Promise.all(
    letters.map((one, index) => run('uploads.put', { uploadId, offset: index + 1, base64: base64(one) })),
  );
  await run('uploads.put', { uploadId, base64: '', done: true });
  expect(readFileSync(path.join(folderOf(ports.dataFolder), uploadId), 'utf8')).toBe('012345');
});

test('an upload is gone on with by another process, or after a start, its hash too', async () => {
  const first = openConsole();
  const { uploadId } = await first.run('uploads.put', { name: 'note.pdf', base64: base64('%PDF-1.4 ') });
  await first.close();
  const { run } = openConsole({ dataFolder: first.ports.dataFolder });
  const whole = await run('uploads.put', { uploadId, offset: 9, base64: base64('words'), done: true });
  expect(whole).toMatchObject({
    bytes: 14,
    sha256: createHash('sha256').update('%PDF-1.4 words').digest('hex'),
    sniffedType: 'application/pdf',
  });
});

test('what is no base64, out of order, or of no upload under way is refused and leaves the upload as it was', async () => {
  const { run, refused } = openConsole();
  const { uploadId } = await run('uploads.put', { base64: base64('abc') });
  for (const wrong of ['a', 'ab=c', 'a b=', 'abc\n', '====', 'äöü='])
    expect(await refused('uploads.put', { uploadId, base64: wrong })).toMatchObject({ code: 'invalid-input' });
  const early = await refused('uploads.put', { uploadId, offset: 6, base64: base64('ghi') });
  expect(early.message).toBe('The piece belongs to byte 6, and 3 bytes are here.');
  expect(await run('uploads.put', { uploadId, offset: 3, base64: base64('def'), done: true })).toMatchObject({
    bytes: 6,
  });
  expect(await refused('uploads.put', { uploadId, base64: base64('ghi') })).toMatchObject({ code: 'not-found' });
  expect(await refused('uploads.put', { uploadId: 'none', base64: '' })).toMatchObject({ code: 'not-found' });
});

test('it is gone when it is removed, and a day after it came', async () => {
  const clock = createFakeClock(Date.now());
  const { run, refused, ports } = openConsole({ clock });
  const put = async () => (await run('uploads.put', { base64: base64('abc'), done: true })).uploadId;
  const folder = folderOf(ports.dataFolder);
  const first = await put();
  expect(await run('uploads.remove', { uploadId: first })).toEqual({ removed: true });
  expect(await run('uploads.remove', { uploadId: first })).toEqual({ removed: false });
  expect(readdirSync(folder)).toEqual([]);
  const [second, third] = [await put(), await put()];
  const dayAgo = (clock.now() - 86_400_001) / 1_000;
  for (const name of readdirSync(folder))
    if (name.startsWith(second)) utimesSync(path.join(folder, name), dayAgo, dayAgo);
  const fourth = await put();
  expect(new Set(readdirSync(folder).map((name) => name.replace('.json', '')))).toEqual(new Set([third, fourth]));
  const content = { from: 'upload' as const, uploadId: second };
  const request = { ...claimSubmission(), attachments: [{ code: '11506-3', content }] };
  expect(await refused('submissions.compose', { request })).toMatchObject({ code: 'not-found' });
});

test.each(['../../etc/passwd', '..', ''])('an id that is none (%j) leads nowhere', async (uploadId) => {
  const { run, console } = openConsole();
  expect(await run('uploads.remove', { uploadId })).toEqual({ removed: false });
  const request = { ...claimSubmission(), attachments: [{ content: { from: 'upload', uploadId } }] };
  expect(await console.dispatch('submissions.compose', { request })).toMatchObject({ ok: false });
});
