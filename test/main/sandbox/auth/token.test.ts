import { createLocalJWKSet, jwtVerify } from 'jose';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { practiceClients } from '../../../../shared/domain/sandbox-access.ts';
import type { FaultOf } from '../../../../shared/domain/sandbox-faults.ts';
import {
  type AssertionWish,
  assertionForm,
  basic,
  bearer,
  jwksText,
  makeKey,
  post,
  practice,
  sign,
  startLocked,
  type TestKey,
} from './auth-client.ts';

let keys: TestKey[];
let stranger: TestKey;
beforeAll(async () => {
  keys = await Promise.all((['RS384', 'ES384', 'RS256', 'ES256'] as const).map((alg) => makeKey(alg)));
  stranger = await makeKey('ES384', 'stranger');
});

let started: Awaited<ReturnType<typeof startLocked>>;
beforeEach(async () => {
  started = await startLocked({ clientJwks: jwksText(...keys) });
});

const scope = 'system/*.rs';
const byAlg = (alg: string): TestKey => keys.find((key) => key.alg === alg) as TestKey;

/** Asks with an assertion; ES384 unless told otherwise. */
async function ask(wish: AssertionWish = {}, key = byAlg('ES384'), more: Record<string, string> = { scope }) {
  const { sandbox, clock } = started;
  const url = sandbox.provider.tokenUrl;
  return post(url, assertionForm(await sign(key, url, clock.now(), wish), more));
}

describe('a token by assertion', () => {
  it.each(['RS384', 'ES384', 'RS256', 'ES256'])('is given for %s, and opens FHIR', async (alg) => {
    const { status, headers, json } = await ask({}, byAlg(alg));
    expect([status, json.token_type, json.expires_in, json.scope]).toEqual([200, 'Bearer', 300, scope]);
    expect([headers.get('cache-control'), headers.get('pragma')]).toEqual(['no-store', 'no-cache']);
    expect(json.refresh_token).toBeUndefined();
    expect((await started.provider.get('/Patient', bearer(json.access_token))).json.total).toBe(3);
  });

  it('is a JWT that says for whom, from whom and how long, signed by the published key', async () => {
    const { sandbox, clock } = started;
    const { json } = await ask({ clientId: 'any-id' });
    const jwks = await (await fetch(sandbox.provider.tokenUrl.replace('token', 'jwks'))).json();
    const { payload, protectedHeader } = await jwtVerify(json.access_token, createLocalJWKSet(jwks), {
      currentDate: new Date(clock.now()),
    });
    const now = Math.floor(clock.now() / 1000);
    expect(protectedHeader).toMatchObject({ typ: 'at+jwt', alg: 'ES256' });
    expect(payload).toMatchObject({
      iss: sandbox.provider.tokenUrl.replace('/token', ''),
      aud: sandbox.provider.fhirBaseUrl,
      sub: 'any-id',
      client_id: 'any-id',
      scope,
      iat: now,
      exp: now + 300,
      jti: expect.any(String),
    });
  });

  it('takes a client id in the form when it is the same', async () => {
    expect((await ask({}, undefined, { scope, client_id: 'app' })).status).toBe(200);
  });

  it('takes aud as a list of the one URL, iat and nbf of now', async () => {
    const { sandbox, clock } = started;
    const wish = { aud: [sandbox.provider.tokenUrl], iat: Math.floor(clock.now() / 1000), nbf: 0 };
    expect((await ask(wish)).status).toBe(200);
  });

  it('takes the same jti from another client, and again when the first one has expired', async () => {
    expect((await ask({ jti: 'once' })).status).toBe(200);
    expect((await ask({ jti: 'once', clientId: 'other' })).status).toBe(200);
    started.clock.advance(260_000);
    expect((await ask({ jti: 'once' })).status).toBe(200);
  });
});

describe('an assertion is refused with 401 invalid_client', () => {
  const minutes = 60;
  const wrong: [string, AssertionWish, RegExp][] = [
    ['for another aud', { aud: 'https://elsewhere.example/token' }, /aud .*elsewhere.*must be exactly .*\/auth\/token/],
    ['for the FHIR base as aud', { aud: 'http://127.0.0.1/fhir' }, /must be exactly/],
    ['for two audiences', { aud: ['a', 'b'] }, /must be exactly/],
    ['when it has expired', { expiresIn: -11 }, /expired at .*; it is .* here/],
    ['more than five minutes ahead', { expiresIn: 6 * minutes }, /more than 300 seconds ahead/],
    ['without exp', { expiresIn: null }, /no exp/],
    ['without jti', { jti: null }, /no jti/],
    ['without kid', { kid: null }, /no kid/],
    ['with a kid nobody registered', { kid: 'none-such' }, /No EC key with the kid none-such.*known are: RS384/],
    ['with the kid of another kind of key', { kid: 'RS384' }, /No EC key with the kid RS384/],
    ['when iss and sub differ', { sub: 'somebody' }, /iss \(app\) and sub \(somebody\)/],
    ['without iss', { iss: undefined }, /iss \(none\)/],
    ['before its nbf', { nbf: 2 * minutes }, /nbf .* lies ahead/],
    ['with an iat ahead', { iat: 4102444800 }, /iat .* lies ahead/],
    ['with an iat that is text', { iat: 'now' }, /iat .* not a number/],
    ['with a jku nobody registered', { jku: 'https://keys.example/jwks' }, /jku .*none is registered/],
  ];
  it.each(wrong)('%s', async (_, wish, words) => {
    const { status, headers, json } = await ask(wish);
    expect([status, json.error]).toEqual([401, 'invalid_client']);
    expect(json.error_description).toMatch(words);
    expect(headers.get('cache-control')).toBe('no-store');
    expect(json.access_token).toBeUndefined();
  });

  it('signed by another key under a known kid', async () => {
    const { json } = await ask({ kid: 'ES384' }, stranger);
    expect(json.error_description).toMatch(/signature .* does not verify with the key ES384/);
  });

  it('sent a second time', async () => {
    expect((await ask({ jti: 'twice' })).status).toBe(200);
    expect((await ask({ jti: 'twice' })).json.error_description).toMatch(/jti twice was used before/);
  });

  it('with an algorithm that is not offered, or none at all', async () => {
    const url = started.sandbox.provider.tokenUrl;
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    for (const alg of ['none', 'HS256', 'PS384', 'toString']) {
      const { json } = await post(
        url,
        assertionForm(`${part({ alg, kid: 'ES384' })}.${part({ iss: 'app' })}.c2ln`, { scope }),
      );
      expect(json.error_description).toBe(
        `The alg ${alg} of the assertion is not offered; this server takes RS384, ES384, RS256, ES256.`,
      );
    }
  });

  it('where the key is registered for another algorithm', async () => {
    const { alg: _, ...rest } = byAlg('RS256');
    const { json } = await ask({}, { ...rest, alg: 'RS256', kid: 'RS384', jwk: {} });
    expect(json.error_description).toMatch(/registered for RS384, but the assertion has the alg RS256/);
  });

  it('that is no JWT, or of another type', async () => {
    const url = started.sandbox.provider.tokenUrl;
    for (const text of ['x', 'a.b', 'e30.e30', `${'e30.'.repeat(4)}x`, 'bnVsbA.bnVsbA.x']) {
      expect((await post(url, assertionForm(text))).json, text).toMatchObject({ error: 'invalid_client' });
    }
    const saml = assertionForm('a.b.c', {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:saml2-bearer',
    });
    expect((await post(url, saml)).json.error_description).toMatch(/must be urn:ietf.*jwt-bearer, not .*saml2/);
    const lone = { grant_type: 'client_credentials', client_assertion_type: saml.client_assertion_type as string };
    expect((await post(url, lone)).status).toBe(401);
  });

  it('whose client id is another one in the form', async () => {
    const { json } = await ask({}, undefined, { scope, client_id: 'other' });
    expect(json.error_description).toMatch(/client_id other is not the one of the assertion, app/);
  });

  it('of a client nobody knows, when no keys are taken from anyone', async () => {
    const { sandbox, clock } = await startLocked();
    const url = sandbox.provider.tokenUrl;
    const { status, json } = await post(url, assertionForm(await sign(byAlg('ES384'), url, clock.now())));
    expect([status, json.error_description]).toEqual([401, 'No client is registered under the id app.']);
  });
});

describe('a token by secret', () => {
  const { clientId, secret } = practiceClients.secret;
  const grant = { grant_type: 'client_credentials', scope };

  it('is given by Basic and in the form, on both servers', async () => {
    const { sandbox } = started;
    for (const url of [sandbox.provider.tokenUrl, sandbox.payer.tokenUrl]) {
      expect((await post(url, grant, practice)).status).toBe(200);
      expect((await post(url, { ...grant, client_id: clientId, client_secret: secret })).status).toBe(200);
    }
  });

  it('is refused for a wrong one, a wrong id, no id, or two proofs', async () => {
    const url = started.sandbox.provider.tokenUrl;
    const wrong = await post(url, grant, basic(clientId, 'guess'));
    expect([wrong.status, wrong.json.error, wrong.json.error_description]).toEqual([
      401,
      'invalid_client',
      `The secret of the client ${clientId} is wrong.`,
    ]);
    expect(wrong.headers.get('www-authenticate')).toMatch(/^Basic realm/);
    expect((await post(url, grant, basic('nobody', secret))).json.error_description).toMatch(/No client .*nobody/);
    expect((await post(url, grant)).status).toBe(401);
    expect((await post(url, { ...grant, client_id: clientId })).json.error_description).toMatch(
      /prove itself by its secret/,
    );
    const both = await post(url, { ...grant, client_id: clientId, client_secret: secret }, practice);
    expect([both.status, both.json.error]).toEqual([400, 'invalid_request']);
    const other = await post(url, { ...grant, client_id: 'other' }, practice);
    expect([other.status, other.json.error]).toEqual([401, 'invalid_client']);
    const open = await post(url, { ...grant, client_id: practiceClients.public.clientId, client_secret: 'x' });
    expect(open.json.error_description).toMatch(/has no secret/);
    expect((await post(url, grant, { authorization: 'Basic bm9jb2xvbg==' })).status).toBe(401);
  });

  it('is not for a public client', async () => {
    const open = { ...grant, client_id: practiceClients.public.clientId };
    const { status, json } = await post(started.sandbox.provider.tokenUrl, open);
    expect([status, json.error]).toEqual([400, 'unauthorized_client']);
  });
});

describe('the form', () => {
  it('must be one, each parameter once, of a known grant', async () => {
    const url = started.sandbox.provider.tokenUrl;
    const json = await post(url, '{}', { 'content-type': 'application/json', ...practice });
    expect([json.status, json.json.error, json.json.error_description]).toEqual([
      400,
      'invalid_request',
      'The body must be application/x-www-form-urlencoded, not application/json.',
    ]);
    const twice = await post(url, 'grant_type=client_credentials&grant_type=x', practice);
    expect(twice.json.error_description).toBe('The parameter grant_type comes more than once.');
    expect((await post(url, 'scope=x', practice)).json.error_description).toBe('There is no grant_type.');
    const password = await post(url, 'grant_type=password', practice);
    expect([password.status, password.json.error]).toEqual([400, 'unsupported_grant_type']);
    expect((await post(url, `grant_type=${'x'.repeat(70_000)}`, practice)).status).toBe(413);
    const get = await fetch(url);
    expect([get.status, get.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(`${url}/more`)).status).toBe(404);
  });

  it('may leave the scope out: the typical one is granted', async () => {
    const { json } = await post(started.sandbox.provider.tokenUrl, 'grant_type=client_credentials', practice);
    expect(json.scope.split(' ')).toContain('system/Task.crus');
  });
});

describe('the scope', () => {
  const granted = async (wish: string) => {
    const { status, json } = await post(
      started.sandbox.provider.tokenUrl,
      { grant_type: 'client_credentials', scope: wish },
      practice,
    );
    return status === 200 ? json.scope : `${status} ${json.error}`;
  };

  it('is narrowed to what the client may have, and refused where that is nothing', async () => {
    expect(await granted('system/*.read system/Patient.c')).toBe('system/*.read system/Patient.c');
    expect(await granted('system/*.rs patient/*.rs openid offline_access')).toBe('system/*.rs');
    expect(await granted('patient/*.rs user/*.rs launch/patient')).toBe('400 invalid_scope');
    expect(await granted('system/Patient.sr')).toBe('400 invalid_scope');
    const { json } = await ask({}, undefined, { scope: 'system/*.cruds' });
    expect(json.scope.split(' ').sort()).toEqual([
      'system/*.rs',
      'system/Communication.c',
      'system/Group.rs',
      'system/Subscription.cruds',
      'system/Task.crus',
    ]);
    expect((await ask({}, undefined, { scope: 'system/Communication.cruds' })).json.scope).toBe(
      'system/Communication.crs',
    );
    const beyond = await ask({}, undefined, { scope: 'system/Patient.d' });
    expect([beyond.status, beyond.json.error]).toEqual([400, 'invalid_scope']);
    expect(beyond.json.error_description).toMatch(/Nothing of system\/Patient.d can be granted to app/);
  });

  it('may be narrowed by token parameters of one type, and by nothing else', async () => {
    expect(await granted('system/Observation.rs?category=laboratory')).toBe(
      'system/Observation.rs?category=laboratory',
    );
    for (const wish of [
      'system/*.rs?category=laboratory',
      'system/Observation.rs?date=2020',
      'system/Observation.rs?_tag=x',
      'system/Observation.rs?category:not=laboratory',
      'system/Observation.rs?subject.name=Ann',
      'system/Observation.rs?category',
      'system/Unheard.rs?category=x',
    ])
      expect(await granted(wish), wish).toBe('400 invalid_scope');
  });
});

describe('faults', () => {
  const refusing: [FaultOf<'authorization'>, number, string, RegExp][] = [
    ['unknown-client', 401, 'invalid_client', /No client is registered/],
    ['wrong-audience', 401, 'invalid_client', /must be exactly/],
    ['expired-assertion', 401, 'invalid_client', /expired/],
    ['long-assertion', 401, 'invalid_client', /300 seconds ahead/],
    ['reused-jti', 401, 'invalid_client', /used before/],
    ['unknown-kid', 401, 'invalid_client', /No EC key with the kid/],
    ['bad-signature', 401, 'invalid_client', /does not verify/],
    ['jwks-unreachable', 401, 'invalid_client', /JWKS of the client is unreachable/],
    [
      'grant-not-offered',
      400,
      'unsupported_grant_type',
      /client_credentials is not offered; use authorization_code, refresh_token/,
    ],
    ['scope-refused', 400, 'invalid_scope', /can be granted/],
    ['clock-skew', 401, 'invalid_client', /expired at .*; it is .* here/],
  ];
  it.each(refusing)('%s makes its check fail on both servers, until it ends', async (fault, status, error, words) => {
    const { sandbox, clock } = started;
    await sandbox.setFaults([fault]);
    for (const url of [sandbox.provider.tokenUrl, sandbox.payer.tokenUrl]) {
      const form = assertionForm(await sign(byAlg('ES384'), url, clock.now()), { scope });
      const refused = await post(url, form);
      expect([refused.status, refused.json.error]).toEqual([status, error]);
      expect(refused.json.error_description).toMatch(words);
    }
    await sandbox.setFaults([]);
    expect((await ask()).status).toBe(200);
  });

  it('wrong-secret', async () => {
    await started.sandbox.setFaults(['wrong-secret']);
    const { json } = await post(started.sandbox.provider.tokenUrl, { grant_type: 'client_credentials' }, practice);
    expect(json.error_description).toMatch(/secret .* is wrong/);
  });

  it('clock-skew moves the Date header as well', async () => {
    const { sandbox, clock } = started;
    await sandbox.setFaults(['clock-skew']);
    const { headers } = await ask();
    expect(Date.parse(headers.get('date') ?? '')).toBe(clock.now() + 600_000);
    const skewed = await ask({ expiresIn: 840 });
    expect(skewed.status).toBe(200);
    expect((await started.provider.get('/Patient', bearer(skewed.json.access_token))).status).toBe(200);
  });

  it('alg-not-offered takes ES384 alone and says so', async () => {
    await started.sandbox.setFaults(['alg-not-offered']);
    expect((await ask({}, byAlg('RS384'))).json.error_description).toMatch(/takes ES384\./);
    expect((await ask()).status).toBe(200);
  });

  it('scope-narrowed grants less, whatever was asked', async () => {
    await started.sandbox.setFaults(['scope-narrowed']);
    const scopeOf = async (wish: string) => (await started.token(wish).then(claimsOf)).scope;
    expect(await scopeOf('system/*.cruds')).toBe('system/*.rs');
    expect(await scopeOf('system/*.rs')).toBe('system/*.r');
    expect(await scopeOf('system/Task.crus system/*.read')).toBe('system/Task.rs system/*.rs');
  });

  it('short-token gives tokens for five seconds', async () => {
    await started.sandbox.setFaults(['short-token']);
    const { json } = await ask();
    expect(json.expires_in).toBe(5);
    expect((await started.provider.get('/Patient', bearer(json.access_token))).status).toBe(200);
    started.clock.advance(6_000);
    const { status, headers } = await started.provider.get('/Patient', bearer(json.access_token));
    expect([status, headers.get('www-authenticate')]).toEqual([401, expect.stringMatching(/invalid_token.*expired/)]);
  });

  it('token-revoked refuses a good token once, and then that token for good', async () => {
    const [first, second] = [await started.token(scope), await started.token(scope)];
    await started.sandbox.setFaults(['token-revoked']);
    const status = async (token: string) => (await started.provider.get('/Patient', bearer(token))).status;
    expect([await status(first), await status(first), await status(second)]).toEqual([401, 401, 200]);
    await started.sandbox.setFaults(['token-revoked']);
    expect([await status(second), await status(await started.token(scope))]).toEqual([401, 200]);
  });

  it('answers wrongly: a web page, 500, an empty 401, silence', async () => {
    const { sandbox } = started;
    const answer = async () => {
      const { status, headers, text } = await ask();
      return [status, headers.get('content-type')?.split(';')[0], text === ''];
    };
    await sandbox.setFaults(['token-html']);
    expect(await answer()).toEqual([200, 'text/html', false]);
    await sandbox.setFaults(['token-500']);
    expect(await answer()).toEqual([500, 'text/plain', false]);
    await sandbox.setFaults(['token-401-empty']);
    expect(await answer()).toEqual([401, undefined, true]);
    await sandbox.setFaults(['token-silent']);
    const body = new URLSearchParams({ grant_type: 'client_credentials' });
    const silence = fetch(sandbox.provider.tokenUrl, { method: 'POST', body, signal: AbortSignal.timeout(300) });
    await expect(silence).rejects.toMatchObject({ name: 'TimeoutError' });
  });

  it('of authorization leave FHIR and each other alone', async () => {
    await started.sandbox.setFaults(['token-html', 'discovery-missing']);
    expect((await started.provider.get('/metadata')).status).toBe(200);
    await started.sandbox.setFaults(['html-error']);
    expect((await ask()).status).toBe(200);
  });
});

const claimsOf = (token: string) =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as { scope: string };
