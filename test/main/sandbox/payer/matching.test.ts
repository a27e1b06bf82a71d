import type { ClaimResponse } from '@medplum/fhirtypes';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { claim, note, request, startPayer } from './submission.ts';

let payer: Awaited<ReturnType<typeof startPayer>>;
beforeAll(async () => {
  payer = await startPayer();
});
afterAll(() => payer.sandbox.close());
beforeEach(async () => {
  await payer.sandbox.setAnswering({ tracking: 'value', afterFinal: 'accept', unknownMember: 'hold' });
  await payer.sandbox.reset();
});

describe('a submission finds where it belongs', () => {
  it('by the tracking id of a claim', async () => {
    const { status, said } = await payer.submit({ trackingId: { system: 'urn:example:claims', value: 'claim-ann' } });
    expect([status, said]).toEqual([200, expect.stringMatching(/^information: .*Claim\/claim by the tracking id/)]);
    expect(await payer.about()).toEqual([['Claim/claim']]);
  });

  it('by the tracking id of a request, and the claim which that is about', async () => {
    await payer.put(request('T-1', 'claim-ann'));
    const { said } = await payer.submit({ trackingId: { system: 'urn:example:tracking', value: 'T-1' } });
    expect(said).toMatch(/Claim\/claim and Task\/\S+ by the tracking id T-1/);
    expect(await payer.about()).toEqual([['Claim/claim', expect.stringMatching(/^Task\//)]]);
  });

  it('by the value of a tracking id alone, unless its system counts too', async () => {
    const trackingId = { system: 'urn:example:elsewhere', value: 'claim-ann' };
    expect((await payer.submit({ trackingId })).said).toMatch(/associated with Claim\/claim/);
    await payer.sandbox.setAnswering({ tracking: 'strict' });
    expect((await payer.submit({ trackingId, content: note('another') })).said).toMatch(/held/);
  });

  it('by the administrative reference number of a prior authorization', async () => {
    await payer.put(claim('prior', 'PRE-1', '2023-05-05', 'preauthorization'));
    const answer: ClaimResponse = {
      resourceType: 'ClaimResponse',
      identifier: [{ system: 'urn:example:authorizations', value: 'AUTH-1' }],
      status: 'active',
      type: { text: 'Professional' },
      use: 'preauthorization',
      patient: { reference: 'Patient/insured' },
      created: '2023-05-06',
      insurer: { display: 'Payer' },
      request: { reference: 'Claim/prior' },
      outcome: 'queued',
    };
    expect((await payer.payer.send('POST', '/ClaimResponse', answer)).status).toBe(201);
    const adminRef = { system: 'urn:example:authorizations', value: 'AUTH-1' };
    const { said } = await payer.submit({ use: 'preauthorization', adminRef });
    expect(said).toMatch(/Claim\/prior by the administrative reference number AUTH-1/);
  });

  it('by member and service date, where one claim has that day and that use', async () => {
    const { said } = await payer.submit({ day: '2023-03-01' });
    expect(said).toMatch(/Claim\/claim by the member and the service date 2023-03-01/);
    expect((await payer.submit({ day: '2023-03-01', use: 'preauthorization' })).said).toMatch(/held/);
    await payer.put(claim('second', 'claim-2', '2023-03-01'));
    const both = await payer.submit({ day: '2023-03-01', content: note('which') });
    expect(both.said).toMatch(/fits 2 claims of 2023-03-01/);
  });

  it('never at a claim of another member', async () => {
    const stranger = {
      resourceType: 'Patient',
      id: 'stranger',
      identifier: [{ system: 'urn:example:member', value: 'm-2' }],
    };
    expect((await payer.payer.send('PUT', '/Patient/stranger', stranger)).status).toBe(201);
    const trackingId = { system: 'urn:example:claims', value: 'claim-ann' };
    const { status, said } = await payer.submit({ trackingId, member: 'm-2' });
    expect([status, said]).toEqual([200, expect.stringMatching(/claim of another member than m-2; held/)]);
    expect(await payer.about()).toEqual([[]]);
  });
});

describe('a submission that belongs nowhere', () => {
  it('is held with an informational outcome (CONF-021) and associated when the claim appears', async () => {
    const { status, said } = await payer.submit();
    expect([status, said]).toEqual([200, expect.stringMatching(/^information: .*held for a future one/)]);
    const [held] = await payer.kept('/Communication?_tag=urn:switchboard:sandbox:payer|held');
    expect(held?.statusReason?.text).toMatch(/^Held: /);
    await payer.put(claim('later', 'own-1', '2023-07-07'));
    expect(await payer.about()).toEqual([['Claim/later']]);
    expect(await payer.kept('/Communication?_tag=urn:switchboard:sandbox:payer|held')).toEqual([]);
    expect(await payer.kept('/Communication?part-of:missing=true')).toMatchObject([{ payload: held?.payload }]);
  });

  it('is associated when the request appears, and when the member becomes known', async () => {
    await payer.submit({ trackingId: { value: 'T-9' } });
    await payer.put(request('T-9', 'claim-ann'));
    expect(await payer.about()).toEqual([['Claim/claim', expect.stringMatching(/^Task\//)]]);
    await payer.submit({ member: 'm-3', day: '2023-09-09' });
    await payer.put({ ...claim('of-m-3', 'claim-3', '2023-09-09'), patient: { reference: 'Patient/m-3' } });
    const member = { resourceType: 'Patient', id: 'm-3', identifier: [{ system: 'urn:example:member', value: 'm-3' }] };
    await payer.payer.send('PUT', '/Patient/m-3', member);
    const [found] = await payer.kept('/Communication?subject=Patient/m-3');
    expect(found?.about).toEqual([{ reference: 'Claim/of-m-3' }]);
  });

  it('stays held where the claim that appears lacks its lines', async () => {
    await payer.submit({ lines: ['9'] });
    await payer.put(claim('later', 'own-1', '2023-07-07'));
    expect(await payer.about()).toEqual([[]]);
  });

  it('is refused where unknown members are', async () => {
    expect((await payer.submit({ member: 'nobody' })).status).toBe(200);
    await payer.sandbox.setAnswering({ unknownMember: 'refuse' });
    const { status, said } = await payer.submit({ member: 'nobody', content: note('again') });
    expect([status, said]).toEqual([422, 'error: This payer has no member nobody.']);
    expect(await payer.stored()).toBe(1);
    expect(await payer.kept('/Communication?status=not-done')).toMatchObject([
      { statusReason: { text: 'This payer has no member nobody.' } },
    ]);
  });
});

describe('line items', () => {
  it('that the claim has are kept, others are a business answer and nothing is kept', async () => {
    await payer.put(claim('lined', 'lined-1', '2023-06-06'));
    const trackingId = { system: 'urn:example:claims', value: 'lined-1' };
    expect((await payer.submit({ trackingId, lines: ['1', '2'] })).status).toBe(200);
    const { status, said } = await payer.submit({ trackingId, lines: ['2', '3'], content: note('of line 3') });
    expect([status, said]).toEqual([422, 'error: Claim/lined has no line 3.']);
    expect(await payer.stored()).toBe(1);
  });
});

describe('the same content again', () => {
  it('is answered 200 and kept once, whatever its id and profile', async () => {
    await payer.submit();
    const { status, said } = await payer.submit();
    expect([status, said]).toEqual([200, expect.stringMatching(/was kept before/)]);
    expect([await payer.stored(), (await payer.kept()).length]).toEqual([1, 1]);
    expect((await payer.submit({ content: note('another') })).said).not.toMatch(/kept before/);
    expect(await payer.stored()).toBe(2);
  });

  it('is not taken for a repeat of what was refused', async () => {
    await payer.sandbox.setFaults(['payer-reject']);
    expect((await payer.submit()).status).toBe(400);
    await payer.sandbox.setFaults([]);
    expect((await payer.submit()).said).not.toMatch(/kept before/);
    expect(await payer.stored()).toBe(1);
  });
});
