import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { SubmissionRecord, SubmissionRequest } from '../../../shared/domain/submission.ts';
import { createFakeClock, type FakeClock } from '../../fakes/clock.ts';
import { type FakePartner, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, type TestConsole, throwAwayFolder } from '../../fakes/ports.ts';

/** Where the operation is below the partner's base. */
export const operation = 'POST /$submit-attachment';

/** Writes a file of a throw-away folder; answers its path. */
export function writeFile(name: string, content: string | Buffer): string {
  const file = path.join(throwAwayFolder(), name);
  writeFileSync(file, content);
  return file;
}

/** A small PDF, as far as its first bytes go. */
export const pdf = (words = 'small'): string => `%PDF-1.4\n${words}\n%%EOF\n`;

/** An unsolicited submission for a claim that breaks no rule, of files with these words. */
export function claimSubmission(...words: string[]): SubmissionRequest {
  return {
    attachTo: 'claim',
    trackingId: 'https://clinic.example/tracking|T-1',
    payerId: 'https://payer.example/ids|P1',
    organizationId: 'http://hl7.org/fhir/sid/us-npi|9941001015',
    memberId: 'https://payer.example/members|M-77',
    serviceDate: '2026-09-30',
    attachments: words.map((word, index) => ({
      code: '11506-3',
      lineItems: [String(index + 1)],
      content: { from: 'file', path: writeFile(`${word}.pdf`, pdf(word)) },
    })),
    final: true,
  };
}

/** A payer whose answers are scripted, and a console by a clock that stands still. */
export interface Payer extends TestConsole {
  payer: FakePartner;
  clock: FakeClock;
  to: string;
  /** The record as it was last kept. */
  record(): SubmissionRecord | undefined;
  /** Every state and number of tries it went through. */
  steps: string[];
}

/** Starts both. */
export async function startPayer(): Promise<Payer> {
  const clock = createFakeClock();
  const [payer, here] = [await startPartner(), openConsole({ clock })];
  let last: SubmissionRecord | undefined;
  const steps: string[] = [];
  here.console.listen((event) => {
    if (event.type !== 'change' || event.change.kind !== 'submission' || event.change.op !== 'put') return;
    last = event.change.record;
    steps.push(`${last.state} ${last.attempts.length}`);
  });
  return { ...here, payer, clock, to: payer.baseUrl, record: () => last, steps };
}
