import { readFileSync } from 'node:fs';
import path from 'node:path';
import { request } from 'undici';
import { inFolder, peakIn, startServer, switchboard, timed } from './child.ts';
import { type Bench, median, row } from './row.ts';
import { submissionWith } from './submission.ts';

const rounds = 3;
/** As base64 and with its Parameters just below the limit of 100 MB. */
const documentBytes = 74_999_400;

/** Peak resident memory in MB of a receiver that takes these bodies, its workers included; its data stay in the folder. */
async function receiving(folder: string, bodies: readonly string[]): Promise<number> {
  const report = path.join(folder, 'peak');
  const args = ['listen', '--port', '0', '--data-dir', path.join(folder, 'data'), '--json'];
  const receiver = await startServer(switchboard, args, peakIn(report));
  const { submitAttachmentUrl } = JSON.parse(receiver.line) as { submitAttachmentUrl: string };
  for (const body of bodies) {
    const headers = { 'content-type': 'application/fhir+json' };
    const answer = await request(submitAttachmentUrl, { method: 'POST', body, headers });
    await answer.body.dump();
    if (answer.statusCode !== 200) throw new Error(`the receiver answered ${answer.statusCode}`);
  }
  await receiver.stop();
  return Number(readFileSync(report, 'utf8')) / 1024;
}

/** Memory of a receiver that takes one push of 100 MB over that of an idle one, and of a command that takes its document out. */
export const largePush: Bench = async () => {
  const body = submissionWith(documentBytes);
  const peaks = { idle: [] as number[], taking: [] as number[], listing: [] as number[], opening: [] as number[] };
  for (let round = 0; round < rounds; round += 1) {
    peaks.idle.push(await inFolder((folder) => receiving(folder, [])));
    await inFolder(async (folder) => {
      peaks.taking.push(await receiving(folder, [body]));
      const data = ['--data-dir', path.join(folder, 'data')];
      peaks.listing.push((await timed([switchboard, 'inbox', 'list', '--json', ...data], folder)).peakMb);
      const out = ['--out', path.join(folder, 'out'), '--raw'];
      peaks.opening.push((await timed([switchboard, 'inbox', 'export', '1', ...out, ...data], folder)).peakMb);
    });
  }
  const goal = 'less than 100 MB over an idle one';
  return [
    row('a receiver that takes 100 MB, peak memory', median(peaks.taking), median(peaks.idle), 'MB', goal),
    row('a command that takes its document out, peak memory', median(peaks.opening), median(peaks.listing), 'MB', goal),
  ];
};
