import { expect } from 'vitest';
import type { InboxDownload, InboxExport, InboxPage, MatchCandidate } from '../../../../shared/contract/inbox.ts';
import type { Finding } from '../../../../shared/domain/finding.ts';
import type { Push, PushStory } from '../../../../shared/domain/push.ts';
import type { Role } from '../../../../shared/domain/role.ts';
import type { TaskDetail } from '../../../../shared/domain/task.ts';
import { get, type Host, ifCan, refused, until } from '../host.ts';
import { note } from '../partner-answers.ts';
import type { Case } from '../suite.ts';

/** A submission with one attachment, tracked under a value. */
const submission = (trackingId: string) => ({
  resourceType: 'Parameters',
  parameter: [
    { name: 'TrackingId', valueIdentifier: { system: 'https://clinic.example/tracking', value: trackingId } },
    { name: 'AttachTo', valueCode: 'claim' },
    { name: 'OrganizationId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' } },
    { name: 'MemberId', valueIdentifier: { system: 'https://plan.example/members', value: 'M-100' } },
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

/** Lets a receiver run, here or beside, pushes to it, and answers what the push became. */
async function pushTo(host: Host, trackingId: string): Promise<Push> {
  await ifCan<Role>(host, 'stay', 'receiver.start', { port: 0 });
  const hearing = await host.listen();
  const { receiver } = await get<Role>(host, 'receiver.status');
  await hearing.stop();
  await fetch(receiver?.submitAttachmentUrl ?? '', {
    method: 'POST',
    headers: { 'content-type': 'application/fhir+json' },
    body: JSON.stringify(submission(trackingId)),
  });
  return until('the push', async () =>
    (await get<Push[]>(host, 'inbox.list', { text: trackingId })).find(({ answered }) => answered !== null),
  );
}

export const inboxCases: readonly Case[] = [
  {
    name: 'a push is found, told in a story, joined to a Task by hand and taken from it',
    async run(host, partner) {
      const task = await get<TaskDetail>(host, 'tasks.adopt', {
        partner: { baseUrl: partner.base },
        taskId: 't-watched',
      });
      const push = await pushTo(host, `inbox-${host.name}`);
      const page = await get<InboxPage>(host, 'inbox.page', { text: `INBOX-${host.name}`, kind: 'submission' });
      expect(page).toMatchObject({ total: 1, pushes: [{ id: push.id }], days: [{ count: 1 }] });
      const candidates = await get<MatchCandidate[]>(host, 'inbox.candidates', { id: push.id });
      expect(candidates.filter(({ by }) => by.includes('tracking-id'))).toEqual([]);
      const joined = await get<Push>(host, 'inbox.match', { id: push.id, task: task.id });
      expect(joined.match).toMatchObject({ state: 'matched', taskId: task.id, by: ['hand'] });
      expect(await get<Push[]>(host, 'inbox.list', { taskId: task.id })).toEqual([joined]);
      const story = await get<PushStory>(host, 'inbox.story', { id: push.id });
      expect(story.timeline.map(({ kind }) => kind)).toEqual(
        expect.arrayContaining(['request', 'version', 'push', 'match', 'answer']),
      );
      expect(story.thread).toMatchObject({ state: 'final', pushIds: [push.id] });
      const undone = await get<Push>(host, 'inbox.match', { id: push.id, task: null });
      expect(undone.match).toMatchObject({ state: 'held', by: ['hand'] });
      expect((await refused(host, 'inbox.match', { id: push.id, task: 'nobody' })).code).toBe('not-found');
    },
  },
  {
    name: 'a push is held against the rules of a version, handed on without names, and forgotten',
    async run(host) {
      const push = await pushTo(host, `handed-${host.name}`);
      const { id } = push;
      expect((await get<Finding[]>(host, 'inbox.check', { id, cdexVersion: 'ci' })).length).toBeGreaterThan(0);
      const folder = `${host.dataFolder}-handed-on`;
      const written = await ifCan<InboxExport>(host, 'write-files', 'inbox.export', { id, folder });
      if (written) expect(written).toMatchObject({ folder, redacted: true });
      const { files } = await get<InboxDownload>(host, 'inbox.download', { id });
      expect(files.map(({ file }) => file)).toEqual(
        expect.arrayContaining(['push.json', 'request.json', 'story.json']),
      );
      expect(await get(host, 'inbox.remove', { id })).toEqual({ removed: true });
      expect((await refused(host, 'inbox.story', { id })).code).toBe('not-found');
    },
  },
];
