import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect } from 'vitest';
import type { DocumentChunk, DocumentInfo } from '../../../../shared/contract/documents.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import type { Reach, ReceiverSetup } from '../../../../shared/domain/receiver.ts';
import type { Role } from '../../../../shared/domain/role.ts';
import { get, heard, ifCan, refused, until } from '../host.ts';
import { note } from '../partner-answers.ts';
import type { Case } from '../suite.ts';
import { haveVault } from '../vault.ts';

const identifier = (name: string, system: string, value: string) => ({ name, valueIdentifier: { system, value } });

const submission = (trackingId: string) => ({
  resourceType: 'Parameters',
  parameter: [
    identifier('TrackingId', 'https://clinic.example/tracking', trackingId),
    { name: 'AttachTo', valueCode: 'claim' },
    identifier('PayerId', 'https://plan.example/payers', 'P-1'),
    identifier('OrganizationId', 'http://hl7.org/fhir/sid/us-npi', '1234567893'),
    identifier('ProviderId', 'http://hl7.org/fhir/sid/us-npi', '1234567893'),
    identifier('MemberId', 'https://plan.example/members', 'M-100'),
    { name: 'ServiceDate', valueDateTime: '2026-02-03' },
    {
      name: 'Attachment',
      part: [
        {
          name: 'Content',
          resource: {
            resourceType: 'DocumentReference',
            status: 'current',
            content: [{ attachment: { contentType: 'text/plain', data: note } }],
          },
        },
      ],
    },
  ],
});

export const receiverCases: readonly Case[] = [
  {
    name: 'a push to the receiver arrives as a change, lands in the inbox and opens as a document',
    async run(host) {
      const started = await ifCan<Role>(host, 'stay', 'receiver.start', { port: 0 });
      const hearing = await host.listen();
      const role = await get<Role>(host, 'receiver.status');
      expect(role).toMatchObject({ id: 'receiver', running: true });
      if (started) expect(role).toEqual(started);
      const url = role.receiver?.submitAttachmentUrl ?? '';
      const trackingId = `track-${host.name}`;
      const answer = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: JSON.stringify(submission(trackingId)),
      });
      expect([answer.status, await answer.json()]).toMatchObject([200, { resourceType: 'OperationOutcome' }]);

      const event = await heard(hearing, 'the push', ({ type, ...rest }) => {
        return (
          type === 'change' && JSON.stringify(rest).includes(trackingId) && JSON.stringify(rest).includes('"push"')
        );
      });
      expect(event).toMatchObject({ change: { kind: 'push', op: 'put', record: { kind: 'submission' } } });
      await hearing.stop();

      // That it was answered is noted with the next writes.
      const arrived = async () =>
        (await get<Push[]>(host, 'inbox.list')).find((each) => each.trackingId?.endsWith(trackingId));
      const push = await until('its answer', async () => {
        const now = await arrived();
        return now?.answered === 200 ? now : undefined;
      });
      expect(push).toMatchObject({ attachTo: 'claim', attachments: [{ contentType: 'text/plain' }] });
      expect(await get(host, 'inbox.get', { id: push.id })).toEqual(push);
      const at = { exchangeId: push.exchangeId, side: 'request', pointer: push.attachments[0]?.pointer };
      const { documentId } = await get<DocumentInfo>(host, 'documents.open', at);
      const { base64 } = await get<DocumentChunk>(host, 'documents.read', { documentId });
      expect(base64).toBe(note);
    },
  },
  {
    name: 'a push that is not in the inbox is not found',
    async run(host) {
      expect((await refused(host, 'inbox.get', { id: 'nobody' })).code).toBe('not-found');
    },
  },
  {
    name: 'receiver.change keeps what it is told, asks before it listens wider, and never answers with a secret',
    async run(host) {
      const before = await get<ReceiverSetup>(host, 'receiver.setup');
      const changed = await get<ReceiverSetup>(host, 'receiver.change', { maxBytes: 12_345_678, matching: 'strict' });
      expect(changed).toEqual({ ...before, maxBytes: 12_345_678, matching: 'strict' });
      expect(await get(host, 'receiver.setup')).toEqual(changed);
      const wider = await refused(host, 'receiver.change', { host: '0.0.0.0' });
      expect([wider.code, wider.next]).toEqual(['invalid-input', expect.stringContaining('wider')]);
      await haveVault(host);
      const secret = `canary-of-the-receiver-${host.name}`;
      const reply = await host.call('receiver.change', { proof: 'path', secret: { value: secret } });
      expect(reply).toMatchObject({ ok: true, value: { proof: 'path', secrets: ['path'] } });
      expect(JSON.stringify(reply)).not.toContain(secret);
      const file = path.join(host.dataFolder, 'for-the-partner.txt');
      const told = await ifCan<{ file: string; bytes: number }>(host, 'write-files', 'receiver.tell', { file });
      if (told) expect(await readFile(file, 'utf8')).toContain(`/${secret}/$submit-attachment`);
      const { maxBytes, matching, proof } = before;
      await get(host, 'receiver.change', { maxBytes, matching, proof });
    },
  },
  {
    name: 'receiver.reach tries the addresses of this machine and says what stands between',
    async run(host) {
      const reach = await get<Reach>(host, 'receiver.reach');
      const { running } = await get<Role>(host, 'receiver.status');
      expect(reach.running).toBe(running);
      const loopback = reach.addresses.find(({ address }) => address === '127.0.0.1');
      expect(loopback).toMatchObject({ kind: 'loopback', result: running ? 'answered' : expect.any(String) });
      for (const { message, next } of reach.obstacles) expect(`${message} ${next}`).toMatch(/\.$/);
    },
  },
];
