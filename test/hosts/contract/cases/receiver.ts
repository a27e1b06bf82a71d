import { expect } from 'vitest';
import type { DocumentChunk, DocumentInfo } from '../../../../shared/contract/documents.ts';
import type { Push } from '../../../../shared/domain/push.ts';
import type { Role } from '../../../../shared/domain/role.ts';
import { get, heard, ifCan, refused } from '../host.ts';
import { note } from '../partner-answers.ts';
import type { Case } from '../suite.ts';

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
      await expect.poll(async () => (await arrived())?.answered).toBe(200);
      const push = await arrived();
      expect(push).toMatchObject({ attachTo: 'claim', attachments: [{ contentType: 'text/plain' }] });
      expect(await get(host, 'inbox.get', { id: push?.id })).toEqual(push);
      const at = { exchangeId: push?.exchangeId, side: 'request', pointer: push?.attachments[0]?.pointer };
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
];
