import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Console } from '../../../main/app/console.ts';
import { createConsole } from '../../../main/app/create-console.ts';
import type { CommandInput, CommandName, CommandOutput } from '../../../shared/contract/commands.ts';
import { payerFaults } from '../../../shared/domain/sandbox-push-faults.ts';
import type { SubmissionResult } from '../../../shared/domain/submission.ts';
import { testPorts, unwrap } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

// The console as a provider, the sandbox's payer as the partner: what it answers by name is what the sender makes of it.

let opened: Console;
let to = '';
const run = async <K extends CommandName>(name: K, input: CommandInput<K>): Promise<CommandOutput<K>> =>
  unwrap(await opened.dispatch(name, input)) as CommandOutput<K>;
beforeAll(async () => {
  const { assets } = testPorts();
  const ports = testPorts({ assets: { ...assets, definitionsFile: await definitionsFile() } });
  opened = unwrap(createConsole(ports));
  const role = await run('sandbox.start', { providerPort: 0, payerPort: 0 });
  to = role.sandbox?.payer.fhirBaseUrl ?? '';
}, 120_000);
afterAll(() => opened.close());

const text = (bytes: number) => ({
  resourceType: 'DocumentReference',
  status: 'current',
  content: [{ attachment: { contentType: 'text/plain', data: Buffer.alloc(bytes, 'a').toString('base64') } }],
});

async function member() {
  const [first] = await run('sandbox.members', {});
  const claim = first?.claims?.find(({ use, trackingId }) => use === 'claim' && trackingId);
  if (!first || !claim) throw new Error('The first member has no claim that was asked for.');
  return { memberId: first.memberId, claim };
}

interface Said {
  trackingId?: string | undefined;
  serviceDate?: string;
  bytes?: number;
  retries?: number;
}

async function send({
  trackingId = `urn:example:own|${randomUUID()}`,
  serviceDate,
  bytes = 10,
  retries = 0,
}: Said = {}) {
  const { memberId, claim } = await member();
  return run('submissions.send', {
    to,
    retries,
    request: {
      attachTo: 'claim',
      trackingId,
      memberId,
      organizationId: 'http://hl7.org/fhir/sid/us-npi|9941001015',
      serviceDate: serviceDate ?? claim.serviceDate,
      attachments: [{ code: '11506-3', content: { from: 'resource', resource: text(bytes) } }],
    },
  });
}

/** Sends while the payer has a fault, and none afterwards. */
async function under(fault: string, said: Said) {
  await run('sandbox.faults', { faults: [fault] });
  try {
    return await send(said);
  } finally {
    await run('sandbox.faults', { faults: [] });
  }
}

const stored = async (trackingId: string) => {
  const value = trackingId.split('|').at(-1);
  const found = await fetch(`${to}/Communication?identifier=${value}&_summary=count`);
  return ((await found.json()) as { total: number }).total;
};

test('what is asked for is accepted, what belongs to nothing is held', async () => {
  const { claim } = await member();
  const asked = await send({ trackingId: claim.trackingId });
  expect(asked).toMatchObject({ httpStatus: 200, accepted: true, held: false });
  const unasked = await send({ serviceDate: '2001-01-01' });
  expect(unasked).toMatchObject({ httpStatus: 200, accepted: true, held: true });
});

/** What each fault makes of a small submission: the last result, the status, and how often it is at the payer. */
const made: Record<(typeof payerFaults)[number]['name'], [SubmissionResult, number | null, number]> = {
  'payer-slow': ['accepted', 200, 1],
  'payer-wrong-endpoint': ['accepted', 200, 1], // whoever gives the URL asks nobody
  'payer-413': ['accepted', 200, 1],
  'payer-hold': ['held', 200, 1],
  'payer-reject': ['refused', 400, 1], // as not done
  'payer-signature': ['refused', 400, 1],
  'payer-fatal-200': ['refused', 200, 0],
  'payer-html-500': ['may-retry', 500, 0],
  'payer-html-200': ['may-retry', 200, 0],
  'payer-401': ['refused', 401, 0],
  'payer-403': ['refused', 403, 0],
  'payer-404': ['refused', 404, 0],
  'payer-409': ['refused', 409, 0],
  'payer-415': ['refused', 415, 0],
  'payer-422': ['refused', 422, 0],
  'payer-429': ['refused', 429, 0],
  'payer-503-once': ['may-retry', 503, 0],
  'payer-drop-before': ['may-retry', null, 0],
  'payer-drop': ['may-retry', null, 1],
  'payer-empty-200': ['accepted', 200, 1],
  'payer-wrong-type': ['accepted', 200, 1],
  'payer-echo': ['accepted', 200, 1],
};

describe('under each behaviour of the payer', () => {
  test.each(payerFaults.map(({ name }) => name))('%s', async (name) => {
    const trackingId = `urn:example:own|${randomUUID()}`;
    const { httpStatus, attempts } = await under(name, { trackingId });
    expect([attempts.map(({ result }) => result), httpStatus, await stored(trackingId)]).toEqual([
      [made[name][0]],
      made[name][1],
      made[name][2],
    ]);
  });

  test('too much for 1 MB is refused with advice, and not tried again', async () => {
    const answered = await under('payer-413', { bytes: 1_000_000, retries: 3 });
    expect(answered).toMatchObject({ httpStatus: 413, accepted: false });
    expect(answered.attempts.map(({ result }) => result)).toEqual(['too-large']);
  });

  test('a payer that is away once is asked again, and has it once', async () => {
    const trackingId = `urn:example:own|${randomUUID()}`;
    const answered = await under('payer-503-once', { trackingId, retries: 1 });
    expect(answered.attempts.map(({ httpStatus }) => httpStatus)).toEqual([503, 200]);
    expect([answered.accepted, await stored(trackingId)]).toEqual([true, 1]);
  });
});

test('what was kept without an answer is kept once, though it is sent again', async () => {
  const trackingId = `urn:example:own|${randomUUID()}`;
  const first = await under('payer-drop', { trackingId });
  const again = await run('submissions.send', { id: first.record.id, to });
  expect([first.accepted, again.accepted, await stored(trackingId)]).toEqual([false, true, 1]);
});

test('a prior authorization is taken by its reference number; unasked, PAS is named as a hint (CONF-056)', async () => {
  const members = await run('sandbox.members', {});
  const found = members.flatMap(({ memberId, claims = [] }) =>
    claims.filter(({ adminRef }) => adminRef).map(({ adminRef, lineItems }) => ({ memberId, adminRef, lineItems })),
  );
  const { memberId, adminRef, lineItems } = found[0] ?? {};
  const request = {
    attachTo: 'preauthorization' as const,
    trackingId: `urn:example:own|${randomUUID()}`,
    memberId,
    adminRef,
    organizationId: 'http://hl7.org/fhir/sid/us-npi|9941001015',
    attachments: [{ code: '11488-4', lineItems, content: { from: 'resource' as const, resource: text(20) } }],
  };
  const partner = { baseUrl: to, cdexVersion: 'ci' as const };
  const sent = await run('submissions.send', { partner, request });
  expect([sent.httpStatus, sent.held, sent.record.findings.map(({ rule }) => rule)]).toEqual([
    200,
    false,
    expect.arrayContaining(['CONF-056']),
  ]);
  const claim = { ...request, attachTo: 'claim' as const, serviceDate: '2026-01-01' };
  const { findings } = await run('submissions.compose', { partner, request: claim });
  expect(findings.map(({ rule }) => rule)).not.toContain('CONF-056');
});
