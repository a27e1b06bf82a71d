import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';
import type { Push } from '../../../shared/domain/push.ts';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, type TestConsole, throwAwayFolder } from '../../fakes/ports.ts';

/** What a receiver answered: status, and severity and text of the first issue. */
export interface Answered {
  status: number;
  issue?: { severity: string; code: string; text: string };
}

/** A console whose receiver listens, and the push of a body to it as a partner sends one. */
export async function openReceiver(how: { requireSignature?: boolean; console?: TestConsole } = {}) {
  const opened = how.console ?? openConsole();
  const { requireSignature } = how;
  const role = await opened.run('receiver.start', { port: 0, ...(requireSignature ? { requireSignature } : {}) });
  const url = role.receiver?.submitAttachmentUrl ?? '';
  return {
    ...opened,
    url,
    async push(body: unknown): Promise<Answered> {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/fhir+json', accept: 'application/fhir+json' },
        body: JSON.stringify(body),
      });
      const text = await response.text();
      const [issue] = text ? JSON.parse(text).issue : [];
      const { severity, code, details } = issue ?? {};
      return { status: response.status, ...(issue ? { issue: { severity, code, text: details.text } } : {}) };
    },
    /** The only push there is, once the note of its answer is written. */
    async stored() {
      await expect
        .poll(async () => (await opened.run('inbox.list', {})).map(({ answered }) => answered))
        .toEqual([expect.any(Number)]);
      const [push] = await opened.run('inbox.list', {});
      return push as Push;
    },
  };
}

/** Sends Parameters as they are to a payer; answers what the console makes of the answer. */
export async function submit(parameters: unknown, to: string) {
  const { run } = openConsole();
  const file = path.join(throwAwayFolder(), 'parameters.json');
  writeFileSync(file, JSON.stringify(parameters));
  const { httpStatus, attempts } = await run('submissions.send', { parameters: { file }, to });
  return [httpStatus, ...attempts.map(({ result }) => result)];
}

/** A payer that answers $submit-attachment as it is told. */
export async function startPayer(status: number, body?: unknown) {
  const partner = await startPartner();
  partner.on('POST /$submit-attachment', (request, response) =>
    body === undefined ? response.writeHead(status).end() : json(status, body)(request, response),
  );
  return { ...partner, url: `${partner.baseUrl}/$submit-attachment` };
}
