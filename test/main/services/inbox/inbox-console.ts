import type { Push } from '../../../../shared/domain/push.ts';
import { attachmentRequestByCode } from '../../../shared/cdex/requests.ts';
import { openConsole, type TestConsole, until } from '../../../fakes/ports.ts';
import { submissionOf } from '../../receiver/submissions.ts';
import { startTaskPartner } from '../task-partner.ts';

/** A console whose receiver runs, beside a partner that takes Tasks. */
export interface InboxConsole extends TestConsole {
  partner: { baseUrl: string };
  /** Sends a body to $submit-attachment and answers the push it became, once it was answered. */
  push(body: unknown): Promise<Push>;
  /** Asks the partner for attachments under a tracking id (`SYSTEM|VALUE`); answers our id of the Task. */
  ask(trackingId: string, more?: object): Promise<string>;
}

/** Opens it; all of it ends after the test. */
export async function openInbox(): Promise<InboxConsole> {
  const here = openConsole();
  const server = await startTaskPartner();
  const partner = { baseUrl: server.baseUrl };
  const { receiver } = await here.run('receiver.start', { port: 0 });
  return {
    ...here,
    partner,
    async push(body) {
      const before = new Set((await here.run('inbox.list', { repeats: true })).map(({ id }) => id));
      await fetch(receiver?.submitAttachmentUrl ?? '', {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      });
      return until(async () => {
        const list = await here.run('inbox.list', { repeats: true });
        return list.find(({ id, answered }) => !before.has(id) && answered !== null);
      });
    },
    async ask(trackingId, more = {}) {
      const request = { ...attachmentRequestByCode(), trackingId, ...more };
      const { id } = await here.run('tasks.request', { partner: { ...partner, cdexVersion: 'ci' }, request });
      return id;
    },
  };
}

/** The tracking id of a submission of the tests. */
export const tracked = (value: string): string => `https://source.example/tracking|${value}`;

/** A submission with these parameters besides. */
export function submissionWith(trackingId: string, more: { name: string }[] = []) {
  const { parameter, ...body } = submissionOf({ trackingId });
  return { ...body, parameter: [...(parameter as { name: string }[]), ...more] };
}
