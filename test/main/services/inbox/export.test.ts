import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import type { InboxExport } from '../../../../shared/contract/inbox.ts';
import { openConsole, throwAwayFolder } from '../../../fakes/ports.ts';
import { submissionOf } from '../../receiver/submissions.ts';
import { openInbox, tracked } from './inbox-console.ts';

const pdf = Buffer.from('%PDF-1.4 Nora Lund was seen on 2 February');

/** A push that names people in every way a submission can, matched to a request. */
async function start(documents = [pdf]) {
  const here = await openInbox();
  const taskId = await here.ask(tracked('T-quokka'), { member: 'https://payer.example/members|M-77' });
  const body = submissionOf({ trackingId: 'T-quokka', documents });
  const document = {
    resourceType: 'DocumentReference',
    status: 'current',
    description: 'Progress note of Nora Lund',
    subject: { reference: 'Patient/p-wombat', display: 'Nora Lund' },
    content: [{ attachment: { contentType: 'application/pdf', title: 'Lund Nora.pdf', data: pdf.toString('base64') } }],
  };
  const more = { name: 'Attachment', part: [{ name: 'Content', resource: document }] };
  const observation = {
    resourceType: 'Observation',
    status: 'final',
    valueQuantity: { value: 7.1230987654 },
    code: { text: 'HbA1c of Nora' },
  };
  const another = { name: 'Attachment', part: [{ name: 'Content', resource: observation }] };
  const push = await here.push({ ...body, parameter: [...body.parameter, more, another] });
  const folder = path.join(throwAwayFolder(), 'out');
  return { ...here, taskId, push, folder };
}

const textsIn = (folder: string) =>
  new Map(readdirSync(folder).map((name) => [name, readFileSync(path.join(folder, name), 'utf8')]));
const json = (folder: string, name: string) => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));

/** Modes, hashes and manifest are as promised. */
function checkFolder({ folder, files, redacted }: InboxExport) {
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o777).toBe(0o600);
  execFileSync('sha256sum', ['-c', '--quiet', 'SHA256SUMS'], { cwd: folder });
  expect(json(folder, 'manifest.json')).toMatchObject({ redacted, files });
  for (const { file, bytes, sha256 } of files) {
    const content = readFileSync(path.join(folder, file));
    expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
  }
}

describe('an export', () => {
  test('as it came holds the parameters byte for byte, each attachment as a file, and all that belongs to them', async () => {
    const { run, push, folder, taskId } = await start();
    const receipt = await run('inbox.export', { id: push.id, folder, raw: true });
    expect(receipt.redacted).toBe(false);
    checkFolder(receipt);
    expect(receipt.files.map(({ file }) => file).toSorted()).toEqual([
      'attachment-1-34133-9.pdf',
      'attachment-2.pdf',
      'attachment-3.json',
      'exchange.json',
      'findings.json',
      'push.json',
      'request.json',
      'story.json',
      'task-resource.json',
      'task.json',
    ]);
    expect(readFileSync(path.join(folder, 'attachment-2.pdf')).equals(pdf)).toBe(true);
    expect(json(folder, 'push.json')).toEqual(push);
    expect(json(folder, 'request.json')).toMatchObject({ resourceType: 'Parameters' });
    expect(json(folder, 'task.json')).toEqual(await run('tasks.get', { id: taskId }));
    expect(json(folder, 'task-resource.json')).toMatchObject({ resourceType: 'Task' });
    expect(json(folder, 'exchange.json')).toMatchObject({ method: 'POST', status: 200, request: expect.any(Array) });
    const [told] = await run('audit.list', { action: 'export' });
    expect(told).toMatchObject({ request: `export push ${push.id} as it came to ${folder}` });
  });

  test('otherwise names nobody: the same value gives way to the same word everywhere, contents to size, type and hash', async () => {
    const { run, push, folder } = await start();
    const receipt = await run('inbox.export', { id: push.id, folder });
    expect(receipt.redacted).toBe(true);
    checkFolder(receipt);
    const texts = textsIn(folder);
    const all = [...texts.values()].join('\n');
    for (const secret of [
      'quokka',
      'M-77',
      'Nora',
      'Lund',
      'wombat',
      '2026-09-14',
      '9941001015',
      'HbA1c',
      '7.1230987654',
      'Ada',
      'Example',
      '1961-02-03',
    ])
      expect(all, secret).not.toContain(secret);
    expect(all).not.toContain(pdf.toString('base64').slice(0, 20));
    expect([...texts.keys()].some((name) => name.startsWith('attachment'))).toBe(false);
    const request = json(folder, 'request.json');
    const byName = (name: string) => request.parameter.find((one: { name: string }) => one.name === name);
    const pseudonym = byName('TrackingId').valueIdentifier.value;
    expect(pseudonym).toMatch(/^id-\d+$/);
    expect(byName('TrackingId').valueIdentifier.system).toBe('https://source.example/tracking');
    expect(json(folder, 'push.json').trackingId).toBe(`https://source.example/tracking|${pseudonym}`);
    expect(json(folder, 'task.json').trackingId).toBe(`https://source.example/tracking|${pseudonym}`);
    expect(JSON.stringify(json(folder, 'task-resource.json'))).toContain(`"${pseudonym}"`);
    expect(JSON.stringify(json(folder, 'story.json'))).toContain(pseudonym);
    expect(byName('AttachTo')).toEqual({ name: 'AttachTo', valueCode: 'claim' });
    const content = request.parameter.at(-2).part[0].resource.content[0].attachment;
    expect(content).toMatchObject({
      contentType: 'application/pdf',
      data: `[application/pdf, ${pdf.length} bytes, SHA-256 ${createHash('sha256').update(pdf).digest('hex')}]`,
    });
    expect(request.parameter.at(-1).part[0].resource).toMatch(/^\[application\/fhir\+json, \d+ bytes/);
  });

  test('says of each kind what redaction leaves, which is there indeed; as it came it says nothing of the sort', async () => {
    const { run, push, folder } = await start();
    await run('inbox.export', { id: push.id, folder });
    const { keeps } = json(folder, 'manifest.json');
    expect(Object.keys(keeps)).toEqual(['codes', 'systems', 'dates', 'hashes', 'numbers', 'transport']);
    for (const says of Object.values(keeps)) expect(says).toMatch(/ stay/);
    const all = [...textsIn(folder).values()].join('\n');
    const { code, sha256 } = push.attachments[0] ?? {};
    for (const kept of [code, sha256, push.at, push.digest, 'https://source.example/tracking', 'user-agent'])
      expect(all, kept).toContain(kept);
    await run('inbox.export', { id: push.id, folder: `${folder}-raw`, raw: true });
    expect(json(`${folder}-raw`, 'manifest.json')).not.toHaveProperty('keeps');
  });

  test('shows nothing that stands where only codes, line numbers and types belong', async () => {
    const { run, push } = await openInbox();
    const body = submissionOf({ trackingId: 'T-4712', documents: [pdf] });
    const attachment = { contentType: 'application/pdf; name="Lund Nora.pdf"', data: pdf.toString('base64') };
    const part = [
      { name: 'LineItem', valueString: 'line of Nora' },
      { name: 'Code', valueCodeableConcept: { coding: [{ code: 'note on Lund' }] } },
      { name: 'Content', resource: { resourceType: 'DocumentReference', content: [{ attachment }] } },
    ];
    const use = { name: 'AttachTo', valueCode: 'claim of Nora' };
    const parameter = body.parameter.map((one) => (one.name === 'AttachTo' ? use : one));
    const { id } = await push({ ...body, parameter: [...parameter, { name: 'Attachment', part }] });
    const folder = path.join(throwAwayFolder(), 'out');
    checkFolder(await run('inbox.export', { id, folder }));
    expect([...textsIn(folder).values()].join('\n')).not.toMatch(/Nora|Lund/);
    expect(json(folder, 'push.json').attachments[1]).toMatchObject({ contentType: 'application/pdf' });
    expect(json(folder, 'push.json').attachments[0]).toMatchObject({ code: '34133-9' });
  });

  test('of what is no submission shows nothing but its size and hash', async () => {
    const { run, push } = await openInbox();
    const folder = path.join(throwAwayFolder(), 'out');
    const odd = await push('Nora Lund, M-77, not JSON at all');
    const receipt = await run('inbox.export', { id: odd.id, folder });
    checkFolder(receipt);
    expect([...textsIn(folder).values()].join('\n')).not.toMatch(/Nora|M-77/);
    expect(json(folder, 'request.json')).toMatchObject({ leftOut: { bytes: 32, sha256: expect.any(String) } });
    expect(json(folder, 'answer.json')).toMatchObject({ resourceType: 'OperationOutcome' });
    const raw = await run('inbox.export', { id: odd.id, folder: `${folder}-raw`, raw: true });
    expect(readFileSync(path.join(raw.folder, 'request.bin'), 'utf8')).toBe('Nora Lund, M-77, not JSON at all');
  });

  test('of a large body goes through the worker', async () => {
    const large = Buffer.concat([pdf, Buffer.alloc(3_000_000, 'large ')]);
    const { run, push, folder } = await start([large]);
    const receipt = await run('inbox.export', { id: push.id, folder });
    checkFolder(receipt);
    const text = readFileSync(path.join(folder, 'request.json'), 'utf8');
    expect(text.length).toBeLessThan(20_000);
    expect(text).not.toMatch(/Nora|quokka/);
    const raw = await run('inbox.export', { id: push.id, folder: `${folder}-raw`, raw: true });
    checkFolder(raw);
    expect(readFileSync(path.join(raw.folder, 'attachment-1-34133-9.pdf')).equals(large)).toBe(true);
  });

  test('is a download where the host writes no files, and tells the trail of it', async () => {
    const { run, push, ports, folder } = await start();
    const other = openConsole({ dataFolder: ports.dataFolder, capabilities: [] });
    expect((await other.refused('inbox.export', { id: push.id, folder })).code).toBe('capability-missing');
    const { files, redacted } = await other.run('inbox.download', { id: push.id, raw: true });
    expect(redacted).toBe(false);
    for (const { documentId, bytes, sha256 } of files) {
      const chunk = await other.run('documents.read', { documentId });
      const content = Buffer.from(chunk.base64, 'base64');
      expect([content.length, createHash('sha256').update(content).digest('hex')]).toEqual([bytes, sha256]);
    }
    expect(await run('audit.list', { action: 'export' })).toMatchObject([{ outcome: `${files.length} files` }]);
  });

  test('does not write over what is there, nor where nothing can be written', async () => {
    const { run, refused, push, folder } = await start();
    await run('inbox.export', { id: push.id, folder });
    const again = await run('inbox.export', { id: push.id, folder });
    expect(again.files.map(({ file }) => file)).toContain('push-2.json');
    expect((await refused('inbox.export', { id: push.id, folder: '/proc/nowhere' })).code).toBe('file-unwritable');
  });
});

describe('what was pushed', () => {
  test('is held against another version of the guide', async () => {
    const { run, push } = await openInbox();
    const body = submissionOf({ trackingId: 'T-1' });
    const reference = {
      name: 'AdminRefNumber',
      valueIdentifier: { system: 'https://payer.example/refs', value: 'R-1' },
    };
    const parameter = body.parameter.map((one) =>
      'valueCode' in one ? { ...one, valueCode: 'preauthorization' } : one,
    );
    const { id } = await push({ ...body, parameter: [reference, ...parameter] });
    const rules = async (cdexVersion: '2.1' | 'ci') =>
      (await run('inbox.check', { id, cdexVersion })).map(({ rule }) => rule);
    expect(await rules('2.1')).toContain('cdex-version');
    expect(await rules('ci')).not.toContain('cdex-version');
  });

  test('is forgotten with its exchange and bodies; the trail keeps that it was', async () => {
    const { run, refused, push, ports } = await openInbox();
    const came = await push(submissionOf({ trackingId: 'T-1', documents: [Buffer.alloc(3_000_000, 'x')] }));
    const bodies = path.join(ports.dataFolder, 'bodies');
    expect(readdirSync(bodies)).toHaveLength(1);
    expect(await run('inbox.remove', { id: came.id })).toEqual({ removed: true });
    expect(readdirSync(bodies)).toEqual([]);
    for (const name of ['inbox.get', 'inbox.story', 'inbox.remove', 'inbox.candidates'] as const)
      expect((await refused(name, { id: came.id })).code).toBe('not-found');
    expect((await refused('exchanges.get', { id: came.exchangeId })).code).toBe('not-found');
    const told = (await run('audit.list', {})).map(({ request }) => request);
    expect(told).toContain(`delete push ${came.id}, a submission with tracking id T-1`);
  });
});
