import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { SignJWT } from 'jose';
import { beforeEach, describe, expect, it } from 'vitest';
import { bearer, makeKey, startLocked } from './auth-client.ts';
import { record } from '../support/records.ts';
import { twoMembers } from './two-members.ts';

let started: Awaited<ReturnType<typeof startLocked>>;
beforeEach(async () => {
  started = await startLocked({}, { makeSeed: twoMembers });
});

/** Status and challenge of a request. */
async function met(method: string, path: string, headers: Record<string, string> = {}, body?: unknown) {
  const answer = await started.provider.send<OperationOutcome>(method, path, body, headers);
  return { ...answer, challenge: answer.headers.get('www-authenticate') };
}

const condition = { resourceType: 'Condition', subject: { reference: 'Patient/ann' } };

describe('without a good token', () => {
  it('everything but metadata and discovery is refused with 401, a challenge and an outcome', async () => {
    const paths: [string, string, unknown?][] = [
      ['GET', '/Patient'],
      ['GET', '/Patient/ann'],
      ['GET', '/Patient/ann/$everything'],
      ['GET', '/_history'],
      ['GET', '/No-such-thing'],
      ['POST', '/Condition', condition],
      ['PUT', '/Condition/x', condition],
      ['DELETE', '/Condition/diabetes'],
      ['POST', '/', { resourceType: 'Bundle', type: 'batch', entry: [] }],
      ['POST', '/Patient/$match', {}],
    ];
    for (const [method, path, body] of paths) {
      const { status, challenge, json } = await met(method, path, {}, body);
      expect([status, challenge], path).toEqual([401, 'Bearer realm="sandbox"']);
      expect(json.issue[0]).toMatchObject({ severity: 'error', code: 'login' });
    }
    for (const path of ['/metadata', '/.well-known/smart-configuration', '/.well-known/udap'])
      expect((await met('GET', path)).status, path).toBe(200);
    expect((await started.payer.send('POST', '/$submit-attachment', {})).status).toBe(401);
    expect((await started.payer.get('/Claim')).status).toBe(401);
  });

  it('a token is told apart: none of ours, expired, of the other server, forged, malformed', async () => {
    const reason = async (headers: Record<string, string>) => {
      const { status, challenge } = await met('GET', '/Patient', headers);
      return `${status} ${/error="(\w+)"/.exec(challenge ?? '')?.[1]} ${/description="([^"]+)"/.exec(challenge ?? '')?.[1]}`;
    };
    expect(await reason(bearer('guess'))).toBe('401 invalid_token The access token is none of this server.');
    const good = await started.token('system/*.rs');
    const [head, body, signature] = good.split('.');
    const claims = JSON.parse(Buffer.from(body ?? '', 'base64url').toString());
    const grown = Buffer.from(JSON.stringify({ ...claims, scope: 'system/*.cruds' })).toString('base64url');
    expect(await reason(bearer(`${head}.${grown}.${signature}`))).toMatch(/401 invalid_token .* none of this server/);
    const { sign } = await makeKey('ES256');
    const forged = await new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt' }).sign(sign);
    expect(await reason(bearer(forged))).toMatch(/401 invalid_token .* none of this server/);
    const unsigned = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${body}.`;
    expect(await reason(bearer(unsigned))).toMatch(/401 invalid_token/);
    const others = await started.token('system/*.rs', started.sandbox.payer.tokenUrl);
    expect(await reason(bearer(others))).toMatch(/401 invalid_token/);
    expect(await reason({ authorization: 'Bearer' })).toMatch(/401 invalid_request/);
    expect(await reason({ authorization: `Bearer ${good} ${good}` })).toMatch(/401 invalid_request/);
    expect((await met('GET', '/Patient', { authorization: 'Basic eA==' })).status).toBe(401);
    expect((await met('GET', '/Patient', { authorization: `bearer ${good}` })).status).toBe(200);
    started.clock.advance(301_000);
    expect(await reason(bearer(good))).toBe('401 invalid_token The access token has expired.');
  });

  it('nothing is needed while the locks are open, but a token that is sent is checked', async () => {
    const narrow = bearer(await started.token('system/Patient.r'));
    await started.sandbox.setLocks({ requireAuth: false });
    expect((await met('GET', '/Patient')).status).toBe(200);
    expect((await met('GET', '/Patient', { authorization: 'Basic eA==' })).status).toBe(200);
    expect((await met('GET', '/Patient', bearer('guess'))).status).toBe(401);
    expect((await met('GET', '/Patient', narrow)).status).toBe(403);
    expect((await met('GET', '/Patient/ann', narrow)).status).toBe(200);
    await started.sandbox.setLocks({ requireAuth: true });
    expect((await met('GET', '/Patient')).status).toBe(401);
  });

  it('a large body is refused before it is read', async () => {
    const body = JSON.stringify({ ...condition, note: [{ text: 'x'.repeat(3_000_000) }] });
    expect((await met('POST', '/Condition', {}, body)).status).toBe(401);
  });
});

describe('each interaction needs its letter', () => {
  const entry = (method: string, url: string, resource?: unknown) => ({
    request: { method, url },
    ...(resource ? { resource } : {}),
  });
  const patch = JSON.stringify([{ op: 'add', path: '/code', value: { text: 'x' } }]);
  const patchType = { 'content-type': 'application/json-patch+json' };
  const diabetes = record.find(({ id }) => id === 'diabetes') as Resource;
  const rows: [string, string, string, string, unknown?, Record<string, string>?][] = [
    ['r', 'read', 'GET', '/Condition/diabetes'],
    ['r', 'vread', 'GET', '/Condition/diabetes/_history/1'],
    ['r', 'history of one', 'GET', '/Condition/diabetes/_history'],
    ['s', 'search', 'GET', '/Condition?patient=ann'],
    [
      's',
      'search by POST',
      'POST',
      '/Condition/_search',
      'patient=ann',
      { 'content-type': 'application/x-www-form-urlencoded' },
    ],
    ['s', 'search of the system', 'GET', '/?_type=Condition'],
    ['s', 'search in a compartment', 'GET', '/Patient/ann/Condition'],
    ['s', 'history of a type', 'GET', '/Condition/_history'],
    ['c', 'create', 'POST', '/Condition', condition],
    ['c', 'update as create', 'PUT', '/Condition/fresh', { ...condition, id: 'fresh' }],
    ['u', 'update', 'PUT', '/Condition/diabetes', diabetes],
    ['u', 'patch', 'PATCH', '/Condition/diabetes', patch, patchType],
    ['d', 'delete', 'DELETE', '/Condition/diabetes'],
  ];
  it.each(rows)('%s: %s', async (letter, _, method, path, body, headers = {}) => {
    const others = [...'cruds'].filter((one) => one !== letter).join('');
    const without = bearer(await started.token(`system/Condition.${others} system/Patient.cruds`));
    const refused = await met(method, path, { ...headers, ...without }, body);
    const { status, challenge } = refused;
    expect([status, challenge]).toEqual([403, `Bearer error="insufficient_scope", scope="system/Condition.${letter}"`]);
    expect(refused.json.issue[0]).toMatchObject({
      code: 'forbidden',
      details: { text: expect.stringContaining(`system/Condition.${letter}`) },
    });
    for (const scope of [`system/Condition.${letter}`, `system/*.${letter}`]) {
      const { status: now } = await met(method, path, { ...headers, ...bearer(await started.token(scope)) }, body);
      expect(now, scope).toBeLessThan(300);
      await started.sandbox.reset();
    }
  });

  it('in version 1 as well: read, write, all', async () => {
    const status = async (scope: string, method: string, path: string, body?: unknown) =>
      (await met(method, path, bearer(await started.token(scope)), body)).status;
    expect(await status('system/Condition.read', 'GET', '/Condition')).toBe(200);
    expect(await status('system/Condition.read', 'GET', '/Condition/diabetes')).toBe(200);
    expect(await status('system/Condition.read', 'POST', '/Condition', condition)).toBe(403);
    expect(await status('system/Condition.write', 'POST', '/Condition', condition)).toBe(201);
    expect(await status('system/Condition.write', 'GET', '/Condition')).toBe(403);
    expect(await status('system/*.*', 'DELETE', '/Condition/diabetes')).toBe(204);
  });

  it('in each entry of a batch; a transaction fails as a whole', async () => {
    const token = bearer(await started.token('system/Condition.rs'));
    const entries = [
      entry('GET', 'Condition/diabetes'),
      entry('GET', 'Patient/ann'),
      entry('POST', 'Condition', condition),
    ];
    const batch = await started.provider.send<Bundle>(
      'POST',
      '/',
      { resourceType: 'Bundle', type: 'batch', entry: entries },
      token,
    );
    expect(batch.json.entry?.map(({ response }) => response?.status)).toEqual(['200', '403', '403']);
    const transaction = { resourceType: 'Bundle', type: 'transaction', entry: entries.slice(2) };
    expect((await started.provider.send('POST', '/', transaction, token)).status).toBe(403);
  });

  it('in whatever a search looks through or brings along', async () => {
    const token = bearer(await started.token('system/Condition.rs system/Practitioner.r'));
    const get = (path: string) => started.provider.get(path, token);
    expect((await get('/Condition?patient.name=Ann')).status).toBe(403);
    expect((await get('/Condition?asserter:Practitioner.name=Hart')).status).toBe(403);
    expect((await get('/Condition?_has:Provenance:target:agent=Practitioner/doc')).status).toBe(403);
    const found = await get(
      '/Condition?_id=diabetes&_include=*:*&_include=Condition:subject&_include=Condition:asserter&_revinclude=Provenance:target',
    );
    expect(found.json.entry?.map(({ resource }) => resource?.id)).toEqual(['diabetes', 'doc']);
    expect((await get('/?_type=Condition,Patient')).status).toBe(403);
    const all = await get('/?_count=100');
    expect(new Set(all.json.entry?.map(({ resource }) => resource?.resourceType))).toEqual(new Set(['Condition']));
    expect((await get('/_history')).status).toBe(403);
    const whole = bearer(await started.token('system/*.s'));
    expect((await started.provider.get('/_history', whole)).status).toBe(200);
  });

  it('in operations', async () => {
    const everything = async (scope: string) => {
      const { status, json } = await started.provider.get(
        '/Patient/ann/$everything',
        bearer(await started.token(scope)),
      );
      return [status, [...new Set((json.entry ?? []).map(({ resource }) => resource?.resourceType))].sort().join()];
    };
    expect(await everything('system/Observation.rs')).toEqual([403, '']);
    expect(await everything('system/Patient.r system/Observation.s')).toEqual([200, 'Observation,Patient']);
    const resource = { resourceType: 'Patient', birthDate: '1980-05-31' };
    const wish = { resourceType: 'Parameters', parameter: [{ name: 'resource', resource }] };
    const match = async (scope: string) =>
      (await met('POST', '/Patient/$match', bearer(await started.token(scope)), wish)).status;
    expect([await match('system/Patient.r'), await match('system/Patient.s')]).toEqual([403, 200]);
  });

  it('with parameters opens what fits them alone', async () => {
    const system = 'http://terminology.hl7.org/CodeSystem/observation-category';
    const laboratory = encodeURIComponent(`${system}|laboratory`);
    const token = bearer(await started.token(`system/Observation.cruds?category=${laboratory}`));
    const get = (path: string) => started.provider.get(path, token);
    expect((await get('/Observation')).json.total).toBe(4);
    expect((await get('/Observation/a1c-1')).status).toBe(200);
    expect((await get('/Observation/bp')).status).toBe(404);
    expect((await get('/Observation/bp/_history')).json).toMatchObject({ resourceType: 'OperationOutcome' });
    const other = {
      resourceType: 'Observation',
      status: 'final',
      code: { text: 'x' },
      category: [{ coding: [{ system, code: 'vital-signs' }] }],
    };
    expect((await started.provider.send('POST', '/Observation', other, token)).status).toBe(403);
    const fitting = { ...other, category: [{ coding: [{ system, code: 'laboratory' }] }] };
    expect((await started.provider.send('POST', '/Observation', fitting, token)).status).toBe(201);
    expect((await get('/Observation/_history')).status).toBe(403);
  });
});
