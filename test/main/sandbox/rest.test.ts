import { gunzipSync } from 'node:zlib';
import { request } from 'node:http';
import { once } from 'node:events';
import type { Bundle, OperationOutcome, Patient, Resource } from '@medplum/fhirtypes';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FhirServer } from '../../../main/sandbox/fhir/fhir-server.ts';
import { serve } from './support/fhir-server.ts';
import type { Client } from './support/http.ts';
import { record } from './support/records.ts';

let client: Client;
let server: FhirServer;
let close: () => Promise<void>;

beforeAll(async () => {
  ({ client, server, close } = await serve(record));
});
afterAll(() => close());

const person = (mrn: string, more: Partial<Patient> = {}): Patient => ({
  resourceType: 'Patient',
  identifier: [{ system: 'urn:test', value: mrn }],
  ...more,
});

async function make(mrn: string, more: Partial<Patient> = {}): Promise<Patient> {
  const { status, json } = await client.send<Patient>('POST', '/Patient', person(mrn, more));
  expect(status).toBe(201);
  return json;
}

describe('create, read, update, delete', () => {
  it('creates with an id of its own, Location and ETag', async () => {
    const { status, headers, json } = await client.send<Patient>('POST', '/Patient', person('crud', { id: 'mine' }));
    expect(status).toBe(201);
    expect(json.id).not.toBe('mine');
    expect(headers.get('location')).toBe(`${client.base}/Patient/${json.id}/_history/1`);
    expect(headers.get('etag')).toBe('W/"1"');
  });

  it('refuses what is not FHIR, naming the place', async () => {
    const bad = { resourceType: 'Patient', birthDate: 'yesterday', nickname: 'Al' };
    const { status, json } = await client.send<OperationOutcome>('POST', '/Patient', bad);
    expect(status).toBe(400);
    const texts = json.issue.map(({ details }) => details?.text).join('\n');
    expect(texts).toMatch(/Patient\.birthDate/);
    expect(texts).toMatch(/nickname/);
    expect(await client.refusal('POST', '/Patient', { resourceType: 'Condition' })).toMatch(/^400 .*expected Patient/);
  });

  it('tells unknown, deleted and unserved apart', async () => {
    const { id } = await make('gone');
    expect((await client.send('DELETE', `/Patient/${id}`)).status).toBe(204);
    expect((await client.send('DELETE', `/Patient/${id}`)).status).toBe(204);
    expect(await client.refusal('GET', `/Patient/${id}`)).toBe(`410 Patient/${id} was deleted.`);
    expect(await client.refusal('GET', '/Patient/nobody')).toBe('404 There is no Patient/nobody.');
    expect(await client.refusal('GET', '/Spaceship')).toBe('404 This server does not hold the type Spaceship.');
    expect(await client.refusal('DELETE', '/Patient/nobody')).toMatch(/^404/);
    expect(await client.ids('/Patient?identifier=urn:test|gone')).toEqual([]);
    expect((await client.get(`/Patient/${id}/_history/1`)).status).toBe(200);
    expect((await client.get(`/Patient/${id}/_history/2`)).status).toBe(410);
  });

  it('updates under If-Match only from the version named', async () => {
    const patient = await make('match');
    const path = `/Patient/${patient.id}`;
    const next = { ...patient, active: true };
    expect((await client.send('PUT', path, next, { 'if-match': 'W/"1"' })).status).toBe(200);
    expect(await client.refusal('PUT', path, next, { 'if-match': 'W/"1"' })).toMatch(/^412 .*current version is 2/);
    expect(await client.refusal('PUT', path, next, { 'if-match': '1' })).toMatch(/^412/);
    expect(await client.refusal('DELETE', path, undefined, { 'if-match': 'W/"1"' })).toMatch(/^412/);
    expect(await client.refusal('PUT', path, { ...next, id: 'other' })).toMatch(/^400 .*URL says/);
  });

  it('creates by update, and again after a deletion', async () => {
    const put = () => client.send('PUT', '/Patient/own-id', person('own', { id: 'own-id' }));
    expect((await put()).status).toBe(201);
    expect((await put()).status).toBe(200);
    await client.send('DELETE', '/Patient/own-id');
    const again = await put();
    expect([again.status, again.headers.get('etag')]).toEqual([201, 'W/"4"']);
  });

  it('answers 304 to a client that has this version', async () => {
    const patient = await make('cached');
    const path = `/Patient/${patient.id}`;
    const { headers } = await client.get(path);
    expect((await client.get(path, { 'if-none-match': headers.get('etag') ?? '' })).status).toBe(304);
    expect((await client.get(path, { 'if-none-match': 'W/"7"' })).status).toBe(200);
    expect((await client.get(path, { 'if-modified-since': headers.get('last-modified') ?? '' })).status).toBe(304);
    expect((await client.get(path, { 'if-modified-since': 'Mon, 01 Jan 2001 00:00:00 GMT' })).status).toBe(200);
  });

  it('patches with JSON Patch and refuses one that does not apply', async () => {
    const { id } = await make('patched');
    const type = { 'content-type': 'application/json-patch+json' };
    const patch = (operation: object) => client.send<Patient>('PATCH', `/Patient/${id}`, [operation], type);
    expect((await patch({ op: 'add', path: '/active', value: true })).json.active).toBe(true);
    expect((await patch({ op: 'test', path: '/active', value: false })).status).toBe(400);
    expect((await patch({ op: 'remove', path: '/nothing' })).status).toBe(400);
    expect((await patch({ op: 'replace', path: '/id', value: 'x' })).status).toBe(400);
    expect((await client.get<Patient>(`/Patient/${id}`)).json.meta?.versionId).toBe('2');
  });

  it('honours Prefer: return', async () => {
    const minimal = await client.send('POST', '/Patient', person('minimal'), { prefer: 'return=minimal' });
    expect([minimal.status, minimal.text]).toEqual([201, '']);
    const outcome = await client.send('POST', '/Patient', person('outcome'), { prefer: 'return=OperationOutcome' });
    expect(outcome.json.resourceType).toBe('OperationOutcome');
  });
});

describe('conditional interactions', () => {
  it('creates once', async () => {
    const header = { 'if-none-exist': 'identifier=urn:test|once' };
    const first = await client.send<Patient>('POST', '/Patient', person('once'), header);
    const second = await client.send<Patient>('POST', '/Patient', person('once'), header);
    expect([first.status, second.status, second.json.id]).toEqual([201, 200, first.json.id]);
    await make('twice');
    await make('twice');
    const many = await client.send('POST', '/Patient', person('twice'), {
      'if-none-exist': 'identifier=urn:test|twice',
    });
    expect(many.status).toBe(412);
  });

  it('updates what matches, creates what does not, and never picks at random', async () => {
    const path = '/Patient?identifier=urn:test|upsert';
    const first = await client.send<Patient>('PUT', path, person('upsert'));
    const second = await client.send<Patient>('PUT', path, person('upsert', { active: true }));
    expect([first.status, second.status, second.json.id]).toEqual([201, 200, first.json.id]);
    expect(await client.refusal('PUT', '/Patient', person('upsert'))).toMatch(/^412/);
    expect(await client.refusal('PUT', '/Patient?shoe-size=4', person('upsert'))).toMatch(/^400 .*shoe-size/);
  });

  it('deletes one match, and refuses a delete without criteria', async () => {
    await make('delete-me');
    expect((await client.send('DELETE', '/Patient?identifier=urn:test|delete-me')).status).toBe(204);
    expect(await client.ids('/Patient?identifier=urn:test|delete-me')).toEqual([]);
    const before = (await client.get('/Patient?_summary=count')).json.total;
    expect(await client.refusal('DELETE', '/Patient?identifier=')).toMatch(/^412/);
    expect((await client.get('/Patient?_summary=count')).json.total).toBe(before);
  });
});

describe('history', () => {
  it('lists versions newest first, every time', async () => {
    const patient = await make('history');
    for (const active of [true, false]) await client.send('PUT', `/Patient/${patient.id}`, { ...patient, active });
    await client.send('DELETE', `/Patient/${patient.id}`);
    for (let time = 0; time < 2; time += 1) {
      const { json } = await client.get(`/Patient/${patient.id}/_history`);
      expect(json.type).toBe('history');
      expect(json.total).toBe(4);
      expect(json.entry?.map(({ request }) => request?.method)).toEqual(['DELETE', 'PUT', 'PUT', 'POST']);
      expect(json.entry?.map(({ response }) => response?.etag)).toEqual(['W/"4"', 'W/"3"', 'W/"2"', 'W/"1"']);
    }
    const version = await client.get<Patient>(`/Patient/${patient.id}/_history/2`);
    expect(version.json.active).toBe(true);
    expect((await client.get(`/Patient/${patient.id}/_history/9`)).status).toBe(404);
    expect((await client.get('/Patient/nobody/_history')).status).toBe(404);
  });

  it('lists a type and the whole server, in pages', async () => {
    const type = await client.get('/Organization/_history');
    expect(type.json.entry?.map(({ resource }) => resource?.id)).toEqual(['org']);
    const first = await client.get('/_history?_count=2');
    expect(first.json.entry).toHaveLength(2);
    const next = first.json.link?.find(({ relation }) => relation === 'next')?.url ?? '';
    const second = await client.get(next.slice(client.base.length));
    const versions = [...(first.json.entry ?? []), ...(second.json.entry ?? [])].map(
      ({ fullUrl, response }) => `${fullUrl} ${response?.etag}`,
    );
    expect(new Set(versions).size).toBe(4);
    expect((await client.get('/_history?_since=2999-01-01')).json.total).toBe(0);
  });
});

const transaction = (type: Bundle['type'], entry: Bundle['entry']): Bundle => ({ resourceType: 'Bundle', type, entry });

describe('transactions and batches', () => {
  const urn = 'urn:uuid:61ebe359-bfdc-4613-8bf2-c5e300945f0a';
  const post = (resource: Resource, fullUrl?: string) => ({
    ...(fullUrl ? { fullUrl } : {}),
    resource,
    request: { method: 'POST' as const, url: resource.resourceType },
  });
  const condition: Resource = { resourceType: 'Condition', subject: { reference: urn } };

  it('stores all and ties new references together', async () => {
    const bundle = transaction('transaction', [post(condition), post(person('tx'), urn)]);
    const { status, json } = await client.send<Bundle>('POST', '/', bundle);
    expect(status).toBe(200);
    expect(json.type).toBe('transaction-response');
    expect(json.entry?.map(({ response }) => response?.status)).toEqual(['201', '201']);
    expect(json.entry?.[0]?.response?.etag).toBe('W/"1"');
    const [id] = await client.ids('/Patient?identifier=urn:test|tx');
    expect(await client.ids(`/Condition?patient=${id}`)).toHaveLength(1);
  });

  it('stores nothing when one entry fails, and says so with the failure’s own status', async () => {
    const bad = { request: { method: 'GET' as const, url: 'Patient/nobody' } };
    const failed = await client.send('POST', '', transaction('transaction', [post(person('rolled-back'), urn), bad]));
    expect(`${failed.status} ${failed.text}`).toMatch(/^404/);
    expect(await client.ids('/Patient?identifier=urn:test|rolled-back')).toEqual([]);
    const invalid = { resourceType: 'Patient', birthDate: 'x' } as Patient;
    const refused = await client.send(
      'POST',
      '',
      transaction('transaction', [post(person('rolled-back')), post(invalid)]),
    );
    expect(refused.status).toBe(400);
    expect(await client.ids('/Patient?identifier=urn:test|rolled-back')).toEqual([]);
    expect((await client.get('/Patient/_history?_count=1')).json.entry?.[0]?.resource).not.toMatchObject(
      person('rolled-back'),
    );
  });

  it('refuses as a whole what is no list of requests', async () => {
    const send = (entry: unknown, type = 'transaction') =>
      client.refusal('POST', '', { resourceType: 'Bundle', type, entry });
    expect(await send([post(person('half')), { resource: person('half') }])).toMatch(/^400 Entry 1 has no request/);
    expect(await send([null], 'batch')).toMatch(/^400 Entry 0/);
    expect(await send('x')).toMatch(/^400 The Bundle has no entries/);
    expect(await send([post(person('half'))], 'searchset')).toMatch(/^400 .*batch or transaction/);
    expect(await client.ids('/Patient?identifier=urn:test|half')).toEqual([]);
  });

  it('lets the entries of a batch fail alone', async () => {
    const bad = { request: { method: 'GET' as const, url: 'Patient/nobody' } };
    const search = { request: { method: 'GET' as const, url: 'Patient?identifier=urn:test|batch' } };
    const { status, json } = await client.send<Bundle>(
      'POST',
      '',
      transaction('batch', [bad, post(person('batch')), search]),
    );
    expect(status).toBe(200);
    expect(json.entry?.map(({ response }) => response?.status)).toEqual(['404', '201', '200']);
    expect(json.entry?.[2]?.resource).toMatchObject({ resourceType: 'Bundle', total: 1 });
  });

  it('lets one request wait for the other', async () => {
    const order: string[] = [];
    let release = () => {};
    const held = server.exclusive(
      () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    );
    const waiting = client.get('/Patient/ann').then(() => order.push('answered'));
    // Refused before it needs the repository, so it overtakes the read that was sent before it.
    await client.send('PUT', '/metadata');
    order.push('released');
    release();
    await Promise.all([held, waiting]);
    expect(order).toEqual(['released', 'answered']);
  });

  it('keeps a transaction whole while others read and write', async () => {
    const entries = Array.from({ length: 40 }, () => post(person('crowd')));
    const seen: number[] = [];
    const watch = async () => {
      for (let time = 0; time < 10; time += 1) {
        seen.push((await client.get('/Patient?identifier=urn:test|crowd&_summary=count')).json.total ?? -1);
      }
    };
    await Promise.all([
      client.send('POST', '', transaction('transaction', entries)),
      watch(),
      watch(),
      make('bystander'),
    ]);
    expect(seen.every((total) => total === 0 || total === 40)).toBe(true);
  });
});

describe('the wire', () => {
  it('refuses bodies it cannot read', async () => {
    const send = (body: string, type: string) => client.refusal('POST', '/Patient', body, { 'content-type': type });
    expect(await send('{"resourceType":', 'application/fhir+json')).toMatch(/^400 The body is not JSON/);
    expect(await send('[]', 'application/fhir+json')).toMatch(/^400/);
    expect(await send('null', 'application/fhir+json')).toMatch(/^400/);
    expect(await send('', 'application/fhir+json')).toMatch(/^400 The body is empty/);
    expect(await send('<Patient/>', 'application/fhir+xml')).toMatch(/^415 .*XML is not supported/);
    expect(await send('a=b', 'text/plain')).toMatch(/^415/);
    const encoded = { 'content-encoding': 'compress' };
    expect(await client.refusal('POST', '/Patient', person('x'), encoded)).toMatch(/^415 .*compress/);
    const broken = { 'content-encoding': 'gzip' };
    expect(await client.refusal('POST', '/Patient', 'not gzip', broken)).toMatch(/^400 .*gzip/);
  });

  it('names the methods a path takes', async () => {
    const wrong = async (method: string, path: string) => {
      const { status, headers } = await client.send(method, path);
      return `${status} ${headers.get('allow')}`;
    };
    expect(await wrong('DELETE', '/metadata-is-no-type')).toBe('404 null');
    expect(await wrong('POST', '/Patient/ann')).toBe('405 GET, HEAD, PUT, PATCH, DELETE');
    expect(await wrong('PUT', '/Patient/_search')).toBe('405 POST');
    expect(await wrong('DELETE', '/Patient/ann/_history')).toBe('405 GET, HEAD');
    expect(await wrong('GET', '/Patient/$unknown')).toBe('404 null');
    expect(await client.refusal('GET', '/Patient/a_b')).toMatch(/^400 "a_b" cannot be an id/);
    expect(await wrong('PUT', '/')).toBe('405 GET, HEAD, POST');
  });

  it('tolerates any Accept and answers HEAD', async () => {
    const xml = await client.get('/Patient/ann', { accept: 'application/fhir+xml' });
    expect([xml.status, xml.headers.get('content-type')]).toEqual([200, 'application/fhir+json; charset=utf-8']);
    const head = await client.send('HEAD', '/Patient/ann');
    expect([head.status, head.text]).toEqual([200, '']);
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(100);
  });

  it('compresses large answers for those who take gzip, and no others', async () => {
    const fetchRaw = async (encoding: string) => {
      const call = request(`${client.base}/Patient`, { headers: { 'accept-encoding': encoding } }).end();
      const [response] = await once(call, 'response');
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      return { encoding: response.headers['content-encoding'], body: Buffer.concat(chunks) };
    };
    const [zipped, plain] = [await fetchRaw('gzip'), await fetchRaw('gzip;q=0')];
    expect([zipped.encoding, plain.encoding]).toEqual(['gzip', undefined]);
    expect(gunzipSync(zipped.body).length).toBe(plain.body.length);
    expect(zipped.body.length).toBeLessThan(plain.body.length);
  });

  it('serves Binary as bytes or as a resource', async () => {
    const bytes = await client.get('/Binary/note-pdf');
    expect([bytes.headers.get('content-type'), bytes.text]).toEqual(['application/pdf', '%PDF-1.4 a note']);
    const asked = await client.get('/Binary/note-pdf', { accept: 'application/fhir+json' });
    expect(asked.json).toMatchObject({ resourceType: 'Binary', contentType: 'application/pdf' });
    const made = await client.send('POST', '/Binary', 'plain words', { 'content-type': 'text/plain' });
    expect(made.status).toBe(201);
    expect((await client.get(`/Binary/${made.headers.get('location')?.split('/').at(-3)}`)).text).toBe('plain words');
  });

  it('refuses a body over the limit and stays usable', async () => {
    const large = person('large', { text: { status: 'generated', div: 'x'.repeat(1_100_000) } });
    expect(await client.refusal('POST', '/Patient', large)).toMatch(/^413 .*1000000 bytes/);
    expect((await client.get('/Patient/ann')).status).toBe(200);
  });
});
