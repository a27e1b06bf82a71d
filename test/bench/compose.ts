import { buildTask } from '../../shared/cdex/build-task.ts';
import { checkTask } from '../../shared/cdex/check-task.ts';
import { requestOf } from '../../shared/cdex/request-of-task.ts';
import type { AttachmentRequest } from '../../shared/domain/task-request.ts';
import { type Bench, inTurn, row } from './row.ts';

const rounds = 2_000;
const context = { cdexVersion: '2.1', now: '2026-01-31T08:00:00.000Z' } as const;

/** A request as large as people write them: twenty documents, each for three line items. */
const request: AttachmentRequest = {
  kind: 'attachment-request-code',
  use: 'claim',
  attachments: Array.from({ length: 20 }, (_, at) => ({
    what: '11506-3',
    title: `Progress note ${at}`,
    lineItems: [at + 1, at + 2, at + 3],
  })),
  member: 'http://payer.example/members|M-1',
  requester: 'http://payer.example/ids|P-1',
  claim: 'http://payer.example/claims|C-1',
  trackingId: 'http://payer.example/tracking|T-1',
  serviceDate: '2026-01-20',
  payerUrl: 'https://payer.example/fhir/$submit-attachment',
  npi: '1999999984',
  name: 'Example, Ada',
  birthDate: '1961-02-03',
  purposeOfUse: ['CLMATTCH'],
  signature: true,
  due: '2026-02-28',
};

const each = async (work: () => unknown): Promise<number> => {
  const began = performance.now();
  for (let at = 0; at < rounds; at += 1) work();
  return (performance.now() - began) / rounds;
};

/** A keystroke in the composer: the Task is read into the form, built and linted, against writing and parsing it as JSON once. */
export const compose: Bench = async () => {
  const task = buildTask(request, context);
  const goal = '< 5 ms for composing and linting a Task';
  const [lint, floor] = await inTurn(
    7,
    () => each(() => checkTask(buildTask(request, context), '2.1')),
    () => each(() => JSON.parse(JSON.stringify(task))),
  );
  const [read, floorAgain] = await inTurn(
    7,
    () => each(() => requestOf(task)),
    () => each(() => JSON.parse(JSON.stringify(task))),
  );
  return [
    row('compose: build and lint', lint, floor, 'ms', goal),
    row('compose: read back into the form', read, floorAgain, 'ms', goal),
  ];
};
