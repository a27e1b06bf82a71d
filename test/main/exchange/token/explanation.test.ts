import { createHash, X509Certificate } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { compactVerify, importJWK } from 'jose';
import { describe, expect, test } from 'vitest';
import type { Auth } from '../../../../shared/domain/auth.ts';
import type { KeyAlgorithm } from '../../../../shared/domain/key.ts';
import type { TokenExplanation } from '../../../../shared/domain/token-explanation.ts';
import { makeAuthority, rsa, uris } from '../../../fakes/partner/authority.ts';
import { unwrap } from '../../../fakes/ports.ts';
import { bearerToken, clientSecret, type Desk, grant, makeKey, openDesk, refuse, say, smartDocument } from './desk.ts';

const backend = (desk: Desk, more: object = {}): Auth => ({
  method: 'backend',
  clientId: 'harbor-mutual',
  key: 'harbor',
  scope: 'system/*.rs system/Task.crus',
  tokenUrl: desk.tokenUrl,
  ...more,
});

const check = ({ checks }: TokenExplanation, part: string, name: string) =>
  checks.find((one) => one.part === part && one.name === name);

describe('the assertion', () => {
  test.each<KeyAlgorithm>(['RS384', 'ES384', 'RS256', 'ES256'])('by %s is as SMART wants it', async (alg) => {
    const desk = await openDesk();
    const key = makeKey('harbor', alg);
    desk.keys.set('harbor', key);
    desk.answer(grant());
    const connection = await desk.connect(backend(desk));
    unwrap(await desk.tokens.authorization(connection, {}));
    const [form] = desk.forms();
    expect(Object.keys(form ?? {}).sort()).toEqual([
      'client_assertion',
      'client_assertion_type',
      'grant_type',
      'scope',
    ]);
    const { payload, protectedHeader } = await compactVerify(
      form?.client_assertion ?? '',
      await importJWK({ ...key.record.jwk }, alg),
    );
    const claims = JSON.parse(Buffer.from(payload).toString());
    expect(protectedHeader).toEqual({ alg, kid: 'kid-of-harbor', typ: 'JWT' });
    const now = desk.clock.now() / 1000;
    expect(claims).toEqual({
      iss: 'harbor-mutual',
      sub: 'harbor-mutual',
      aud: desk.tokenUrl,
      iat: now,
      exp: now + 240,
      jti: expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  test('has a jti of its own each time, names its JWKS and another audience where told', async () => {
    const desk = await openDesk();
    desk.keys.set('harbor', makeKey('harbor'));
    desk.answer(grant());
    const jku = 'https://keys.harbor.example/jwks.json';
    const connection = await desk.connect(backend(desk, { jku, audience: 'https://auth.mesa.example' }));
    const seen = [];
    for (const fresh of [false, true]) {
      unwrap(await desk.tokens.get(connection, { fresh }));
      seen.push((await desk.tokens.last(connection.id))?.assertion);
    }
    expect(seen[0]).toMatchObject({ header: { jku }, claims: { aud: 'https://auth.mesa.example' } });
    expect(seen[0]?.claims.jti).not.toBe(seen[1]?.claims.jti);
  });
});

describe('an attempt that went well', () => {
  test('shows every part as found', async () => {
    const desk = await openDesk();
    desk.keys.set('harbor', makeKey('harbor'));
    desk.publish(smartDocument(desk.tokenUrl));
    const jwt = [{ alg: 'RS256' }, { sub: 'harbor-mutual' }, 'signature-of-the-canary']
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    desk.answer(grant({ access_token: jwt, scope: 'system/*.rs system/Task.crus user/Group.r' }));
    const connection = await desk.connect(backend(desk));
    const explanation = unwrap(await desk.tokens.explain(connection));
    expect(explanation).toMatchObject({
      granted: true,
      diagnosis: { code: 'granted' },
      endpoint: { tokenUrl: desk.tokenUrl, from: 'connection' },
      request: { method: 'POST', url: desk.tokenUrl },
      response: { status: 200, body: { access_token: '[masked]', token_type: 'Bearer', expires_in: 300 } },
      accessToken: { format: 'jwt', header: { alg: 'RS256' }, claims: { sub: 'harbor-mutual' } },
      scopes: { missing: [], unasked: ['user/Group.r'] },
      clock: { skewSeconds: 0 },
    });
    expect(Object.fromEntries(explanation.request?.form ?? [])).toMatchObject({
      grant_type: 'client_credentials',
      client_assertion: '[masked]',
    });
    expect(explanation.checks.filter(({ result }) => result === 'fail')).toEqual([]);
    for (const [part, name] of [
      ['key', 'key'],
      ['header', 'alg'],
      ['header', 'kid'],
      ['header', 'typ'],
      ['claims', 'iss'],
      ['claims', 'sub'],
      ['claims', 'aud'],
      ['claims', 'exp'],
      ['claims', 'iat'],
      ['claims', 'jti'],
      ['signature', 'signature'],
      ['request', 'token URL'],
      ['request', 'grant_type'],
      ['request', 'client authentication'],
      ['response', 'status'],
      ['response', 'token_type'],
      ['response', 'Cache-Control'],
      ['scopes', 'system/*.rs'],
      ['clock', 'Date'],
    ] as const)
      expect(check(explanation, part, name)?.result, `${part} ${name}`).toBe('ok');
    expect(check(explanation, 'line', 'TLS')?.result).toBe('warn'); // plain http
    expect(check(explanation, 'scopes', 'user/Group.r')?.result).toBe('warn');
    expect(check(explanation, 'binding', 'client certificate')?.result).toBe('unchecked');
    expect(await desk.tokens.last(connection.id)).toEqual(explanation);
  });

  test('tells what is odd and was taken all the same', async () => {
    const desk = await openDesk();
    desk.keys.set('harbor', makeKey('harbor'));
    desk.answer(grant({ expires_in: '600', token_type: 'bEARER', scope: undefined }, { 'cache-control': 'private' }));
    const connection = await desk.connect(backend(desk));
    const explanation = unwrap(await desk.tokens.explain(connection));
    expect(explanation.granted).toBe(true);
    expect(check(explanation, 'response', 'expires_in')).toMatchObject({ result: 'warn', value: '"600"' });
    expect(check(explanation, 'response', 'Cache-Control')).toMatchObject({ result: 'warn', value: 'private' });
    expect(explanation.scopes).toMatchObject({ missing: [], granted: explanation.scopes.asked });
    expect(desk.store.accesses.get(connection.id)?.token?.expiresAt).toBe(
      new Date(desk.clock.now() + 600_000).toISOString(),
    );
  });

  test('compares the binding of the token with our client certificate', async () => {
    const authority = await makeAuthority('Test trust community', rsa);
    const { cert, key } = await authority.issue({ names: uris('https://harbor.example') });
    const thumbprint = createHash('sha256').update(new X509Certificate(cert).raw).digest('base64url');
    const bound = (x5t: string) =>
      [{ alg: 'RS256' }, { cnf: { 'x5t#S256': x5t } }, 's']
        .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
        .join('.');
    for (const [line, token, result] of [
      [{ clientCertificate: cert }, bound(thumbprint), 'ok'],
      [{ clientCertificate: cert }, bound('another'), 'fail'],
      [{ clientCertificate: cert }, bearerToken, 'warn'],
      [{}, bound(thumbprint), 'fail'],
    ] as const) {
      const desk = await openDesk();
      desk.keys.set('harbor', makeKey('harbor'));
      desk.answer(grant({ access_token: token }));
      const connection = await desk.connect(backend(desk), { line });
      if ('clientCertificate' in line) unwrap(await desk.vault.put(`connection/${connection.id}/clientKey`, key));
      const explanation = unwrap(await desk.tokens.explain(connection));
      expect(check(explanation, 'binding', 'client certificate')?.result).toBe(result);
      expect(desk.store.accesses.get(connection.id)?.token?.boundTo).toBe(
        token === bearerToken
          ? undefined
          : JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()).cnf['x5t#S256'],
      );
    }
  });
});

describe('an attempt that went wrong', () => {
  test.each([
    ['claims', 'aud', 'Invalid audience'],
    ['claims', 'jti', 'jti replay'],
    ['claims', 'exp', 'assertion expired'],
    ['header', 'kid', 'unknown kid'],
    ['header', 'alg', 'algorithm not supported'],
    ['signature', 'signature', 'bad signature'],
    ['claims', 'iss', 'unknown client'],
  ])('marks %s %s for: %s', async (part, name, words) => {
    const desk = await openDesk();
    desk.keys.set('harbor', makeKey('harbor'));
    desk.answer(refuse(401, 'invalid_client', words));
    const connection = await desk.connect(backend(desk));
    const explanation = unwrap(await desk.tokens.explain(connection));
    expect(explanation).toMatchObject({
      granted: false,
      response: { status: 401, body: { error: 'invalid_client', error_description: words } },
      scopes: { granted: [], missing: ['system/*.rs', 'system/Task.crus'] },
    });
    expect(check(explanation, part, name)?.result).toBe('fail');
  });

  test('before anything is sent is explained as far as it came', async () => {
    const desk = await openDesk();
    const connection = await desk.connect(backend(desk));
    const explanation = unwrap(await desk.tokens.explain(connection));
    expect(explanation).toMatchObject({ granted: false, diagnosis: { code: 'secret-missing' }, endpoint: {} });
    expect(explanation).not.toHaveProperty('response');
    expect(explanation.checks.at(-1)?.result).toBe('fail');
  });

  test('on the line shows what was to be sent', async () => {
    const desk = await openDesk();
    desk.keys.set('harbor', makeKey('harbor'));
    const connection = await desk.connect(backend(desk, { tokenUrl: 'http://127.0.0.1:1/token' }));
    const explanation = unwrap(await desk.tokens.explain(connection));
    expect(explanation).toMatchObject({
      diagnosis: { code: 'unreachable' },
      assertion: {},
      exchangeId: expect.any(String),
    });
    expect(Object.fromEntries(explanation.request?.form ?? [])).toMatchObject({ client_assertion: '[masked]' });
  });
});

test('no secret is in an explanation, a reply, a record, the trail or a file, however the partner gives it back', async () => {
  const desk = await openDesk();
  desk.keys.set('harbor', makeKey('harbor'));
  const told: unknown[] = [];
  const assertions: string[] = [];
  const echo = (status: number) =>
    desk.answer((seen, response) => {
      const form = new URLSearchParams(seen.body);
      const secret = form.has('client_assertion') ? [] : [clientSecret, encodeURIComponent(clientSecret)];
      const signature = form.get('client_assertion')?.split('.')[2] ?? '';
      const all = [...form.values(), signature, seen.headers.authorization, ...secret].join(' ');
      assertions.push(form.get('client_assertion') ?? '');
      say(
        status,
        JSON.stringify({
          access_token: bearerToken,
          refresh_token: 'canary-refresh-token-5',
          id_token: 'canary-id-token-5',
          token_type: 'bearer',
          expires_in: 300,
          scope: `system/*.rs ${bearerToken}`,
          error_description: `You sent ${all} and get ${bearerToken}`,
          ...(status === 200 ? {} : { error: `invalid_client ${bearerToken}` }),
          message: all,
        }),
        { 'content-type': 'application/json', 'www-authenticate': `Bearer realm="${seen.headers.authorization}"` },
      )(seen, response);
    });
  const methods: Auth[] = [
    backend(desk),
    { method: 'client-secret', send: 'basic', clientId: 'harbor', tokenUrl: desk.tokenUrl },
    { method: 'client-secret', send: 'post', clientId: 'harbor', tokenUrl: desk.tokenUrl },
  ];
  for (const auth of methods)
    for (const status of [200, 401, 500, 302]) {
      echo(status);
      const connection = await desk.connect(auth);
      const reply = await desk.tokens.get(connection, {});
      told.push(reply.ok ? reply.value.state : reply.error, await desk.tokens.explain(connection));
      told.push(desk.store.accesses.get(connection.id));
    }
  for (const { id } of desk.store.exchanges.list(200)) told.push(desk.store.exchanges.detail(id));
  told.push(desk.store.audit.list(500));
  const files = readdirSync(desk.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(path.join(entry.parentPath, entry.name), 'latin1'));
  const everything = JSON.stringify(told) + files.join('');
  const basic = Buffer.from(`harbor:${encodeURIComponent(clientSecret).replaceAll('%20', '+')}`).toString('base64');
  const signatures = assertions.filter(Boolean).map((jwt) => jwt.split('.')[2] ?? '');
  expect(signatures.length).toBeGreaterThan(4);
  const canaries = ['canary', clientSecret, encodeURIComponent(clientSecret), basic, ...signatures];
  expect(canaries.filter((canary) => everything.includes(canary))).toEqual([]);
});
