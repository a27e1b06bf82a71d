import { initialAnswers } from '../../../main/services/questionnaires/initial-expression.ts';
import { describe, expect, test } from 'vitest';
import { json, outcome, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole } from '../../fakes/ports.ts';
import { form, response } from '../../shared/fhir/questionnaire/form.ts';

const searchset = (...resources: object[]) => ({
  resourceType: 'Bundle',
  type: 'searchset',
  total: resources.length,
  entry: resources.map((resource) => ({ resource })),
});

const patient = {
  resourceType: 'Patient',
  id: 'p1',
  name: [{ family: 'Lindqvist', given: ['Maja'] }],
  birthDate: '1970-01-02',
  gender: 'female',
  identifier: [{ type: { coding: [{ code: 'MB' }] }, system: 'https://plan.example/members', value: 'M-1' }],
};

async function start() {
  const [here, server] = [openConsole(), await startPartner()];
  return { ...here, server, partner: { baseUrl: server.baseUrl } };
}

describe('opening a questionnaire', () => {
  test('finds it by its canonical URL at the partner, with the codes to choose from', async () => {
    const { run, server, partner } = await start();
    server.on('GET /Questionnaire', json(200, searchset(form)));
    const opened = await run('questionnaires.open', { url: `${form.url}|2`, partner });
    expect(opened.questionnaire).toMatchObject({ url: form.url });
    expect(opened.valueSets).toEqual({
      '#reasons': [
        { system: 'https://plan.example/reasons', code: 'new', display: 'New order' },
        { system: 'https://plan.example/reasons', code: 'again' },
      ],
    });
    const [asked] = server.seen;
    expect(decodeURIComponent(asked?.url ?? '')).toContain(`Questionnaire?url=${form.url}&version=2`);
    expect(await run('exchanges.list', {})).toMatchObject([{ approach: 'task', note: 'questionnaire' }]);
  });

  test('asks the payers we know, then the address itself, without the partner’s credentials', async () => {
    const { run, server, partner } = await start();
    const [payer, publisher] = [await startPartner(), await startPartner()];
    process.env.QUESTIONNAIRE_TOKEN = 'not-for-others';
    for (const one of [server, payer]) one.on('GET /Questionnaire', json(200, searchset()));
    publisher.on('GET /Questionnaire/oxygen', json(200, form));
    await run('connections.add', { name: 'Payer', baseUrl: payer.baseUrl, role: 'provider' });
    const url = `${publisher.baseUrl}/Questionnaire/oxygen`;
    const opened = await run('questionnaires.open', { url, partner: { ...partner, tokenEnv: 'QUESTIONNAIRE_TOKEN' } });
    expect(opened.questionnaire).toMatchObject({ title: form.title });
    expect([server.seen.length, payer.seen.length]).toEqual([1, 1]);
    expect(server.seen[0]?.headers.authorization).toBe('Bearer not-for-others');
    expect(publisher.seen.map(({ headers }) => headers.authorization)).toEqual([undefined]);
  });

  test('says where it looked when it is nowhere', async () => {
    const { run, refused, server, partner } = await start();
    server.on('GET /Questionnaire', json(404, outcome('error', 'No such type.')));
    const failure = await refused('questionnaires.open', { url: 'https://nowhere.invalid/Questionnaire/x', partner });
    expect(failure.code).toBe('not-found');
    expect(failure.message).toContain('https://nowhere.invalid/Questionnaire/x');
    expect(await run('exchanges.list', {})).not.toEqual([]);
  });

  test('says which value set it cannot open', async () => {
    const { run, server, partner } = await start();
    const item = [{ linkId: '1', type: 'choice', text: 'x', answerValueSet: 'https://plan.example/ValueSet/big' }];
    server.on('GET /Questionnaire', json(200, searchset({ ...form, item })));
    server.on(
      'GET /ValueSet',
      json(200, searchset({ resourceType: 'ValueSet', compose: { include: [{ system: 'http://loinc.org' }] } })),
    );
    const opened = await run('questionnaires.open', { url: form.url, partner });
    expect(opened.findings).toMatchObject([{ rule: 'value-set', severity: 'information' }]);
  });

  test('has the server expand a value set that does not list its codes', async () => {
    const { run, server, partner } = await start();
    const big = 'https://plan.example/ValueSet/big';
    const item = [{ linkId: '1', type: 'choice', text: 'x', answerValueSet: `${big}|3` }];
    server.on('GET /Questionnaire', json(200, searchset({ ...form, item })));
    server.on(
      'GET /ValueSet',
      json(200, searchset({ resourceType: 'ValueSet', compose: { include: [{ system: 'http://loinc.org' }] } })),
    );
    const contains = [{ system: 'http://loinc.org', code: '8302-2', display: 'Body height' }];
    server.on('GET /ValueSet/$expand', json(200, { resourceType: 'ValueSet', expansion: { contains } }));
    const opened = await run('questionnaires.open', { url: form.url, partner });
    expect(opened).toMatchObject({ findings: [], valueSets: { [`${big}|3`]: contains } });
    const asked = server.seen.find(({ url }) => url.includes('$expand'))?.url ?? '';
    expect(decodeURIComponent(asked)).toContain(`ValueSet/$expand?url=${big}&valueSetVersion=3&count=`);
    expect(opened.exchangeIds).toHaveLength(3);
  });
});

describe('a value set of more codes than can be offered', () => {
  const big = 'https://plan.example/ValueSet/big';
  const code = (n: number) => ({ system: 'https://plan.example/codes', code: `c${n}`, display: `Thing ${n}` });
  const codes = (count: number) => Array.from({ length: count }, (_, n) => code(n));
  const valueSet = (expansion: object) => json(200, { resourceType: 'ValueSet', expansion });

  async function opened(expand: Parameters<Awaited<ReturnType<typeof start>>['server']['on']>[1]) {
    const means = await start();
    const item = [{ linkId: '1', type: 'choice', text: 'x', answerValueSet: big }];
    means.server.on('GET /Questionnaire', json(200, searchset({ ...form, item })));
    means.server.on('GET /ValueSet', json(200, searchset()));
    means.server.on('GET /ValueSet/$expand', expand);
    return { ...means, opened: await means.run('questionnaires.open', { url: form.url, partner: means.partner }) };
  }

  test.each([
    ['says how many there are', valueSet({ total: 2_400, contains: codes(1_000) })],
    ['stops at the count without a total', valueSet({ contains: codes(1_000) })],
    ['does not heed the count', valueSet({ contains: codes(1_001) })],
    [
      'finds the whole too costly',
      json(422, { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'too-costly' }] }),
    ],
  ])('is searched where the server %s', async (_, expand) => {
    const { opened: form, partner } = await opened(expand);
    expect(form).toMatchObject({ valueSets: {}, searched: { [big]: partner }, findings: [] });
  });

  test.each([
    ['has a thousand', valueSet({ total: 1_000, contains: codes(1_000) }), 1_000],
    ['has one', valueSet({ contains: codes(1) }), 1],
  ])('is offered as it is where it %s', async (_, expand, count) => {
    const { opened: form } = await opened(expand);
    expect(form).toMatchObject({ searched: {}, findings: [] });
    expect(form.valueSets[big]).toHaveLength(count);
  });

  test('is searched by words, and each search is recorded', async () => {
    const { run, server, partner } = await start();
    server.on('GET /ValueSet/$expand', valueSet({ total: 40, contains: codes(30) }));
    const found = await run('questionnaires.findCodes', {
      partner,
      valueSet: `${big}|2`,
      filter: ' knee brace ',
      count: 5,
    });
    expect(found).toMatchObject({ codes: codes(5), total: 40 });
    const asked = new URL(server.seen[0]?.url ?? '', 'http://x').searchParams;
    expect(Object.fromEntries(asked)).toEqual({ url: big, valueSetVersion: '2', filter: 'knee brace', count: '5' });
    expect(await run('exchanges.list', {})).toMatchObject([{ id: found.exchangeId, note: 'value set' }]);
  });

  test('a search that finds nothing, is refused, or is answered with something else says so', async () => {
    const { run, refused, server, partner } = await start();
    const input = { partner, valueSet: big, filter: 'knee' };
    server.on('GET /ValueSet/$expand', valueSet({ total: 0 }));
    expect(await run('questionnaires.findCodes', input)).toMatchObject({ codes: [], total: 0 });
    server.on('GET /ValueSet/$expand', json(403, outcome('error', 'No terminology for you.')));
    expect(await refused('questionnaires.findCodes', input)).toMatchObject({ httpStatus: 403 });
    server.on('GET /ValueSet/$expand', json(200, { resourceType: 'Bundle', type: 'searchset' }));
    expect((await refused('questionnaires.findCodes', input)).code).toBe('not-fhir');
  });

  test('a search that was overtaken is stopped', async () => {
    const { run, refused, server, partner } = await start();
    const asked = Promise.withResolvers<void>();
    server.on('GET /ValueSet/$expand', () => asked.resolve());
    const search = refused('questionnaires.findCodes', { partner, valueSet: big, filter: 'k', operationId: 'typing' });
    await asked.promise;
    expect(await run('operations.cancel', { operationId: 'typing' })).toEqual({ cancelled: true });
    expect((await search).code).toBe('cancelled');
  });
});

describe('prefilling', () => {
  test('begins a response with what the record says, and says from where', async () => {
    const { run, server, partner } = await start();
    server.on('GET /Patient/p1', json(200, patient));
    const measured = {
      resourceType: 'Observation',
      id: 'o1',
      effectiveDateTime: '2026-10-01',
      valueQuantity: { value: 87, unit: '%' },
    };
    server.on('GET /Observation', json(200, searchset(measured)));
    const ill = (id: string, text: string) => ({ resourceType: 'Condition', id, code: { text } });
    server.on('GET /Condition', json(200, searchset(ill('c1', 'COPD'), ill('c2', 'Hypoxemia'))));
    const {
      response: begun,
      filled,
      initial,
    } = await run('questionnaires.prefill', {
      partner,
      patientId: 'p1',
      questionnaire: form,
    });
    expect(begun).toMatchObject({
      resourceType: 'QuestionnaireResponse',
      questionnaire: `${form.url}|2`,
      status: 'in-progress',
      subject: { reference: 'Patient/p1', identifier: { value: 'M-1' } },
      item: [
        {
          linkId: 'who',
          item: [
            { linkId: 'born', answer: [{ valueDate: '1970-01-02' }] },
            { linkId: 'name', answer: [{ valueString: 'Lindqvist' }] },
            { linkId: 'sex', answer: [{ valueCoding: { code: 'female' } }] },
          ],
        },
        { linkId: 'saturation', answer: [{ valueQuantity: { value: 87, unit: '%' } }] },
        { linkId: 'diagnoses', answer: [{ valueString: 'COPD; Hypoxemia' }] },
      ],
    });
    expect(filled).toContainEqual({ linkId: 'saturation', from: 'Observation/o1' });
    expect(initial).toEqual([{ linkId: 'name', answers: [{ type: 'String', value: 'Lindqvist' }] }]);
    expect(filled).toContainEqual({ linkId: 'diagnoses', from: 'Condition/c1, Condition/c2' });
    const left = await run('questionnaires.check', { questionnaire: form, response: begun as Record<string, unknown> });
    expect(left).toMatchObject([{ rule: 'qr-required', severity: 'information' }]);
  });

  test('a search that is refused leaves the question to the person', async () => {
    const { run, server, partner } = await start();
    server.on('GET /Patient/p1', json(200, patient));
    for (const type of ['Observation', 'Condition']) server.on(`GET /${type}`, json(403, outcome('error', 'No.')));
    const { filled } = await run('questionnaires.prefill', { partner, patientId: 'p1', questionnaire: form });
    expect(filled.map(({ linkId }) => linkId)).toEqual(['born', 'name', 'sex']);
  });

  test('a member who is not there is said', async () => {
    const { refused, server, partner } = await start();
    server.on('GET /Patient/p2', json(404, outcome('error', 'Unknown.')));
    const input = { partner, patientId: 'p2', questionnaire: form };
    expect((await refused('questionnaires.prefill', input)).httpStatus).toBe(404);
  });
});

test('a form is kept until it is thrown away, with what the rules say about it', async () => {
  const { run, refused } = await start();
  const kept = await run('questionnaires.saveForm', { questionnaire: form, response: response(), taskId: '3' });
  expect(kept).toMatchObject({ taskId: '3', title: 'Oxygen at home', questionnaireUrl: form.url, findings: [] });
  const empty = { ...response(), item: [] };
  const initial = [{ linkId: 'name', answers: [{ type: 'String', value: 'Lindqvist' }] }];
  const again = await run('questionnaires.saveForm', { id: kept.id, questionnaire: form, response: empty, initial });
  expect(again.initial).toEqual(initial);
  expect(again.findings.length).toBeGreaterThan(0);
  expect((await run('host.snapshot', {})).form).toEqual([again]);
  expect(await run('questionnaires.removeForm', { id: kept.id })).toEqual({ removed: true });
  expect(await run('questionnaires.removeForm', { id: kept.id })).toEqual({ removed: false });
  expect(
    (await refused('questionnaires.saveForm', { questionnaire: { resourceType: 'Bundle' }, response: response() }))
      .code,
  ).toBe('invalid-input');
});

test('an expression that is not simple says nothing: a pattern of somebody else could run for hours', () => {
  expect(initialAnswers("'a'.matches('a')", { resourceType: 'Patient' })).toEqual([]);
  expect(initialAnswers("'a' & 'b'", { resourceType: 'Patient' })).toEqual([{ type: 'String', value: 'ab' }]);
});
