import { describe, expect, test } from 'vitest';
import type { Auth } from '../../../../shared/domain/auth.ts';
import type { DiagnosisCode } from '../../../../shared/domain/diagnosis.ts';
import type { Script } from '../../../fakes/partner/partner.ts';
import { failure, unwrap } from '../../../fakes/ports.ts';
import { type Desk, grant, makeKey, openDesk, refuse, say, smartDocument } from './desk.ts';

const backend = (desk: Desk, more: object = {}): Auth => {
  desk.keys.set('harbor', makeKey('harbor'));
  return {
    method: 'backend',
    clientId: 'harbor-mutual',
    key: 'harbor',
    scope: 'system/*.rs',
    tokenUrl: desk.tokenUrl,
    ...more,
  };
};

/** The diagnosis of one answer to a backend client, with the failure that carries it. */
async function diagnose(
  script: Script,
  { auth = {}, smart = {} as object | undefined, prepare = (_: Desk) => {} } = {},
) {
  const desk = await openDesk();
  if (smart) desk.publish(smartDocument(desk.tokenUrl, smart));
  desk.answer(script);
  prepare(desk);
  const connection = await desk.connect(backend(desk, auth));
  const error = failure(await desk.tokens.authorization(connection, {}));
  return { desk, connection, error, diagnosis: error.diagnosis };
}

/** An answer that begins and never ends: piece after piece, as fast as they are taken, or one every few milliseconds. */
const endless =
  (piece: string, everyMs: number): Script =>
  (_, response) => {
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .write('{"access_token":"canary-access-token-9","a":"');
    const timer = setInterval(() => response.write(piece), everyMs);
    response.on('close', () => clearInterval(timer));
  };

describe('by the words of the server, where nothing shows more', () => {
  test.each<[DiagnosisCode, string, string]>([
    ['wrong-audience', 'invalid_client', 'Invalid audience'],
    ['wrong-audience', 'invalid_client', 'JWT aud claim mismatch'],
    ['assertion-expired', 'invalid_client', 'Client assertion has expired'],
    ['assertion-expired', 'invalid_client', 'jwt expired'],
    ['assertion-too-long', 'invalid_client', 'Expiration time is too far in the future'],
    ['assertion-too-long', 'invalid_client', 'exp must be within 5 minutes'],
    ['clock-skew', 'invalid_client', 'iat is in the future'],
    ['clock-skew', 'invalid_client', 'token not yet valid (nbf)'],
    ['reused-jti', 'invalid_client', 'jti has been seen'],
    ['reused-jti', 'invalid_client', 'Assertion replay detected'],
    ['unknown-client', 'invalid_client', 'Unknown client'],
    ['unknown-client', 'invalid_client', 'Client harbor-mutual is not registered'],
    ['unknown-kid', 'invalid_client', 'No key with that kid'],
    ['unknown-client', 'invalid_client', 'No client is registered under the id harbor.'],
    ['unknown-kid', 'invalid_client', 'No matching key found'],
    ['signature-refused', 'invalid_client', 'The signature does not verify with the key k-1.'],
    ['signature-refused', 'invalid_client', 'Signature verification failed'],
    ['algorithm-not-offered', 'invalid_client', 'Unsupported signing algorithm'],
    ['jwks-unreachable', 'invalid_client', 'Unable to fetch JWKS from client'],
    ['jwks-unreachable', 'invalid_client', 'jwks_uri connection timed out'],
    ['scope-refused', 'invalid_scope', 'system/*.rs'],
    ['scope-refused', 'invalid_request', 'no allowed scope'],
    ['grant-not-offered', 'unsupported_grant_type', ''],
    ['grant-not-offered', 'unauthorized_client', ''],
    ['grant-not-offered', 'unsupported_grant_type', 'Use authorization_code.'],
    ['client-refused', 'invalid_client', ''],
    ['client-refused', 'invalid_request', 'malformed'],
  ])('%s: %s, %s', async (code, error, description) => {
    const { diagnosis, error: told } = await diagnose(refuse(401, error, description), { smart: undefined });
    expect(diagnosis).toMatchObject({ code, next: expect.stringMatching(/^[A-Z].*\.$/), message: expect.any(String) });
    expect(diagnosis?.where).toBeTruthy();
    expect(diagnosis?.requirement).toBeTruthy();
    expect(told).toMatchObject({ code: 'token-refused', httpStatus: 401, exchangeId: expect.any(String) });
    expect(diagnosis?.why).toMatch(/[^.]([.]|[.]”)$/); // one full stop, whoever brought it
    if (description && !['scope-refused', 'client-refused', 'grant-not-offered'].includes(code))
      expect(diagnosis?.why).toContain('Only the partner’s words suggest it');
  });
});

describe('by what can be shown', () => {
  test('the audience is not the published token URL', async () => {
    const { diagnosis, desk } = await diagnose(refuse(401, 'invalid_client', 'Invalid audience'), {
      smart: { token_endpoint: 'https://auth.mesa.example/oauth2/token' },
    });
    expect(diagnosis).toMatchObject({
      code: 'wrong-audience',
      where: 'client_assertion, claim aud',
      compare: {
        sent: desk.tokenUrl,
        wanted: 'https://auth.mesa.example/oauth2/token',
        from: 'smart-configuration',
      },
      requirement: 'SMART 2.2',
    });
    expect(diagnosis?.why).not.toContain('suggest');
  });

  test('an audience that is the published token URL already is not sent there once more', async () => {
    const { diagnosis } = await diagnose(refuse(401, 'invalid_client', 'Invalid audience.'));
    expect(diagnosis?.code).toBe('wrong-audience');
    expect(diagnosis?.next).toContain('Ask the partner which audience it expects');
    expect(diagnosis?.why).toContain('“Invalid audience.” Sent was ');
  });

  test('what is published is read again: the partner may have moved meanwhile', async () => {
    const desk = await openDesk();
    desk.publish(smartDocument(desk.tokenUrl));
    desk.answer(grant({ expires_in: 60 }), refuse(401, 'invalid_client'));
    const connection = await desk.connect(backend(desk));
    unwrap(await desk.tokens.explain(connection));
    desk.publish(smartDocument(`${desk.server.origin}/moved`));
    desk.clock.jump(desk.clock.now() + 120_000);
    expect(failure(await desk.tokens.authorization(connection, {})).diagnosis?.code).toBe('wrong-audience');
  });

  test.each([
    [120, 'ahead of'],
    [-120, 'behind'],
  ])('the clocks differ by %i s', async (seconds, how) => {
    const { diagnosis } = await diagnose((seen, response) => {
      const date = Date.parse(String(response.getHeader('date'))) + seconds * 1000;
      return refuse(401, 'invalid_client', 'Bad token', { date: new Date(date).toUTCString() })(seen, response);
    });
    expect(diagnosis).toMatchObject({ code: 'clock-skew', compare: { from: 'Date header' } });
    expect(diagnosis?.why).toContain(`120 s ${how}`);
  });

  test('an assertion that is called expired is a matter of clocks where they differ', async () => {
    const { diagnosis } = await diagnose((seen, response) => {
      const date = Date.parse(String(response.getHeader('date'))) + 600_000;
      return refuse(401, 'invalid_client', 'expired', { date: new Date(date).toUTCString() })(seen, response);
    });
    expect(diagnosis?.code).toBe('clock-skew');
    expect(diagnosis?.why).not.toContain('Only');
  });

  test('the algorithm is not published', async () => {
    const { diagnosis } = await diagnose(refuse(400, 'invalid_client'), {
      smart: { token_endpoint_auth_signing_alg_values_supported: ['RS256'] },
    });
    expect(diagnosis).toMatchObject({
      code: 'algorithm-not-offered',
      compare: { sent: 'ES384', wanted: 'RS256', from: 'smart-configuration' },
    });
  });

  test('the grant is not published', async () => {
    const { diagnosis } = await diagnose(refuse(400, 'invalid_request'), {
      smart: { grant_types_supported: ['authorization_code'] },
    });
    expect(diagnosis).toMatchObject({ code: 'grant-not-offered', compare: { sent: 'client_credentials' } });
  });

  test('the way the client proves itself is not published', async () => {
    const { diagnosis } = await diagnose(refuse(401, 'invalid_client'), {
      smart: { token_endpoint_auth_methods_supported: ['tls_client_auth'] },
    });
    expect(diagnosis).toMatchObject({
      code: 'client-refused',
      compare: { sent: 'private_key_jwt', wanted: 'tls_client_auth' },
    });
  });

  const jwksAt = (script: Script) => ({
    prepare: (desk: Desk) => desk.server.on('GET /jwks', script),
  });
  const withJwks = async (script: Script) => {
    const desk = await openDesk();
    desk.publish(smartDocument(desk.tokenUrl));
    desk.answer(refuse(401, 'invalid_client', 'assertion not accepted'));
    const { prepare } = jwksAt(script);
    prepare(desk);
    const connection = await desk.connect(backend(desk, { jku: `${desk.server.baseUrl}/jwks` }));
    const { diagnosis } = failure(await desk.tokens.authorization(connection, {}));
    const asked = desk.server.seen.find(({ url }) => url === '/fhir/jwks');
    expect(asked?.headers.authorization).toBeUndefined();
    return { diagnosis, desk };
  };
  const keys = (...list: object[]) => say(200, JSON.stringify({ keys: list }), { 'content-type': 'application/json' });

  test('our key is not at its address', async () => {
    const { diagnosis } = await withJwks(keys({ kty: 'EC', kid: 'an-older-one' }));
    expect(diagnosis).toMatchObject({
      code: 'unknown-kid',
      compare: { sent: 'kid-of-harbor', wanted: 'an-older-one' },
    });
  });

  test('another key stands under our kid', async () => {
    const { diagnosis } = await withJwks(keys(makeKey('other', 'ES384', 'kid-of-harbor').record.jwk));
    expect(diagnosis).toMatchObject({ code: 'signature-refused' });
  });

  test.each<[string, Script]>([
    ['absent', say(404, '')],
    ['a web page', say(200, '<html>')],
    ['broken', (_, response) => response.destroy()],
  ])('our JWKS is %s', async (_, script) => {
    const { diagnosis } = await withJwks(script);
    expect(diagnosis).toMatchObject({ code: 'jwks-unreachable', where: 'client_assertion, header jku' });
  });

  test('words that point elsewhere are told beside', async () => {
    const { diagnosis } = await diagnose(refuse(401, 'invalid_client', 'Signature is invalid'), {
      smart: { token_endpoint: 'https://auth.mesa.example/token' },
    });
    expect(diagnosis?.code).toBe('wrong-audience');
    expect(diagnosis?.why).toContain('“Signature is invalid”');
  });

  test('an OAuth error that leaves no doubt is not argued with', async () => {
    const { diagnosis } = await diagnose(refuse(400, 'invalid_scope', 'not allowed'), {
      smart: { token_endpoint: 'https://auth.mesa.example/token' },
    });
    expect(diagnosis?.code).toBe('scope-refused');
  });

  test('an issuer as audience is not held against the token URL', async () => {
    const { diagnosis } = await diagnose(refuse(401, 'invalid_client'), {
      smart: { issuer: 'https://auth.mesa.example' },
      auth: { audience: 'https://auth.mesa.example' },
    });
    expect(diagnosis?.code).toBe('client-refused');
  });
});

describe('what answers is no token endpoint, or a broken one', () => {
  const page = say(200, '<!doctype html><title>Sign in</title>', { 'content-type': 'text/html' });
  test.each<[DiagnosisCode, string, string, Script]>([
    ['token-endpoint-wrong', 'not-oauth', 'a web page', page],
    ['token-endpoint-wrong', 'token-refused', 'a web page that refuses', say(403, '<html>no</html>')],
    ['token-endpoint-wrong', 'token-refused', 'not found', say(404, '')],
    ['token-endpoint-wrong', 'not-oauth', 'a redirect', say(302, '', { location: 'https://login.mesa.example/?a=b' })],
    ['token-endpoint-wrong', 'not-oauth', 'FHIR', say(200, '{"resourceType":"Bundle"}')],
    ['token-endpoint-failed', 'server-error', '500', say(500, 'oops')],
    ['token-endpoint-failed', 'server-error', '500 as a page', say(500, '<html>')],
    ['token-endpoint-failed', 'server-error', '503', say(503, '', { 'retry-after': '30' })],
    ['token-endpoint-failed', 'token-refused', '429', say(429, '')],
    ['token-endpoint-failed', 'server-error', 'server_error', refuse(500, 'server_error', 'database')],
    ['client-refused', 'token-refused', '401 without a body', say(401, '')],
    ['client-refused', 'token-refused', '401 with text', say(401, 'go away')],
    ['client-refused', 'token-refused', '500 with an OAuth error', refuse(500, 'invalid_client')],
    ['client-refused', 'token-refused', 'an OAuth error at 200', refuse(200, 'invalid_client')],
    ['answer-unusable', 'not-oauth', 'nothing', say(200, '')],
    ['answer-unusable', 'not-oauth', 'text', say(200, 'token')],
    ['answer-unusable', 'not-oauth', 'JSON that breaks off', say(200, '{"access_token":"canary-access-tok')],
    ['answer-unusable', 'not-oauth', 'a list', say(200, '[]')],
    ['answer-unusable', 'not-oauth', 'a form', say(200, 'access_token=canary-access-token-9&token_type=bearer')],
    ['answer-unusable', 'not-oauth', 'no token', grant({ access_token: undefined })],
    ['answer-unusable', 'not-oauth', 'a number as token', grant({ access_token: 4711 })],
    ['answer-unusable', 'not-oauth', 'a token with line breaks', grant({ access_token: 'a\r\nb: c' })],
    ['answer-unusable', 'not-oauth', 'no type', grant({ token_type: undefined })],
    ['answer-unusable', 'not-oauth', 'another type', grant({ token_type: 'DPoP' })],
    ['answer-unusable', 'not-oauth', 'two megabytes', say(200, `{"a":"${'x'.repeat(2_000_000)}"}`)],
    ['answer-unusable', 'not-oauth', 'an answer without end', endless('x'.repeat(100_000), 1)],
  ])('%s (%s): %s', async (code, errorCode, _, script) => {
    const { diagnosis, error, desk } = await diagnose(script);
    expect([diagnosis?.code, error.code]).toEqual([code, errorCode]);
    const record = desk.store.exchanges.list(1)[0];
    expect(error.exchangeId).toBeTruthy();
    expect(JSON.stringify([record, error])).not.toContain('canary');
    const body = desk.store.exchanges.detail(error.exchangeId ?? '')?.response.bodyText ?? '';
    expect(body).not.toContain('canary');
  });

  test('an endpoint that never answers', async () => {
    const desk = await openDesk();
    desk.answer(() => undefined);
    const connection = await desk.connect(backend(desk), { timeoutMs: 400 });
    const { code, diagnosis, next } = failure(await desk.tokens.authorization(connection, {}));
    expect([code, diagnosis?.code]).toEqual(['timed-out', 'token-endpoint-silent']);
    expect(next).toContain('whether the authorization server runs');
  });

  test('a FHIR server in its place is told with what it says, a missing page without', async () => {
    const issue = [{ severity: 'error', code: 'login', diagnostics: 'This door is for clinicians.' }];
    const outcome = JSON.stringify({ resourceType: 'OperationOutcome', issue });
    expect((await diagnose(say(400, outcome))).diagnosis?.why).toContain('“This door is for clinicians.”');
    expect((await diagnose(say(404, ''))).diagnosis?.why).toMatch(/answered 404 with no OAuth error\.$/);
  });

  test('an endpoint that never comes to an end', async () => {
    const desk = await openDesk();
    desk.answer(endless(' ', 20));
    const connection = await desk.connect(backend(desk), { timeoutMs: 200 });
    const { code, diagnosis } = failure(await desk.tokens.authorization(connection, {}));
    expect([code, diagnosis?.code]).toEqual(['timed-out', 'token-endpoint-silent']);
  });

  test('nobody listens', async () => {
    const desk = await openDesk();
    const connection = await desk.connect(backend(desk, { tokenUrl: 'http://127.0.0.1:1/token' }));
    const { code, diagnosis } = failure(await desk.tokens.authorization(connection, {}));
    expect([code, diagnosis?.code]).toEqual(['unreachable', 'unreachable']);
    expect(desk.store.accesses.get(connection.id)?.refusal?.diagnosis.code).toBe('unreachable');
  });

  test('the published address is offered where another one was set', async () => {
    const { diagnosis } = await diagnose(say(404, ''), { smart: { token_endpoint: 'https://auth.mesa.example/t' } });
    expect(diagnosis).toMatchObject({ compare: { wanted: 'https://auth.mesa.example/t' } });
  });
});

describe('a client by its secret', () => {
  const bySecret = async (script: Script, smart?: object) => {
    const desk = await openDesk();
    desk.answer(script);
    if (smart) desk.publish(smartDocument(desk.tokenUrl, smart));
    const connection = await desk.connect({
      method: 'client-secret',
      send: 'basic',
      clientId: 'harbor',
      tokenUrl: desk.tokenUrl,
    });
    return failure(await desk.tokens.authorization(connection, {})).diagnosis;
  };

  test.each<[DiagnosisCode, Script]>([
    ['wrong-secret', refuse(401, 'invalid_client')],
    ['wrong-secret', refuse(401, 'invalid_client', 'Bad credentials')],
    ['wrong-secret', say(401, '')],
    ['unknown-client', refuse(401, 'invalid_client', 'Client not found')],
    ['scope-refused', refuse(400, 'invalid_scope')],
  ])('%s', async (code, script) => {
    expect((await bySecret(script))?.code).toBe(code);
  });

  test('clocks and assertions are no matter there', async () => {
    const diagnosis = await bySecret(refuse(401, 'invalid_client', undefined, { date: new Date(0).toUTCString() }));
    expect(diagnosis?.code).toBe('wrong-secret');
  });

  test('that is sent another way than published', async () => {
    const diagnosis = await bySecret(refuse(401, 'invalid_client'), {
      token_endpoint_auth_methods_supported: ['client_secret_post'],
    });
    expect(diagnosis?.compare).toMatchObject({ sent: 'client_secret_basic', wanted: 'client_secret_post' });
  });
});

describe('of our own', () => {
  test('a key nobody has', async () => {
    const desk = await openDesk();
    const connection = await desk.connect(backend(desk, { key: 'absent' }));
    expect(failure(await desk.tokens.authorization(connection, {}))).toMatchObject({
      code: 'not-found',
      diagnosis: { code: 'secret-missing' },
    });
    expect(desk.server.seen).toEqual([]);
  });

  test('a vault that is locked', async () => {
    const desk = await openDesk();
    const auth = { method: 'client-secret', send: 'basic', clientId: 'harbor', tokenUrl: desk.tokenUrl } as const;
    const connection = await desk.connect(auth);
    await desk.vault.lock();
    expect(failure(await desk.tokens.authorization(connection, {}))).toMatchObject({
      code: 'vault-locked',
      diagnosis: { code: 'vault-locked' },
    });
  });

  test('less than was asked for is granted', async () => {
    const desk = await openDesk();
    desk.answer(grant({ scope: 'system/Patient.r' }));
    const connection = await desk.connect(backend(desk));
    const { diagnosis, scopes, granted } = unwrap(await desk.tokens.explain(connection));
    expect(granted).toBe(true);
    expect(diagnosis).toMatchObject({ code: 'scope-narrowed', why: 'Asked and not granted: system/*.rs.' });
    expect(scopes).toEqual({
      asked: ['system/*.rs'],
      granted: ['system/Patient.r'],
      missing: ['system/*.rs'],
      unasked: [],
    });
  });
});
