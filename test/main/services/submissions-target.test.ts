import { describe, expect, test } from 'vitest';
import { endpointFor } from '../../../main/services/submissions/target.ts';
import { bytes, json, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { claimSubmission, operation } from './submission-partner.ts';

const key = 'davinci_cdex_attachsubmit_endpoint';

async function start(role: 'provider' | 'payer' = 'provider') {
  const [payer, here] = [await startPartner(), openConsole()];
  await here.run('connections.add', { name: 'Payer', baseUrl: payer.baseUrl, role });
  const publish = (endpoints: unknown) =>
    payer.on(
      'GET /.well-known/davinci-configuration',
      json(200, { endpoints }, { 'content-type': 'application/json' }),
    );
  return { ...here, payer, publish, partner: { connection: 'Payer' } };
}

describe('where a submission goes, and who said so', () => {
  test('the URL that was given comes first, whole or as a base', async () => {
    const { run, partner, payer } = await start();
    for (const to of [
      payer.baseUrl,
      `${payer.baseUrl}/`,
      `${payer.baseUrl}/$submit-attachment`,
      `${payer.baseUrl}/%24submit-attachment`,
    ])
      expect(await run('submissions.target', { partner, to })).toMatchObject({
        url: expect.stringMatching(/\/fhir\/(\$|%24)submit-attachment$/),
        source: 'given',
      });
  });

  test('the payer’s davinci-configuration before its base, with the exchange that shows it', async () => {
    const { run, partner, payer, publish } = await start();
    publish({ [`${key}#2.1`]: `${payer.origin}/attachments`, [`${key}#1.0`]: `${payer.origin}/old` });
    const target = await run('submissions.target', { partner });
    expect(target).toMatchObject({
      url: `${payer.origin}/attachments/$submit-attachment`,
      source: 'davinci-configuration',
      exchangeId: expect.any(String),
    });
    expect(target.says).toContain('Payer publishes it');
    payer.on('POST /attachments/$submit-attachment', bytes(200, ''));
    const answer = await run('submissions.send', { request: claimSubmission('one'), partner });
    expect(answer).toMatchObject({ accepted: true, record: { target: { source: 'davinci-configuration' } } });
  });

  test('its base where it publishes none', async () => {
    const { run, partner, payer } = await start();
    expect(await run('submissions.target', { partner })).toMatchObject({
      url: `${payer.baseUrl}/$submit-attachment`,
      source: 'base',
    });
  });

  test('is looked up at a payer named on the spot too, without its credentials', async () => {
    const [payer, here] = [await startPartner(), openConsole({ environment: () => 'a secret token' })];
    payer.on(
      'GET /.well-known/davinci-configuration',
      json(200, { endpoints: { [`${key}#2.1`]: payer.baseUrl } }, { 'content-type': 'application/json' }),
    );
    payer.on(operation, bytes(200, ''));
    const partner = { baseUrl: payer.baseUrl, tokenEnv: 'TOKEN' };
    await here.run('submissions.send', { request: claimSubmission('one'), partner });
    expect(payer.seen.map(({ method, headers }) => [method, headers.authorization])).toEqual([
      ['GET', undefined],
      ['POST', 'Bearer a secret token'],
    ]);
  });

  test('credentials stay at the payer’s own origin', async () => {
    const [payer, other, here] = [
      await startPartner(),
      await startPartner(),
      openConsole({ environment: () => 'a secret token' }),
    ];
    other.on(operation, bytes(200, ''));
    const partner = { baseUrl: payer.baseUrl, tokenEnv: 'TOKEN' };
    const answer = await here.run('submissions.send', { request: claimSubmission('one'), partner, to: other.baseUrl });
    expect(answer.accepted).toBe(true);
    expect(answer.record.target?.says).toContain('nothing that lets us in there');
    expect(other.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test.each([
    ['not a url', 'no http or https URL'],
    ['ftp://payer.example/fhir', 'no http or https URL'],
    ['https://me:secret@payer.example/fhir', 'name or password'],
  ])('%s is refused', async (to, words) => {
    const { refused } = await start();
    const failure = await refused('submissions.target', { to });
    expect(failure.code).toBe('invalid-input');
    expect(failure.message).toContain(words);
    expect(JSON.stringify(failure)).not.toContain('me:secret');
  });

  test('plain http to another computer is warned of', async () => {
    const { run } = await start();
    const rules = async (to: string) =>
      (await run('submissions.draft', { request: { attachTo: 'claim' }, to })).findings.map(({ rule }) => rule);
    expect(await rules('http://payer.example/fhir')).toContain('CONF-014');
    expect(await rules('https://payer.example/fhir')).not.toContain('CONF-014');
  });

  test('nothing said is refused', async () => {
    const { refused } = await start();
    expect(await refused('submissions.target', {})).toMatchObject({ code: 'invalid-input' });
  });
});

describe('the endpoint of a version', () => {
  const all = [
    { code: key, url: 'bare' },
    { code: `${key}#2.0`, url: '2.0' },
    { code: `${key}#2.1`, url: '2.1' },
    { code: `${key}#3.0`, url: '3.0' },
    { code: 'davinci_pas_endpoint#2.1', url: 'pas' },
  ];
  const without = (...urls: string[]) => ({ endpoints: all.filter(({ url }) => !urls.includes(url)) });
  test.each([
    ['2.1', [], '2.1'],
    ['2.0', [], '2.0'],
    ['ci', [], '3.0'],
    ['2.1', ['2.1'], '2.0'],
    ['2.0', ['2.0', '2.1'], '3.0'],
    ['2.1', ['2.0', '2.1', '3.0'], 'bare'],
    ['2.1', ['2.0', '2.1', '3.0', 'bare'], undefined],
  ] as const)('%s without %j is %s', (version, left, url) => {
    expect(endpointFor(without(...left), version)?.url).toBe(url);
  });
});

describe('a draft', () => {
  test('is filled in by what the last accepted submission to the payer said', async () => {
    const { run, partner, payer } = await start();
    payer.on(operation, bytes(200, ''));
    await run('submissions.send', { request: claimSubmission('one'), partner });
    const draft = await run('submissions.draft', { request: { attachTo: 'claim' }, partner });
    expect(draft.request).toMatchObject({
      payerId: 'https://payer.example/ids|P1',
      organizationId: 'http://hl7.org/fhir/sid/us-npi|9941001015',
      trackingId: expect.stringMatching(/^urn:switchboard:tracking\|[0-9a-f-]{36}$/),
    });
    expect(draft.target).toMatchObject({ source: 'base' });
    expect(draft.findings.map(({ message }) => message)).toEqual(
      expect.arrayContaining(['MemberId is missing.', 'There is no attachment.']),
    );
    const again = await run('submissions.draft', { request: { attachTo: 'claim' }, partner });
    expect(again.request.trackingId).not.toBe(draft.request.trackingId);
  });

  test('is filled in from the claim and its patient at the server we work for', async () => {
    const { run } = await start();
    const clinic = await startPartner();
    clinic.on(
      'GET /Claim',
      json(200, {
        resourceType: 'Bundle',
        type: 'searchset',
        entry: [
          {
            resource: {
              resourceType: 'Claim',
              use: 'preauthorization',
              patient: { reference: 'Patient/7' },
              insurer: { identifier: { system: 'urn:payers', value: 'P-9' } },
              provider: { reference: 'Organization/3' },
              careTeam: [{ provider: { reference: 'Practitioner/4' } }],
              billablePeriod: { start: '2026-05-06T10:00:00Z' },
            },
          },
        ],
      }),
    );
    const npi = 'http://hl7.org/fhir/sid/us-npi';
    clinic.on(
      'GET /Organization/3',
      json(200, { resourceType: 'Organization', identifier: [{ system: npi, value: '1' }] }),
    );
    clinic.on(
      'GET /Practitioner/4',
      json(200, { resourceType: 'Practitioner', identifier: [{ value: 'x' }, { system: npi, value: '2' }] }),
    );
    const type = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'MB' }] };
    clinic.on(
      'GET /Patient/7',
      json(200, {
        resourceType: 'Patient',
        identifier: [{ value: 'MRN' }, { type, system: 'urn:members', value: 'M-7' }],
      }),
    );
    const source = { baseUrl: clinic.baseUrl };
    const draft = await run('submissions.draft', { claim: 'urn:claims|C-1', source });
    expect(draft.request).toMatchObject({
      attachTo: 'preauthorization',
      payerId: 'urn:payers|P-9',
      organizationId: `${npi}|1`,
      providerId: `${npi}|2`,
      memberId: 'urn:members|M-7',
      serviceDate: '2026-05-06',
    });
  });
});

test('a submission is saved as a draft, changed, sent and removed', async () => {
  const { run, refused, partner, payer } = await start();
  payer.on(operation, bytes(200, ''));
  const request = claimSubmission('one');
  const saved = await run('submissions.save', { request: { ...request, attachments: [] }, connectionId: 'Payer' });
  expect(saved).toMatchObject({ state: 'draft', partner: 'Payer', title: '0 attachments to a claim for M-77' });
  const changed = await run('submissions.save', { id: saved.id, request, connectionId: 'Payer' });
  expect(changed).toMatchObject({ id: saved.id, createdAt: saved.createdAt, title: '11506-3 to a claim for M-77' });
  const sent = await run('submissions.send', { id: saved.id });
  expect(sent.record).toMatchObject({ id: saved.id, state: 'accepted', connectionId: expect.any(String) });
  expect(await refused('submissions.save', { id: saved.id, request })).toMatchObject({ code: 'invalid-input' });
  expect(await run('submissions.remove', { id: saved.id })).toEqual({ removed: true });
  expect(await run('submissions.remove', { id: saved.id })).toEqual({ removed: false });
  expect(await run('audit.list', { limit: 1 })).toMatchObject([
    { action: 'exchange', peer: 'Payer', outcome: 'deleted', request: expect.stringContaining(sent.record.title) },
  ]);
  expect(await refused('submissions.send', { id: saved.id, partner })).toMatchObject({ code: 'not-found' });
});

test('a large resource does not stay in the record', async () => {
  const { run, partner, payer } = await start();
  payer.on(operation, bytes(500, ''), bytes(200, ''));
  const resource = { resourceType: 'Observation', status: 'final', note: [{ text: 'word '.repeat(30_000) }] };
  const request = {
    ...claimSubmission(),
    attachments: [{ code: '11506-3', content: { from: 'resource' as const, resource } }],
  };
  const { record } = await run('submissions.send', { request, partner });
  expect(JSON.stringify(record).length).toBeLessThan(10_000);
  expect(record.request.attachments[0]?.content.from).toBe('upload');
  await run('submissions.send', { id: record.id });
  expect(payer.seen.at(-1)?.body).toContain('word word');
});

test('Parameters that are given go as they were written', async () => {
  const { run, refused, partner, payer } = await start();
  payer.on(operation, bytes(200, ''));
  const composed = await run('submissions.compose', { request: claimSubmission('one', 'two'), whole: true });
  const value = `\ufeff${JSON.stringify(composed.parameters, null, 1)}`;
  const answer = await run('submissions.send', { parameters: { value }, partner });
  expect(payer.seen.at(-1)?.body).toBe(value.slice(1));
  expect(answer).toMatchObject({
    accepted: true,
    trackingId: 'https://clinic.example/tracking|T-1',
    record: { title: '2 attachments to a claim for M-77', sent: [{ contentType: 'application/pdf' }, {}] },
  });
  const refusals = [
    ['{', 'invalid-json'],
    ['{"resourceType":"Bundle"}', 'invalid-input'],
    ['{"resourceType":"Parameters"}', 'rules-failed'],
  ] as const;
  for (const [text, code] of refusals)
    expect((await refused('submissions.send', { parameters: { value: text }, partner })).code).toBe(code);
});

test('a draft keeps no address with credentials in it, and none that is only begun', async () => {
  const { run, refused } = await start();
  const request = claimSubmission('one');
  for (const to of ['https://us:secret-canary@payer.example/fhir', 'https://payer.example/fhir?token=secret-canary']) {
    const refusal = await refused('submissions.save', { request, to });
    expect(refusal).toMatchObject({ code: 'invalid-input', message: expect.stringContaining('password in it') });
    expect(JSON.stringify(refusal)).not.toContain('canary');
  }
  expect(await run('submissions.save', { request, to: 'https://us:secret-canary' })).not.toHaveProperty('to');
  expect(await run('submissions.save', { request, to: 'https://payer.example/fhir' })).toMatchObject({
    to: 'https://payer.example/fhir',
  });
});
