import { existsSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { openSandbox } from '../../../main/sandbox/open-sandbox.ts';
import { throwAwayFolder } from '../../fakes/ports.ts';

/** A thread that answers each message with `said`, and has something under way all the while. */
function threadThat(said: string) {
  const folder = throwAwayFolder();
  const file = path.join(folder, 'thread.mjs');
  writeFileSync(
    file,
    `import { writeFileSync } from 'node:fs';
     import { parentPort, workerData } from 'node:worker_threads';
     const underWay = () => setTimeout(() => writeFileSync(workerData.folder + '/ended', ''), 300);
     ${said}`,
  );
  return { folder, url: pathToFileURL(file), hasEnded: () => existsSync(path.join(folder, 'ended')) };
}

test('a sandbox that cannot start is waited for until its thread has ended by itself: a key that is being made must not be torn', async () => {
  const failure = JSON.stringify({ code: 'port-in-use', message: 'The port is taken.', next: 'Take another.' });
  const { folder, url, hasEnded } = threadThat(`underWay(); parentPort.postMessage({ id: 0, failure: ${failure} });`);
  await expect(openSandbox(url, { folder, definitionsFile: '' })).rejects.toMatchObject({ code: 'port-in-use' });
  expect(hasEnded()).toBe(true);
});

test('and so is one that is closed', async () => {
  const { folder, url, hasEnded } = threadThat(`
    parentPort.postMessage({ id: 0, value: {} });
    parentPort.on('message', ({ id }) => {
      underWay();
      parentPort.postMessage({ id, value: null });
      parentPort.close();
    });`);
  const sandbox = await openSandbox(url, { folder, definitionsFile: '' });
  await sandbox.close();
  expect(hasEnded()).toBe(true);
});
