import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { patient, searchset } from '../../fakes/partner/bundles.ts';
import { bytes, json, outcome, startPartner } from '../../fakes/partner/partner.ts';
import { openConsole, throwAwayFolder } from '../../fakes/ports.ts';
import { dataRequest, startTaskPartner } from './task-partner.ts';

const output = (reference: string, code = 'data-value') => ({
  type: { coding: [{ code }] },
  valueReference: { reference },
});
const attachment = (url: string, more: object = {}) => ({ attachment: { url, ...more } });
const note = (id: string, ...content: object[]) => ({ resourceType: 'DocumentReference', id, content });
const pdf = Buffer.from('%PDF-1.4 a note of our own making');
const asPdf = { 'content-type': 'application/pdf' };

async function start(changes: object = {}) {
  const here = openConsole({ environment: () => 'token-for-the-partner' });
  const server = await startTaskPartner();
  const partner = { baseUrl: server.baseUrl, tokenEnv: 'TOKEN' };
  const { id } = await here.run('tasks.request', { partner, request: dataRequest, profile: 'manual' });
  server.task.change({ resourceType: 'Task', status: 'completed', ...changes });
  const fetch = (folder?: string) => here.run('tasks.fetch', { id, ...(folder ? { folder } : {}) });
  const paths = () => server.seen.map(({ url }) => url).filter((url) => !/\/(Task|metadata)\b/.test(url));
  return { ...here, server, id, fetch, paths };
}

describe('the documents of an output', () => {
  test('are fetched: relative, with a leading slash, absolute, inside, elsewhere without the token', async () => {
    const foreign = await startPartner();
    foreign.on('GET /Binary/f', bytes(200, pdf, asPdf));
    const { server, fetch, paths } = await start({ output: [output('DocumentReference/d')] });
    const inside = Buffer.from('A note.');
    server.on(
      'GET /DocumentReference/d',
      json(
        200,
        note(
          'd',
          attachment('Binary/1', { contentType: 'application/pdf' }),
          attachment('/Binary/2'),
          attachment(`${server.origin}/files/3.pdf`),
          attachment('/files/4.pdf'),
          { attachment: { contentType: 'text/plain', data: inside.toString('base64') } },
          attachment(`${foreign.baseUrl}/Binary/f`),
        ),
      ),
    );
    server.on('GET /Binary/1', bytes(200, pdf, asPdf));
    server.on('GET /Binary/2', bytes(200, pdf, asPdf));
    server.otherwise((seen, response) =>
      seen.url.startsWith('/files/') ? bytes(200, pdf, asPdf)(seen, response) : response.writeHead(404).end(),
    );
    const folder = throwAwayFolder();
    const { outputs } = await fetch(folder);
    expect(outputs.map(({ as, of, kind, contentType }) => [as, of, kind, contentType])).toEqual([
      [undefined, undefined, 'relative', 'application/fhir+json'],
      ['document', 0, 'relative', 'application/pdf'],
      ['document', 0, 'relative', 'application/pdf'],
      ['document', 0, 'absolute', 'application/pdf'],
      ['document', 0, 'relative', 'application/pdf'],
      ['document', 0, 'contained', 'text/plain'],
      ['document', 0, 'foreign', 'application/pdf'],
    ]);
    expect(outputs.flatMap(({ findings }) => findings)).toEqual([]);
    expect(outputs[5]).toMatchObject({ pointer: '/content/4/attachment/data', bytes: inside.length });
    for (const { file = '', sha256 } of outputs)
      expect(createHash('sha256').update(readFileSync(file)).digest('hex')).toBe(sha256);
    expect(paths()).toEqual([
      '/fhir/DocumentReference/d',
      '/fhir/Binary/1',
      '/fhir/Binary/2',
      '/files/3.pdf',
      '/fhir/files/4.pdf',
      '/files/4.pdf',
    ]);
    expect(server.seen.find(({ url }) => url === '/fhir/Binary/1')?.headers.accept).toContain('application/pdf');
    expect(foreign.seen[0]?.headers.authorization).toBeUndefined();
  });

  test('that are not as described are told: type, bytes, size, hash; one that is not there keeps no other back', async () => {
    const { server, fetch } = await start({ output: [output('DocumentReference/d')] });
    server.on(
      'GET /DocumentReference/d',
      json(
        200,
        note(
          'd',
          attachment('Binary/text', { contentType: 'text/plain' }),
          attachment('Binary/page', { contentType: 'application/pdf', size: 7, hash: 'AAAA' }),
          attachment('Binary/gone'),
          attachment('data:text/plain,x'),
          attachment('Binary/good', { contentType: 'application/pdf', size: pdf.length }),
        ),
      ),
    );
    server.on('GET /Binary/text', bytes(200, pdf, asPdf));
    server.on('GET /Binary/page', bytes(200, '<!doctype html><p>Sign in</p>', asPdf));
    server.on('GET /Binary/gone', json(404, outcome('error', 'Gone.')));
    server.on('GET /Binary/good', bytes(200, pdf, asPdf));
    const { outputs } = await fetch();
    const said = outputs
      .slice(1)
      .map(({ findings }) => findings.map(({ severity, message }) => `${severity} ${message}`));
    expect(said[0]?.join()).toContain('described as text/plain; application/pdf came');
    expect(said[1]?.join()).toContain('first bytes are those of text/html');
    expect(said[1]?.join()).toContain('described as 7 bytes; 29 came');
    expect(said[1]?.join()).toContain('SHA-1 is another');
    expect(said[2]?.[0]).toMatch(/^error .*404/);
    expect(said[3]?.[0]).toMatch(/^error .*no address/);
    expect(said[4]).toEqual([]);
  });

  test('that come wrapped in a Binary resource are taken out', async () => {
    const { server, fetch } = await start({ output: [output('DocumentReference/d'), output('Binary/2')] });
    server.on(
      'GET /DocumentReference/d',
      json(200, note('d', attachment('Binary/1', { contentType: 'application/pdf' }))),
    );
    const wrapped = { resourceType: 'Binary', contentType: 'application/pdf', data: pdf.toString('base64') };
    server.on('GET /Binary/1', json(200, wrapped));
    server.on('GET /Binary/2', json(200, wrapped));
    const { outputs } = await fetch();
    const sha256 = createHash('sha256').update(pdf).digest('hex');
    for (const one of outputs.slice(1))
      expect(one).toMatchObject({
        contentType: 'application/pdf',
        sha256,
        pointer: '/data',
        findings: [{ rule: 'binary' }],
      });
  });

  test('inside a contained resource are found there', async () => {
    const { run, fetch } = await start({
      contained: [note('d', { attachment: { contentType: 'application/pdf', data: pdf.toString('base64') } })],
      output: [output('#d')],
    });
    const { outputs } = await fetch();
    expect(outputs[1]).toMatchObject({
      as: 'document',
      pointer: '/contained/0/content/0/attachment/data',
      bytes: pdf.length,
    });
    const { exchangeId = '', pointer = '', sha256 } = outputs[1] ?? {};
    expect((await run('documents.open', { exchangeId, side: 'response', pointer })).sha256).toBe(sha256);
  });

  test('that lead in a circle are fetched once, and it is said', async () => {
    const { server, fetch, paths } = await start({ output: [output('Bundle/a'), output('DocumentReference/self')] });
    const reference = (url: string) => note('d', attachment(url));
    server.on('GET /Bundle/a', json(200, searchset([reference('Bundle/b')])));
    server.on('GET /Bundle/b', json(200, searchset([reference(`${server.baseUrl}/Bundle/a`)])));
    server.on('GET /DocumentReference/self', json(200, reference('DocumentReference/self#again')));
    const { outputs } = await fetch();
    expect(paths()).toEqual(['/fhir/Bundle/a', '/fhir/DocumentReference/self', '/fhir/Bundle/b']);
    expect(outputs.map(({ reference: name, findings }) => [name, findings.map(({ rule }) => rule)])).toEqual([
      ['Bundle/a', []],
      ['DocumentReference/self', ['circle']],
      ['Bundle/b', ['circle']],
    ]);
  });

  test('without end are left at a limit', async () => {
    const { server, fetch, paths } = await start({ output: [output('DocumentReference/0')] });
    server.otherwise((seen, response) => {
      const n = Number(seen.url.split('/').at(-1));
      if (Number.isNaN(n)) response.writeHead(404).end();
      else json(200, note(`${n}`, attachment(`DocumentReference/${n + 1}`)))(seen, response);
    });
    const { outputs } = await fetch();
    expect(outputs.at(-1)?.findings).toMatchObject([{ rule: 'limit' }]);
    expect(paths().length).toBeLessThan(10);
  });

  test('of a foreign resource are asked there, not at the partner', async () => {
    const foreign = await startPartner();
    const { server, fetch, paths } = await start();
    foreign.on('GET /DocumentReference/x', json(200, note('x', attachment('Binary/x'))));
    foreign.on('GET /Binary/x', bytes(200, pdf, asPdf));
    server.task.change({ output: [output(`${foreign.baseUrl}/DocumentReference/x`)] });
    const { outputs } = await fetch();
    expect(outputs[1]).toMatchObject({ as: 'document', kind: 'foreign', bytes: pdf.length });
    expect(foreign.seen.map(({ headers }) => headers.authorization)).toEqual([undefined, undefined]);
    expect(paths()).toEqual([]);
  });
});

describe('an end without data', () => {
  const empty = { resourceType: 'Bundle', type: 'searchset', total: 0 };

  test.each<[string, object, string, string]>([
    [
      'an empty contained Bundle',
      { contained: [{ ...empty, id: 'r' }], output: [output('#r')] },
      'no-data',
      'information',
    ],
    [
      'a failure for want of data',
      { status: 'failed', statusReason: { text: 'No matching results' } },
      'no-data',
      'information',
    ],
    ['a failure with another reason', { status: 'failed', statusReason: { text: 'Out of scope' } }, 'ended', 'error'],
    ['a rejection', { status: 'rejected', statusReason: { text: 'Unknown member' } }, 'ended', 'error'],
    ['a completion without output', {}, 'tdr-3', 'error'],
  ])('is told: %s', async (_, changes, rule, severity) => {
    const { fetch } = await start(changes);
    const { findings, outputs } = await fetch();
    const all = [...findings, ...outputs.flatMap((one) => one.findings)];
    expect(all).toMatchObject([{ rule, severity }]);
    const reason = (changes as { statusReason?: { text: string } }).statusReason?.text;
    if (reason) expect(all[0]?.message).toContain(reason);
  });

  test('is told of an empty external Bundle, and of one with includes and outcomes alone', async () => {
    const { server, fetch } = await start({ output: [output('Bundle/1'), output('Bundle/2')] });
    server.on('GET /Bundle/1', json(200, empty));
    const entry = [
      { resource: outcome('warning', 'Some sources were away.'), search: { mode: 'outcome' } },
      { resource: { resourceType: 'Provenance', id: 'x' }, search: { mode: 'include' } },
    ];
    server.on('GET /Bundle/2', json(200, { ...empty, entry, link: [{ relation: 'next', url: 'x' }] }));
    const { outputs } = await fetch();
    expect(outputs.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([
      ['no-data'],
      ['no-data', 'more-pages', 'outcome'],
    ]);
    expect(outputs[1]?.included).toEqual([
      { resourceType: 'Provenance', reference: 'Provenance/x', pointer: '/entry/1/resource' },
    ]);
  });

  test('is none for an attachment request: what it asks for comes by push', async () => {
    const { run } = await start();
    const server = await startTaskPartner('a-1');
    const partner = { baseUrl: server.baseUrl };
    const { requester, member } = dataRequest;
    const request = {
      kind: 'attachment-request-code' as const,
      use: 'preauthorization' as const,
      attachments: [{ what: '34117-2' }],
      ...{ requester, member, npi: '9941001015', name: 'Example, Sample', birthDate: '1961-02-03' },
      ...{ claim: 's|c', payerUrl: 'https://payer.example/$submit-attachment' },
    };
    const { id } = await run('tasks.request', { partner, request });
    server.task.change({ status: 'completed' });
    expect(await run('tasks.fetch', { id })).toMatchObject({
      outputs: [],
      findings: [{ rule: 'no-output', severity: 'information' }],
    });
    server.task.change({
      status: 'completed',
      output: [output('Patient/p', 'attachments-needed'), output('Patient/p')],
    });
    await run('tasks.poll', { id });
    server.on('GET /Patient/p', json(200, patient('p')));
    const { outputs } = await run('tasks.fetch', { id });
    expect(outputs.map(({ findings }) => findings.map(({ rule }) => rule))).toEqual([[], ['CONF-098']]);
    const older = await run('tasks.fetch', { id: 'a-1', partner: { ...partner, cdexVersion: '2.0' } });
    expect(older.outputs.flatMap(({ findings }) => findings)).toEqual([]);
  });
});

describe('Provenance', () => {
  const statement = (searchable: boolean) => ({
    resourceType: 'CapabilityStatement',
    fhirVersion: '4.0.1',
    rest: [
      {
        mode: 'server',
        resource: [
          {
            type: 'Provenance',
            interaction: [{ code: searchable ? 'search-type' : 'read' }],
            searchParam: [{ name: 'target', type: 'reference' }],
          },
        ],
      },
    ],
  });
  const provenance = { resourceType: 'Provenance', id: 'w', target: [{ reference: 'Condition/1' }] };

  test('of an output is fetched where the server declares that it can be searched', async () => {
    const { server, fetch, paths } = await start({ output: [output('Condition/1'), output('Condition/2')] });
    server.on('GET /metadata', json(200, statement(true)));
    for (const id of ['1', '2']) server.on(`GET /Condition/${id}`, json(200, { resourceType: 'Condition', id }));
    server.on('GET /Provenance', (seen, response) =>
      json(200, searchset(seen.url.includes('Condition/1') ? [provenance] : []))(seen, response),
    );
    const { outputs } = await fetch();
    expect(outputs.map(({ as, of, resourceType }) => [as, of, resourceType])).toEqual([
      [undefined, undefined, 'Condition'],
      [undefined, undefined, 'Condition'],
      ['provenance', 0, 'Bundle'],
    ]);
    expect(outputs[2]).toMatchObject({ reference: 'Provenance?target=Condition/1', entries: 1, findings: [] });
    expect(paths().filter((url) => url.includes('Provenance'))).toHaveLength(2);
  });

  test('is not asked for where it is not declared, or came along', async () => {
    const { server, fetch, paths } = await start({ output: [output('Condition/1')] });
    server.on('GET /metadata', json(200, statement(false)));
    server.on('GET /Condition/1', json(200, { resourceType: 'Condition', id: '1' }));
    await fetch();
    expect(paths()).toEqual(['/fhir/Condition/1']);
    const other = await start({ output: [output('Bundle/b')] });
    other.server.on('GET /metadata', json(200, statement(true)));
    const entry = [
      { resource: patient('a'), search: { mode: 'match' } },
      { resource: provenance, search: { mode: 'include' } },
    ];
    other.server.on('GET /Bundle/b', json(200, { ...searchset([]), entry }));
    const { outputs } = await other.fetch();
    expect(outputs).toMatchObject([{ included: [{ resourceType: 'Provenance', pointer: '/entry/1/resource' }] }]);
    expect(other.paths()).toEqual(['/fhir/Bundle/b']);
  });
});

test('a contained Bundle of 5 MB is taken out while the console goes on answering', async () => {
  const data = 'QUJD'.repeat(1_310_720);
  const results = {
    ...searchset([note('d', { attachment: { contentType: 'application/pdf', data } })]),
    id: 'results',
  };
  const { run, fetch } = await start({ contained: [results], output: [output('#results')] });
  const folder = throwAwayFolder();
  const ended: string[] = [];
  const fetching = fetch(folder).finally(() => ended.push('fetch'));
  await run('tasks.list', {}).then(() => ended.push('list'));
  const { outputs } = await fetching;
  expect(ended).toEqual(['list', 'fetch']);
  expect(outputs).toMatchObject([{ resourceType: 'Bundle', entries: 1, pointer: '/contained/0', findings: [] }]);
  expect(outputs[0]?.bytes).toBeGreaterThan(data.length);
  expect(JSON.parse(readFileSync(outputs[0]?.file ?? '', 'utf8')).entry).toHaveLength(1);
});

test('contained outputs whose exchange was deleted are read again', async () => {
  const { run, server, id, fetch } = await start({ contained: [patient('p')], output: [output('#p')] });
  await run('tasks.poll', { id });
  const [newest] = await run('exchanges.list', {});
  await run('exchanges.delete', { id: newest?.id ?? '' });
  const before = server.seen.length;
  expect((await fetch()).outputs).toMatchObject([{ resourceType: 'Patient', findings: [] }]);
  expect(server.seen.length).toBe(before + 1);
});
