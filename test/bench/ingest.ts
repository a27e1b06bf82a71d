import path from 'node:path';
import { Agent, request } from 'undici';
import { inFolder, startServer, switchboard } from './child.ts';
import { type Bench, inTurn, row } from './row.ts';

const submissions = 1_000;
const senders = 16;

/** A submission of about 10 kB with one attachment. */
const body = JSON.stringify({
  resourceType: 'Parameters',
  parameter: [
    { name: 'TrackingId', valueIdentifier: { system: 'https://payer.example/tracking', value: 'T-1' } },
    { name: 'AttachTo', valueCode: 'claim' },
    { name: 'ProviderId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '9941001015' } },
    { name: 'MemberId', valueIdentifier: { system: 'https://payer.example/members', value: 'M-1' } },
    { name: 'ServiceDate', valueDateTime: '2026-01-01' },
    {
      name: 'Attachment',
      part: [
        { name: 'Code', valueCodeableConcept: { coding: [{ system: 'http://loinc.org', code: '11506-3' }] } },
        {
          name: 'Content',
          resource: {
            resourceType: 'DocumentReference',
            status: 'current',
            content: [
              { attachment: { contentType: 'text/plain', data: Buffer.alloc(6_800, 'note ').toString('base64') } },
            ],
          },
        },
      ],
    },
  ],
});

async function rate(url: string): Promise<number> {
  const dispatcher = new Agent({ connections: senders });
  const began = performance.now();
  let left = submissions;
  await Promise.all(
    Array.from({ length: senders }, async () => {
      while (left > 0) {
        left -= 1;
        const answer = await request(url, {
          method: 'POST',
          body,
          dispatcher,
          headers: { 'content-type': 'application/fhir+json' },
        });
        await answer.body.dump();
        if (answer.statusCode !== 200) throw new Error(`the receiver answered ${answer.statusCode}`);
      }
    }),
  );
  await dispatcher.close();
  return submissions / ((performance.now() - began) / 1_000);
}

/** Submissions a second that are stored on the disk before they are answered. */
export const ingest: Bench = () =>
  inFolder(async (folder) => {
    const ours = await startServer(switchboard, ['listen', '--port', '0', '--data-dir', folder, '--json']);
    const bare = await startServer(path.join(import.meta.dirname, 'ingest-floor.ts'), [path.join(folder, 'floor.db')]);
    const urlOf = ({ line }: { line: string }) =>
      (JSON.parse(line) as { submitAttachmentUrl: string }).submitAttachmentUrl;
    const [value, floor] = await inTurn(
      5,
      () => rate(urlOf(ours)),
      () => rate(urlOf(bare)),
    );
    await ours.stop();
    await bare.stop();
    return [
      row('durable ingest of 10 kB submissions', value, floor, 'submissions a second', 'at least 0.75 of the floor'),
    ];
  });
