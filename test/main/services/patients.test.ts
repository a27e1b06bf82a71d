import { describe, expect, test } from 'vitest';
import { links, searchset } from '../../fakes/partner/bundles.ts';
import { bytes, json, outcome, type Seen, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, testPorts, throwAwayFolder } from '../../fakes/ports.ts';
import { definitionsFile } from '../sandbox/support/definitions.ts';

const gradeUrl = 'http://hl7.org/fhir/StructureDefinition/match-grade';
const member = { system: 'https://payer.example/members', value: 'M-77' };
const amy = {
  resourceType: 'Patient',
  id: 'p1',
  name: [{ family: 'Testrider', given: ['Amy', 'R.'] }],
  birthDate: '1961-02-03',
  gender: 'female',
  identifier: [{ type: { coding: [{ code: 'MB', display: 'Member Number' }] }, ...member }, { value: 'mrn-1' }],
};
const candidate = {
  id: 'p1',
  name: 'Amy R. Testrider',
  birthDate: '1961-02-03',
  gender: 'female',
  identifiers: [{ text: 'https://payer.example/members|M-77', type: 'Member Number' }, { text: 'mrn-1' }],
};

/** A partner that declares these search parameters and operations of Patient. */
async function start({ parameters = [], operations = [] }: { parameters?: string[]; operations?: string[] } = {}) {
  const [here, server] = [openConsole(), await startPartner()];
  const resource = {
    type: 'Patient',
    searchParam: parameters.map((name) => ({ name, type: 'string' })),
    operation: operations.map((name) => ({ name })),
  };
  server.on(
    'GET /metadata',
    json(200, {
      resourceType: 'CapabilityStatement',
      fhirVersion: '4.0.1',
      rest: [{ mode: 'server', resource: [resource] }],
    }),
  );
  return { ...here, server, partner: { baseUrl: server.baseUrl } };
}

const asked = (seen: Seen[]) =>
  seen.filter(({ url }) => !url.endsWith('/metadata')).map(({ method, url }) => `${method} ${url}`);

describe('a member is found', () => {
  test('by id, as a direct query that is recorded', async () => {
    const { run, server, partner } = await start();
    server.on('GET /Patient/p1', json(200, amy));
    const found = await run('patients.find', { partner, id: 'p1' });
    expect(found).toMatchObject({ how: 'read', candidates: [candidate], findings: [] });
    expect(await run('exchanges.list', {})).toMatchObject([{ id: found.exchangeId, approach: 'direct-query' }]);
  });

  test('by identifier (CONF-007)', async () => {
    const { run, server, partner } = await start();
    server.on('GET /Patient', json(200, searchset([amy])));
    const found = await run('patients.find', { partner, identifier: 'https://payer.example/members|M-77' });
    expect(found).toMatchObject({ how: 'search', candidates: [candidate], findings: [] });
    expect(asked(server.seen)).toEqual(['GET /fhir/Patient?identifier=https://payer.example/members|M-77']);
  });

  test.each([
    [[], 'family=Test%20Rider&given=Amy&birthdate=1961-02-03&gender=female', undefined],
    [['name', 'birthdate', 'gender'], 'name=Test%20Rider&birthdate=1961-02-03&gender=female', undefined],
    [['family', 'birthdate'], 'family=Test%20Rider&birthdate=1961-02-03', 'given, gender'],
  ])('by demographics, as the server declares it: %s', async (parameters, query, left) => {
    const { run, server, partner } = await start({ parameters });
    server.on('GET /Patient', json(200, searchset([amy])));
    const demographics = { family: 'Test Rider', given: 'Amy', birthDate: '1961-02-03', gender: 'female' } as const;
    const { how, findings } = await run('patients.find', { partner, ...demographics });
    expect(how).toBe('search');
    expect(asked(server.seen)).toEqual([`GET /fhir/Patient?${query}`]);
    expect(findings.map(({ message }) => message).join()).toContain(left ?? '');
    expect(findings).toHaveLength(left ? 1 : 0);
  });

  test('by $match where the server declares it, with grade and score (CONF-006)', async () => {
    const { run, server, partner } = await start({ operations: ['match'] });
    const entry = {
      resource: amy,
      search: { mode: 'match', score: 0.97, extension: [{ url: gradeUrl, valueCode: 'certain' }] },
    };
    const note = { resource: outcome('warning', 'The address was not compared.'), search: { mode: 'outcome' } };
    server.on('POST /Patient/$match', json(200, { ...searchset([]), entry: [entry, note] }));
    const wanted = { family: 'Testrider', given: 'Amy R.', birthDate: '1961-02-03', identifier: '|M-77' };
    const found = await run('patients.find', { partner, ...wanted, onlyCertain: true });
    expect(found).toMatchObject({ how: 'match', candidates: [{ ...candidate, grade: 'certain', score: 0.97 }] });
    expect(found.findings).toMatchObject([{ severity: 'warning', message: 'The address was not compared.' }]);
    const sent = JSON.parse(server.seen.at(-1)?.body ?? '');
    expect(sent).toEqual({
      resourceType: 'Parameters',
      parameter: [
        {
          name: 'resource',
          resource: {
            resourceType: 'Patient',
            identifier: [{ value: 'M-77' }],
            name: [{ family: 'Testrider', given: ['Amy', 'R.'] }],
            birthDate: '1961-02-03',
          },
        },
        { name: 'onlyCertainMatches', valueBoolean: true },
        { name: 'count', valueInteger: 20 },
      ],
    });
    expect(server.seen.at(-1)?.headers['content-type']).toBe('application/fhir+json');
  });

  test('in another way where somebody says so', async () => {
    const { run, server, partner } = await start({ operations: ['match'] });
    server.on('GET /Patient', json(200, searchset([amy])));
    server.on('POST /Patient/$match', json(200, searchset([])));
    const wanted = { partner, family: 'Testrider', birthDate: '1961-02-03' };
    expect((await run('patients.find', wanted)).how).toBe('match');
    expect((await run('patients.find', { ...wanted, how: 'search' })).how).toBe('search');
    expect((await run('patients.find', { partner, family: 'Testrider' })).how).toBe('search');
    const other = await start();
    other.server.on('POST /Patient/$match', json(200, searchset([])));
    const found = await other.run('patients.find', { partner: other.partner, identifier: 's|v', how: 'match' });
    expect([found.how, asked(other.server.seen)]).toEqual(['match', ['POST /fhir/Patient/$match']]);
  });
});

describe('what is doubtful about who was found is said', () => {
  test('nobody', async () => {
    const { run, server, partner } = await start();
    server.on('GET /Patient', json(200, { resourceType: 'Bundle', type: 'searchset' }));
    server.on('POST /Patient/$match', json(200, { resourceType: 'Bundle', type: 'searchset', total: 0 }));
    server.on('GET /Patient/gone', json(404, outcome('error', 'No.')));
    for (const wanted of [{ identifier: 's|v' }, { how: 'match', family: 'X' } as const, { id: 'gone' }]) {
      const found = await run('patients.find', { partner, ...wanted });
      expect(found).toMatchObject({ candidates: [], findings: [{ severity: 'information' }] });
    }
  });

  test('several certain ones, some that are not, one without a grade, a score beyond bounds', async () => {
    const { run, server, partner } = await start();
    const entry = (id: string, grade: string | undefined, score: number) => ({
      resource: { ...amy, id },
      search: { mode: 'match', score, ...(grade ? { extension: [{ url: gradeUrl, valueCode: grade }] } : {}) },
    });
    const list = [
      entry('a', 'certain', 1),
      entry('b', 'certain', 1),
      entry('c', 'probable', 7),
      entry('d', undefined, 0),
    ];
    server.on('POST /Patient/$match', json(200, { ...searchset([]), entry: list }));
    const found = await run('patients.find', { partner, how: 'match', family: 'Testrider', onlyCertain: true });
    expect(found.candidates.map(({ id, grade, score }) => [id, grade, score])).toEqual([
      ['a', 'certain', 1],
      ['b', 'certain', 1],
      ['c', 'probable', 7],
      ['d', undefined, 0],
    ]);
    const said = found.findings.map(({ rule, message }) => `${rule} ${message}`).join('\n');
    expect(said).toContain('CONF-006 2 patients are called certain');
    expect(said).toContain('not certain, though certain ones alone');
    expect(said).toContain('without its grade');
    expect(said).toContain('score 7 is not between 0 and 1');
  });

  test('an identifier of several patients, and one the server ignored', async () => {
    const { run, server, partner } = await start();
    server.on('GET /Patient', json(200, searchset([amy, { ...amy, id: 'p2' }], links({ next: '/more' }))));
    const several = await run('patients.find', { partner, identifier: 'M-77' });
    expect(several.findings.map(({ message }) => message).join()).toMatch(
      /names 2 patients.*|more patients than this page/,
    );
    expect(several.findings).toHaveLength(2);
    const strangers = await run('patients.find', { partner, identifier: 'https://payer.example/members|OTHER' });
    expect(strangers.findings[0]).toMatchObject({ rule: 'CONF-007', severity: 'error' });
    expect(strangers.findings[0]?.message).toContain('2 of 2 patients do not carry');
  });

  test('what stands among the patients and is none', async () => {
    const { run, server, partner } = await start();
    const odd = [{ resourceType: 'Practitioner', id: 'x' }, { ...amy, id: '../../p' }, amy];
    server.on('GET /Patient', json(200, searchset(odd)));
    const found = await run('patients.find', { partner, family: 'Testrider' });
    expect(found.candidates.map(({ id }) => id)).toEqual(['p1']);
    expect(found.findings.map(({ path }) => path)).toEqual(['Bundle.entry[0]', 'Bundle.entry[1]']);
  });
});

test.each([
  [{}, 'Nothing is known'],
  [{ birthDate: '1961-02-03' }, 'half of all patients'],
  [{ how: 'read' }, 'by id'],
  [{ id: '../x' }, 'by id'],
] as const)('too little is refused before anything is sent: %j', async (wanted, words) => {
  const { refused, server, partner } = await start();
  const failure = await refused('patients.find', { partner, ...wanted });
  expect([failure.code, failure.message]).toEqual(['invalid-input', expect.stringContaining(words)]);
  expect(asked(server.seen)).toEqual([]);
});

test('an answer that is no Bundle, or no FHIR, is no finding but a failure', async () => {
  const { refused, server, partner } = await start();
  server.on('GET /Patient', json(200, amy), bytes(200, '<html>'), json(403, outcome('error', 'No.')));
  const wanted = { partner, family: 'X' };
  expect((await refused('patients.find', wanted)).message).toContain('Patient where a Bundle was asked for');
  expect((await refused('patients.find', wanted)).code).toBe('not-fhir');
  expect((await refused('patients.find', wanted)).code).toBe('refused-by-partner');
});

test('the sandbox finds its members by identifier, demographics and $match', async () => {
  const dataFolder = throwAwayFolder();
  const { assets } = testPorts({ dataFolder });
  const { run } = openConsole({ dataFolder, assets: { ...assets, definitionsFile: await definitionsFile() } });
  const started = await run('sandbox.start', { providerPort: 0, payerPort: 0 });
  const partner = { baseUrl: started.sandbox?.provider.fhirBaseUrl ?? '' };
  const [first] = await run('sandbox.members', {});
  const read = await run('patients.find', { partner, id: first?.patientId ?? '' });
  const [known] = read.candidates;
  expect(known?.identifiers.length).toBeGreaterThan(0);
  for (const { text } of known?.identifiers ?? []) {
    const found = await run('patients.find', { partner, identifier: text });
    expect([found.how, found.candidates.map(({ id }) => id), found.findings]).toEqual(['search', [known?.id], []]);
  }
  const [given = '', ...rest] = (known?.name ?? '').split(' ');
  const who = { family: rest.at(-1) ?? '', given, ...(known?.birthDate ? { birthDate: known.birthDate } : {}) };
  const matched = await run('patients.find', { partner, ...who, onlyCertain: true });
  expect(matched).toMatchObject({ how: 'match', candidates: [{ id: known?.id, grade: 'certain' }], findings: [] });
  const searched = await run('patients.find', { partner, ...who, how: 'search' });
  expect(searched.candidates.map(({ id }) => id)).toContain(known?.id);
});
