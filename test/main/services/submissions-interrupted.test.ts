import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { keepRecord, mendInterrupted } from '../../../main/services/submissions/records.ts';
import { openStore } from '../../../main/store/store.ts';
import { bytes } from '../../fakes/partner/partner.ts';
import { openConsole, testPorts, unwrap } from '../../fakes/ports.ts';
import { claimSubmission, operation, startPayer } from './submission-partner.ts';

/** A process that is no more. */
const dead = () => spawnSync(process.execPath, ['-e', '']).pid;

const sending = { state: 'sending' as const, partner: 'Payer', title: 'One', attempts: [], findings: [] };

test('what a process that died was sending is shown as failed at the next start, and may be sent again', async () => {
  const { payer, to, ports, close } = await startPayer();
  payer.on(operation, bytes(200, ''));
  await close();
  const store = unwrap(openStore(ports.dataFolder));
  const { id } = keepRecord({ store, ports } as never, undefined, {
    ...sending,
    to,
    request: claimSubmission('one'),
    sentBy: dead(),
  });
  store.close();
  const { run } = openConsole({ dataFolder: ports.dataFolder });
  const { submission } = await run('host.snapshot', {});
  expect(submission).toMatchObject([
    {
      id,
      state: 'failed',
      attempts: [
        { httpStatus: null, result: 'may-retry', says: expect.stringContaining('unknown whether it arrived') },
      ],
    },
  ]);
  expect(submission[0]?.sentBy).toBeUndefined();
  expect(await run('submissions.send', { id })).toMatchObject({ accepted: true, record: { id, state: 'accepted' } });
});

test('what another process is sending, or this one, is left alone', () => {
  const ports = testPorts();
  const store = unwrap(openStore(ports.dataFolder));
  const kit = { store, ports } as never;
  const request = claimSubmission('one');
  const other = keepRecord(kit, undefined, { ...sending, request, sentBy: process.ppid });
  const own = keepRecord(kit, undefined, { ...sending, request, sentBy: process.pid });
  mendInterrupted({ store, ports }, new Set([own.id]));
  expect([other, own].map(({ id }) => store.submissions.get(id)?.state)).toEqual(['sending', 'sending']);
  mendInterrupted({ store, ports });
  expect([other, own].map(({ id }) => store.submissions.get(id)?.state)).toEqual(['sending', 'failed']);
  store.close();
});
