import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { buildSubmission } from '../../shared/cdex/build-submission.ts';
import { askCli, newDataFolder, startCli } from './cli-process.ts';
import { heard } from './contract/host.ts';
import { follow } from './contract/web.ts';

interface ListenLine {
  submitAttachmentUrl: string;
  metadataUrl: string;
}

const submission = buildSubmission({
  trackingId: { system: 'urn:t', value: 'ACN-1' },
  attachTo: 'claim',
  payerId: { system: 'urn:p', value: 'P1' },
  organizationId: { system: 'urn:o', value: 'O1' },
  providerId: { system: 'urn:n', value: 'N1' },
  memberId: { system: 'urn:m', value: 'M1' },
  serviceDate: '2026-01-05',
  final: true,
  attachments: [
    {
      code: { coding: [{ system: 'http://loinc.org', code: '34117-2' }] },
      content: {
        resourceType: 'DocumentReference',
        status: 'current',
        content: [{ attachment: { contentType: 'text/plain', data: Buffer.from('hello').toString('base64') } }],
      },
    },
  ],
});

const post = (url: string, body: unknown) =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/fhir+json' }, body: JSON.stringify(body) });

describe('switchboard listen', () => {
  it('prints its addresses and a line a push, and ends after --count', async () => {
    const dataFolder = newDataFolder();
    const listening = startCli(['listen', '--port', '0', '--count', '2', '--json'], { dataFolder });
    const [first] = (await listening.lines(1)) as ListenLine[];
    if (!first) throw new Error('no line');
    expect((await fetch(first.metadataUrl)).status).toBe(200);
    expect((await post(first.submitAttachmentUrl, submission)).status).toBe(200);
    const [, line] = await listening.lines(2);
    expect(line).toMatchObject({
      kind: 'submission',
      trackingId: 'urn:t|ACN-1',
      attachTo: 'claim',
      memberId: 'urn:m|M1',
      answered: 200,
      attachments: [
        { code: '34117-2', contentType: 'text/plain', bytes: 5, sha256: expect.stringMatching(/^2cf24dba/) },
      ],
      findings: expect.any(Array),
    });
    expect((await post(first.submitAttachmentUrl, submission)).status).toBe(200);
    const ended = await listening.done;
    expect([ended.code, ended.err, ended.out.trim().split('\n').length]).toEqual([0, '', 3]);
    const inbox = await askCli(['inbox', 'list', '--repeats'], { dataFolder });
    expect(inbox.value.length).toBe(2);
  });

  it.each(['SIGTERM', 'SIGINT'] as const)('ends with 0 on %s', async (signal) => {
    const listening = startCli(['listen', '--port', '0', '--json'], { dataFolder: newDataFolder() });
    await listening.lines(1);
    listening.child.kill(signal);
    expect((await listening.done).code).toBe(0);
  });

  it('takes a signal that arrives twice at once as one', async () => {
    const listening = startCli(['listen', '--port', '0', '--json'], { dataFolder: newDataFolder() });
    await listening.lines(1);
    listening.child.kill('SIGINT');
    listening.child.kill('SIGINT');
    expect((await listening.done).code).toBe(0);
  });

  it('refuses with 2 while another process receives, naming it, and when its port is taken', async () => {
    const dataFolder = newDataFolder();
    const holder = startCli(['listen', '--port', '0', '--json'], { dataFolder });
    const [first] = (await holder.lines(1)) as ListenLine[];
    const second = await askCli(['listen', '--port', '0'], { dataFolder });
    expect([second.code, second.value.error.code]).toEqual([2, 'role-held']);
    expect(second.value.error.message).toContain(String(holder.child.pid));
    const port = new URL(first?.metadataUrl ?? '').port;
    const taken = await askCli(['listen', '--port', port], { dataFolder: newDataFolder() });
    expect([taken.code, taken.value.error.code]).toEqual([2, 'port-in-use']);
    holder.child.kill('SIGTERM');
    await holder.done;
  });
});

describe('switchboard serve', () => {
  const serve = ['serve', '--receiver-port', '0', '--no-open', '--no-sandbox', '--json'];

  it('serves the console, hears what another process writes, and ends with 0', async () => {
    const dataFolder = newDataFolder();
    const serving = startCli(serve, { dataFolder });
    const [line] = (await serving.lines(1)) as { url: string; receiver: ListenLine; sandbox: null }[];
    if (!line) throw new Error('no line');
    expect(line.sandbox).toBeNull();
    expect((await post(line.receiver.submitAttachmentUrl, submission)).status).toBe(200);
    const [origin = '', token = ''] = line.url.split('/#token=');
    const headers = { authorization: `Bearer ${token}` };
    const info = await fetch(`${origin}/call/host.info`, { method: 'POST', body: '{}', headers });
    expect(await info.json()).toMatchObject({ ok: true, value: { host: 'loopback', dataFolder } });

    const hearing = await follow(line.url);
    const add = ['connections', 'add', 'Elsewhere', '--base', 'http://a.example/fhir', '--role', 'payer'];
    expect((await askCli(add, { dataFolder })).code).toBe(0);
    const told = await heard(hearing, 'what the other process wrote', (event) =>
      JSON.stringify(event).includes('Elsewhere'),
    );
    expect(told).toMatchObject({ change: { kind: 'connection' } });
    await hearing.stop();

    serving.child.kill('SIGTERM');
    const ended = await serving.done;
    expect(ended).toMatchObject({ code: 0, err: '' });
  });

  it('goes on without a receiver another process holds, and gives that one’s address', async () => {
    const dataFolder = newDataFolder();
    const holder = startCli(['listen', '--port', '0', '--json'], { dataFolder });
    const [first] = (await holder.lines(1)) as ListenLine[];
    const serving = startCli(serve, { dataFolder });
    const [line] = (await serving.lines(1)) as { receiver: ListenLine }[];
    expect(line?.receiver.submitAttachmentUrl).toBe(first?.submitAttachmentUrl);
    for (const each of [serving, holder]) each.child.kill('SIGTERM');
    const [ended] = await Promise.all([serving.done, holder.done]);
    expect([ended.code, ended.err]).toEqual([0, expect.stringContaining(String(holder.child.pid))]);
  });

  it('refuses a taken port with 2', async () => {
    const server = http.createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    const refused = await askCli(['serve', '--port', String(port)], { dataFolder: newDataFolder() });
    expect([refused.code, refused.value.error.code]).toEqual([2, 'port-in-use']);
    server.close();
  });
});
