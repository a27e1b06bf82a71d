import { describe, expect, test } from 'vitest';
import { systems } from '../../../../shared/cdex/codes.ts';
import { json } from '../../../fakes/partner/partner.ts';
import { attachmentRequest, coded, dataRequest, query } from '../../../shared/cdex/samples.ts';
import { ofPatient, startWork } from './task-server.ts';

const asking = (text: string, members: object = ofPatient) => dataRequest({ ...members, input: [query(text)] });
const byCode = (valueCodeableConcept: object) =>
  dataRequest({
    code: coded(systems.cdex, 'data-request-code'),
    input: [{ type: coded(systems.hrex, 'data-code'), valueCodeableConcept }],
  });

test('a query brings the patient’s data, a line each, and the exchanges that hold them', async () => {
  const { run, id } = await startWork(asking('Condition?patient=1'));
  const found = await run('work.collect', { id });
  expect(found).toMatchObject({
    query: 'Condition?patient=1',
    entries: 2,
    items: [
      { reference: 'Condition/c1', title: 'Asthma' },
      { reference: 'Condition/c2', title: 'Diabetes' },
    ],
    findings: [],
  });
  expect(found.bytes).toBeGreaterThan(100);
  const shown = await run('exchanges.list', { limit: 1 });
  expect(shown).toMatchObject([{ id: found.exchangeIds[0], approach: 'task' }]);
});

describe('a Task that names its member by an identifier', () => {
  test('is about the patient the server knows by it (CONF-007)', async () => {
    const { run, server, id } = await startWork(asking('Condition?patient=1', {}));
    expect((await run('work.collect', { id })).entries).toBe(2);
    expect(server.asked('GET')).toContain(
      `Patient?identifier=${encodeURIComponent('http://payer.example/members|M-1')}`,
    );
  });

  test.each([
    ['nobody has it', 'M-9', undefined],
    ['a server that ignores the identifier', 'M-9', 'ignore'],
    ['two have it', 'M-1', 'double'],
  ])('is not guessed at: %s', async (_, value, manner) => {
    const whom = { for: { identifier: { system: 'http://payer.example/members', value } } };
    const { refused, server, id } = await startWork(asking('Condition?patient=1', whom));
    const people = server.resources.get('Patient') ?? [];
    const answered = manner === 'double' ? [people[0], { ...people[0], id: '1b' }] : people;
    const bundle = { resourceType: 'Bundle', type: 'searchset', entry: answered.map((resource) => ({ resource })) };
    if (manner) server.on('GET /Patient', json(200, bundle));
    expect((await refused('work.collect', { id })).requirement).toBe('CONF-007');
    expect(server.asked('GET').some((url) => url.startsWith('Condition'))).toBe(false);
  });

  test('and by a reference must mean one person', async () => {
    const whom = {
      for: { reference: 'Patient/2', identifier: { system: 'http://payer.example/members', value: 'M-1' } },
    };
    const { refused, id } = await startWork(asking('Condition?patient=2', whom));
    expect((await refused('work.collect', { id })).message).toContain('Patient/2');
  });
});

test.each([
  ['everybody', 'Condition?code=1'],
  ['another patient', 'Condition?patient=2'],
  ['the patient and another', 'Condition?patient=1,2'],
  ['the patient twice', 'Condition?patient=1&patient=2'],
  ['the patient, encoded twice', 'Condition?patient=1%252C2'],
  ['what belongs to others', 'Condition?patient=1&_include=Condition:encounter'],
  ['what refers to it', 'Condition?patient=1&_revinclude=Observation:focus'],
  ['it by an encoded name', 'Condition?patient=1&%5Finclude=*'],
  ['an operation', 'Patient/1/$everything?_count=1'],
  ['another server', 'https://evil.example/Condition?patient=1'],
  ['a way up', '../admin?patient=1'],
  ['several types', '?_type=Condition,Observation&patient=1'],
  ['by somebody’s record', 'Condition?patient=1&_has:Group:member:_id=1'],
])('an attack is not run: %s', async (_, text) => {
  const { run, server, id } = await startWork(asking(text));
  const found = await run('work.collect', { id });
  expect(found.findings[0]?.severity).toBe('error');
  expect(found).toMatchObject({ entries: 0, items: [], exchangeIds: [] });
  const typed = await run('work.collect', { id, query: text });
  expect(typed.findings[0]?.severity).toBe('error');
  const asked = server.asked('GET').filter((url) => !url.startsWith('Task') && !/^Patient\/1$/.test(url));
  expect(asked).toEqual([]);
});

test('what a server brings of others is named, and not offered', async () => {
  const { run, server, id } = await startWork(asking('Condition?patient=1'));
  const entry = [
    { resource: { resourceType: 'Condition', id: 'mine', subject: { reference: `${server.baseUrl}/Patient/1` } } },
    {
      resource: {
        resourceType: 'Condition',
        id: 'logical',
        subject: { identifier: { system: 'http://payer.example/members', value: 'M-1' } },
      },
    },
    { resource: { resourceType: 'Condition', id: 'theirs', subject: { reference: 'Patient/2' } } },
    {
      resource: {
        resourceType: 'Condition',
        id: 'elsewhere',
        subject: { reference: 'https://other.example/fhir/Patient/1' },
      },
    },
    {
      resource: {
        resourceType: 'Condition',
        id: 'both',
        subject: { reference: 'Patient/1' },
        patient: { reference: 'Patient/2' },
      },
    },
    { resource: { resourceType: 'Practitioner', id: 'doctor' } },
    { resource: { resourceType: 'Patient', id: '2' } },
    { resource: { resourceType: 'Patient', id: '1' } },
    { resource: { resourceType: 'Provenance', id: 'p', target: [{ reference: 'Condition/mine' }] } },
    { resource: { resourceType: 'Provenance', id: 'stray', target: [{ reference: 'Condition/theirs' }] } },
    { resource: { resourceType: 'OperationOutcome', issue: [] } },
    {},
  ];
  server.on('GET /Condition', json(200, { resourceType: 'Bundle', type: 'searchset', entry }));
  const found = await run('work.collect', { id });
  expect(found.items.map(({ reference }) => reference)).toEqual([
    'Condition/mine',
    'Condition/logical',
    'Patient/1',
    'Provenance/p',
  ]);
  expect(found.findings.map(({ rule, severity, path }) => [rule, severity, path])).toEqual(
    [
      'Condition/theirs',
      'Condition/elsewhere',
      'Condition/both',
      'Practitioner/doctor',
      'Patient/2',
      'entry 11',
      'Provenance/stray',
    ].map((path) => ['foreign-data', 'error', path]),
  );
});

test('pages are followed, each entry once; a circle ends', async () => {
  const { run, server, id } = await startWork(asking('Condition?patient=1'));
  const [first, second] = (server.resources.get('Condition') ?? []).map((resource) => ({ resource }));
  const page = (entry: unknown[], next: string) => ({
    resourceType: 'Bundle',
    type: 'searchset',
    link: [{ relation: 'next', url: next }],
    entry,
  });
  server.on(
    'GET /Condition',
    json(200, page([first], `${server.baseUrl}/Condition?page=2`)),
    json(200, page([first, second], `${server.baseUrl}/Condition?page=2`)),
  );
  const found = await run('work.collect', { id });
  expect([found.entries, found.findings.map(({ rule }) => rule)]).toEqual([2, ['collect-limit']]);
});

test.each([
  [
    'a code',
    { coding: [{ system: systems.loinc, code: '11506-3' }] },
    `DocumentReference?patient=1&type=${encodeURIComponent('http://loinc.org|11506-3')}`,
    [],
  ],
  ['words', { text: 'the note of May' }, 'DocumentReference?patient=1', ['data-code']],
])('documents are found by %s', async (_, concept, asked, rules) => {
  const { run, id } = await startWork(byCode(concept));
  const found = await run('work.collect', { id });
  expect(found).toMatchObject({ query: asked, entries: 1, items: [{ reference: 'DocumentReference/d1' }] });
  expect(found.findings.map(({ rule }) => rule)).toEqual(rules);
});

test('the documents of an attachment request are found by the member inside it', async () => {
  const { run, id } = await startWork(attachmentRequest());
  expect((await run('work.collect', { id })).items).toMatchObject([{ title: expect.stringContaining('Note of May') }]);
});

test('a questionnaire has nothing to collect, but by a query of one’s own', async () => {
  const { run, id } = await startWork(
    dataRequest({ ...ofPatient, code: coded(systems.cdex, 'data-request-questionnaire'), input: [] }),
  );
  expect((await run('work.collect', { id })).findings).toMatchObject([{ rule: 'data-query', severity: 'error' }]);
  expect((await run('work.collect', { id, query: 'Condition?patient=1' })).entries).toBe(2);
});

test('a server that answers no Bundle has answered nothing of use', async () => {
  const { refused, server, id } = await startWork(asking('Condition?patient=1'));
  server.on('GET /Condition', json(200, { resourceType: 'Patient', id: '1' }));
  expect((await refused('work.collect', { id })).code).toBe('not-fhir');
});
