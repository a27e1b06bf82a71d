import path from 'node:path';
import { Agent, request } from 'undici';
import { inFolder, startServer, switchboard } from './child.ts';
import { type Bench, inTurn, row } from './row.ts';
import { submissionWith, trackingId } from './submission.ts';

/** What is sent: how large the attachment is, how often, and by how many at once. */
const sizes = [
  { name: '10 kB', attachment: 6_800, submissions: 1_000, senders: 16 },
  { name: '5 MB', attachment: 3_750_000, submissions: 24, senders: 4 },
];

let sent = 0;

async function rate(url: string, template: Buffer, submissions: number, senders: number): Promise<number> {
  const dispatcher = new Agent({ connections: senders });
  const place = template.indexOf(trackingId);
  let left = submissions;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: senders }, async () => {
      const body = Buffer.from(template);
      while (left > 0) {
        left -= 1;
        sent += 1;
        body.write(`T-${String(sent).padStart(8, '0')}`, place); // a repeat of what was sent would be another kind of work
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
  const seconds = (performance.now() - began) / 1_000;
  await dispatcher.close();
  return submissions / seconds;
}

/** Submissions a second that are stored on the disk before they are answered. */
export const ingest: Bench = async () => {
  const rows = [];
  for (const { name, attachment, submissions, senders } of sizes)
    rows.push(
      await inFolder(async (folder) => {
        const template = Buffer.from(submissionWith(attachment));
        const ours = await startServer(switchboard, ['listen', '--port', '0', '--data-dir', folder, '--json']);
        const bare = await startServer(path.join(import.meta.dirname, 'ingest-floor.ts'), [
          path.join(folder, 'floor.db'),
        ]);
        const of = ({ line }: { line: string }) => {
          const { submitAttachmentUrl } = JSON.parse(line) as { submitAttachmentUrl: string };
          return () => rate(submitAttachmentUrl, template, submissions, senders);
        };
        const [value, floor] = await inTurn(5, of(ours), of(bare));
        await ours.stop();
        await bare.stop();
        return row(
          `durable ingest of ${name} submissions`,
          value,
          floor,
          'submissions a second',
          'at least 0.75 of the floor',
        );
      }),
    );
  return rows;
};
