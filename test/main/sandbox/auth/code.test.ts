import { beforeEach, describe, expect, it } from 'vitest';
import { practiceClients } from '../../../../shared/domain/sandbox-access.ts';
import { authorizeUrl, basic, bearer, consent, post, practice, signIn, startLocked, verifier } from './auth-client.ts';

let started: Awaited<ReturnType<typeof startLocked>>;
let authorize: (wish?: Record<string, string | undefined>) => string;
beforeEach(async () => {
  started = await startLocked();
  const { tokenUrl, fhirBaseUrl } = started.sandbox.provider;
  authorize = (wish) => authorizeUrl(tokenUrl.replace(/token$/, 'authorize'), fhirBaseUrl, wish);
});

const clientId = practiceClients.public.clientId;
const redirectUri = 'http://127.0.0.1:4567/callback';

/** Redeems a code; right unless told otherwise. */
const redeem = (code: string | null, wish: Record<string, string> = {}) =>
  post(started.sandbox.provider.tokenUrl, {
    grant_type: 'authorization_code',
    code: code ?? '',
    redirect_uri: redirectUri,
    code_verifier: verifier,
    client_id: clientId,
    ...wish,
  });

const refresh = (token: string | undefined, more: Record<string, string> = {}) =>
  post(started.sandbox.provider.tokenUrl, {
    grant_type: 'refresh_token',
    refresh_token: token ?? '',
    client_id: clientId,
    ...more,
  });

const allow = { decision: 'allow', member: 'ann' };
const codeOf = async (wish?: Record<string, string | undefined>) =>
  (await consent(authorize(wish), allow)).searchParams.get('code');

describe('the consent page', () => {
  it('shows the client, the scopes in words and the members, and runs nothing', async () => {
    const page = await fetch(authorize());
    const text = await page.text();
    expect(page.status).toBe(200);
    for (const words of [
      clientId,
      'Lakeside Clinic',
      'Read and search everything in the record of the member you choose',
      'Stay allowed when you are away',
      'Ann Marie Müller, born 1980-05-31',
      redirectUri,
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/<script|onclick|javascript:/i);
    const { headers } = page;
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' http:\/\/127\.0\.0\.1:4567; frame-ancestors 'none'; base-uri 'none'$/,
    );
    expect([headers.get('x-frame-options'), headers.get('cache-control')]).toEqual(['DENY', 'no-store']);
    expect(headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict; Path=\/auth/);
  });

  it('lets every member be chosen for user scopes alone', async () => {
    const everyone = async (scope: string) =>
      (await (await fetch(authorize({ scope }))).text()).includes('Every member');
    expect([
      await everyone('user/*.rs'),
      await everyone('patient/*.rs'),
      await everyone('user/*.rs launch/patient'),
    ]).toEqual([true, false, false]);
  });

  it('goes back with code, state and issuer, or with what the person said', async () => {
    const allowed = await consent(authorize(), allow);
    expect(allowed.origin + allowed.pathname).toBe(redirectUri);
    expect(Object.fromEntries(allowed.searchParams)).toEqual({
      code: expect.stringMatching(/^[\w-]{43}$/),
      state: 'state-of-the-client',
      iss: started.sandbox.provider.tokenUrl.replace('/token', ''),
    });
    const denied = await consent(authorize(), { decision: 'deny', member: 'ann' });
    expect(denied.searchParams.get('error')).toBe('access_denied');
    expect(denied.searchParams.get('state')).toBe('state-of-the-client');
    for (const member of ['', 'nobody'])
      expect((await consent(authorize(), { decision: 'allow', member })).searchParams.get('error')).toBe(
        'access_denied',
      );
  });

  it('never sends anybody to an address that is not registered', async () => {
    for (const wish of [
      { client_id: 'nobody' },
      { client_id: undefined },
      { redirect_uri: undefined },
      { redirect_uri: 'https://evil.example/callback' },
      { redirect_uri: 'https://127.0.0.1/callback' },
      { redirect_uri: 'http://127.0.0.1.evil.example/callback' },
      { redirect_uri: 'http://127.0.0.1@evil.example/' },
      { redirect_uri: 'http://127.0.0.1:1/callback#part' },
      { redirect_uri: 'http://somebody@127.0.0.1:1/callback' },
      { redirect_uri: 'javascript:alert(1)' },
      { redirect_uri: '/callback' },
    ]) {
      const { status, headers } = await fetch(authorize(wish), { redirect: 'manual' });
      expect([status, headers.get('location')], JSON.stringify(wish)).toEqual([400, null]);
      expect(headers.get('content-type')).toMatch(/text\/html/);
    }
    const twice = await fetch(`${authorize()}&redirect_uri=${encodeURIComponent('http://127.0.0.1:9/')}`, {
      redirect: 'manual',
    });
    expect(twice.status).toBe(400);
    for (const uri of ['http://localhost:1/x', 'http://[::1]:2/', 'http://127.0.0.1/y?z=1'])
      expect((await fetch(authorize({ redirect_uri: uri }))).status, uri).toBe(200);
  });

  it('escapes what it shows', async () => {
    const text = await (await fetch(authorize({ client_id: '<b>"&' }))).text();
    expect(text).toContain('&lt;b&gt;&quot;&amp;');
    expect(text).not.toContain('<b>"');
  });

  it('sends back what else is wrong', async () => {
    const wrong: [Record<string, string | undefined>, string][] = [
      [{ response_type: 'token' }, 'unsupported_response_type'],
      [{ response_type: undefined }, 'invalid_request'],
      [{ state: undefined }, 'invalid_request'],
      [{ aud: undefined }, 'invalid_request'],
      [{ aud: 'https://elsewhere.example/fhir' }, 'invalid_request'],
      [{ code_challenge: undefined }, 'invalid_request'],
      [{ code_challenge: 'short' }, 'invalid_request'],
      [{ code_challenge_method: 'plain' }, 'invalid_request'],
      [{ code_challenge_method: undefined }, 'invalid_request'],
      [{ scope: undefined }, 'invalid_request'],
      [{ scope: 'system/*.rs' }, 'invalid_scope'],
      [{ scope: 'openid' }, 'invalid_scope'],
      [{ scope: 'patient/*.rs?category=x' }, 'invalid_scope'],
    ];
    for (const [wish, error] of wrong) {
      const { status, headers } = await fetch(authorize(wish), { redirect: 'manual' });
      const sentTo = new URL(headers.get('location') ?? '');
      expect([status, sentTo.searchParams.get('error')], JSON.stringify(wish)).toEqual([303, error]);
      expect(sentTo.origin).toBe('http://127.0.0.1:4567');
      if (!('state' in wish)) expect(sentTo.searchParams.get('state')).toBe('state-of-the-client');
      expect(sentTo.searchParams.has('error_description')).toBe(true);
    }
  });

  it('takes an answer once, from the browser that was asked and from its own page', async () => {
    const page = await fetch(authorize());
    const request = /name="request" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    const url = authorize().split('?')[0] ?? '';
    const answer = (headers: Record<string, string>) => post(url, { request, ...allow }, headers);
    expect((await answer({})).status).toBe(400);
    expect((await answer({ cookie: `${cookie.split('=')[0]}=guess` })).status).toBe(400);
    for (const origin of ['https://evil.example', 'null', 'http://127.0.0.1:1'])
      expect((await answer({ cookie, origin })).status, origin).toBe(400);
    expect((await answer({ cookie })).status).toBe(303);
    expect((await answer({ cookie })).status).toBe(400);
  });

  it('waits ten minutes for an answer', async () => {
    const page = await fetch(authorize());
    const request = /name="request" value="([^"]+)"/.exec(await page.text())?.[1] ?? '';
    const cookie = (page.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    started.clock.advance(601_000);
    expect((await post(authorize().split('?')[0] ?? '', { request, ...allow }, { cookie })).status).toBe(400);
  });
});

describe('a code', () => {
  it('becomes a token for the chosen member, and a refresh token where one was allowed', async () => {
    const { status, headers, json } = await redeem(await codeOf());
    expect([status, headers.get('cache-control')]).toEqual([200, 'no-store']);
    expect(json).toMatchObject({
      patient: 'ann',
      scope: 'patient/*.rs launch/patient offline_access',
      expires_in: 300,
    });
    expect(json.refresh_token).toMatch(/^[\w-]{43}$/);
    expect((await started.provider.get('/Patient', bearer(json.access_token))).json.total).toBe(1);
    const brief = await redeem(await codeOf({ scope: 'patient/Patient.r' }));
    expect(brief.json.refresh_token).toBeUndefined();
  });

  it('opens every record where a user chose no member', async () => {
    const { tokenUrl, fhirBaseUrl } = started.sandbox.provider;
    const { json } = await signIn(tokenUrl, fhirBaseUrl, '', 'user/*.rs');
    expect(json.patient).toBeUndefined();
    expect((await started.provider.get('/Patient', bearer(json.access_token))).json.total).toBe(3);
  });

  it('works once; a second use ends what the first one gave', async () => {
    const code = await codeOf();
    const { json } = await redeem(code);
    const again = await redeem(code);
    expect([again.status, again.json.error, again.json.error_description]).toEqual([
      400,
      'invalid_grant',
      'The authorization code was used before.',
    ]);
    expect((await started.provider.get('/Patient', bearer(json.access_token))).status).toBe(401);
    expect((await refresh(json.refresh_token)).json.error).toBe('invalid_grant');
  });

  it('is for a minute, its client, its redirect URI and its verifier', async () => {
    const refused = async (code: string | null, wish: Record<string, string>) => {
      const { status, json } = await redeem(code, wish);
      return [status, json.error, json.error_description];
    };
    const code = await codeOf();
    expect(await refused(code, { redirect_uri: 'http://127.0.0.1:4567/other' })).toEqual([
      400,
      'invalid_grant',
      expect.stringMatching(/must be exactly/),
    ]);
    expect(await refused(code, { redirect_uri: '' })).toEqual([400, 'invalid_grant', expect.any(String)]);
    expect(await refused(code, { code_verifier: 'wrong' })).toEqual([
      400,
      'invalid_grant',
      expect.stringMatching(/code_verifier/),
    ]);
    expect(await refused(code, { code_verifier: '' })).toEqual([400, 'invalid_request', 'There is no code_verifier.']);
    expect(await refused('guess', {})).toEqual([400, 'invalid_grant', expect.stringMatching(/none of this client/)]);
    const { status, json } = await post(
      started.sandbox.provider.tokenUrl,
      { grant_type: 'authorization_code', code: code ?? '', redirect_uri: redirectUri, code_verifier: verifier },
      practice,
    );
    expect([status, json.error]).toEqual([400, 'invalid_grant']);
    expect((await redeem(code)).status).toBe(200);
    const late = await codeOf();
    started.clock.advance(61_000);
    expect(await refused(late, {})).toEqual([400, 'invalid_grant', expect.stringMatching(/older than a minute/)]);
  });

  it('is for confidential clients too, who prove themselves', async () => {
    const { clientId: id, secret } = practiceClients.secret;
    const code = await codeOf({ client_id: id });
    expect((await redeem(code, { client_id: id })).status).toBe(401);
    const form = {
      grant_type: 'authorization_code',
      code: code ?? '',
      redirect_uri: redirectUri,
      code_verifier: verifier,
    };
    expect((await post(started.sandbox.provider.tokenUrl, form, basic(id, secret))).status).toBe(200);
  });
});

describe('a refresh token', () => {
  it('is changed for new ones; a second use ends them all', async () => {
    const first = (await redeem(await codeOf())).json;
    const second = await refresh(first.refresh_token);
    expect([second.status, second.json.patient, second.json.scope]).toEqual([200, 'ann', first.scope]);
    expect(second.json.refresh_token).not.toBe(first.refresh_token);
    const stolen = await refresh(first.refresh_token);
    expect([stolen.status, stolen.json.error]).toEqual([400, 'invalid_grant']);
    expect((await refresh(second.json.refresh_token)).status).toBe(400);
    expect((await started.provider.get('/Patient', bearer(second.json.access_token))).status).toBe(401);
  });

  it('may ask for less, not for more', async () => {
    const { json } = await redeem(await codeOf({ scope: 'patient/Patient.r patient/Condition.rs offline_access' }));
    const less = await refresh(json.refresh_token, { scope: 'patient/Condition.s' });
    expect(less.json.scope).toBe('patient/Condition.s');
    const more = await refresh(less.json.refresh_token, { scope: 'patient/Observation.rs' });
    expect([more.status, more.json.error]).toEqual([400, 'invalid_scope']);
  });

  it('lives 30 days offline, eight hours online', async () => {
    const offline = (await redeem(await codeOf())).json.refresh_token;
    const online = (await redeem(await codeOf({ scope: 'patient/*.rs online_access' }))).json.refresh_token;
    started.clock.advance(9 * 3_600_000);
    expect((await refresh(online)).json.error_description).toBe('The refresh token has expired.');
    expect((await refresh(offline)).status).toBe(200);
    expect((await refresh('guess')).json.error_description).toMatch(/none of this client/);
  });
});

describe('revocation and introspection', () => {
  const at = (what: string) => started.sandbox.provider.tokenUrl.replace('token', what);

  it('ends an access token, or with a refresh token all that came with it', async () => {
    const { json } = await redeem(await codeOf());
    const status = async () => (await started.provider.get('/Patient', bearer(json.access_token))).status;
    expect((await post(at('revoke'), { token: json.refresh_token ?? '', client_id: clientId })).status).toBe(200);
    expect([await status(), (await refresh(json.refresh_token)).status]).toEqual([401, 400]);
    const token = await started.token('system/*.rs');
    expect((await post(at('revoke'), { token, client_id: clientId })).json.error).toBe('unauthorized_client');
    expect((await started.provider.get('/Patient', bearer(token))).status).toBe(200);
    expect((await post(at('revoke'), { token }, practice)).status).toBe(200);
    expect((await started.provider.get('/Patient', bearer(token))).status).toBe(401);
    expect((await post(at('revoke'), { token: 'unknown' }, practice)).status).toBe(200);
    expect((await post(at('revoke'), { token })).status).toBe(401);
    expect((await post(at('revoke'), {}, practice)).json.error).toBe('invalid_request');
  });

  it('tells a client what its own token is worth', async () => {
    const token = await started.token('system/*.rs');
    const { json } = await post(at('introspect'), { token }, practice);
    expect(json).toMatchObject({
      active: true,
      scope: 'system/*.rs',
      client_id: practiceClients.secret.clientId,
      token_type: 'Bearer',
      aud: started.sandbox.provider.fhirBaseUrl,
      iss: at('x').replace('/x', ''),
      exp: started.clock.now() / 1000 + 300,
    });
    const others = (await redeem(await codeOf())).json;
    for (const foreign of [others.access_token, others.refresh_token ?? '', 'guess'])
      expect((await post(at('introspect'), { token: foreign }, practice)).json).toEqual({ active: false });
    expect((await post(at('introspect'), { token })).status).toBe(401);
    expect((await post(at('introspect'), { token, client_id: clientId })).json.error).toBe('unauthorized_client');
    started.clock.advance(301_000);
    expect((await post(at('introspect'), { token }, practice)).json).toEqual({ active: false });
  });
});

describe('faults of signing in', () => {
  it('refuse codes, verifiers, redirects, refresh tokens and clients on demand', async () => {
    const { sandbox } = started;
    const code = await codeOf();
    for (const [fault, words] of [
      ['code-refused', /code/],
      ['redirect-refused', /redirect_uri/],
      ['pkce-refused', /code_verifier/],
    ] as const) {
      await sandbox.setFaults([fault]);
      const { status, json } = await redeem(code);
      expect([status, json.error, json.error_description]).toEqual([
        400,
        'invalid_grant',
        expect.stringMatching(words),
      ]);
    }
    await sandbox.setFaults([]);
    const { json } = await redeem(code);
    await sandbox.setFaults(['refresh-refused']);
    expect((await refresh(json.refresh_token)).json.error).toBe('invalid_grant');
    await sandbox.setFaults([]);
    expect((await refresh(json.refresh_token)).status).toBe(200);
    for (const fault of ['unknown-client', 'redirect-refused'] as const) {
      await sandbox.setFaults([fault]);
      expect((await fetch(authorize(), { redirect: 'manual' })).status).toBe(400);
    }
    await sandbox.setFaults(['scope-refused']);
    expect((await fetch(authorize(), { redirect: 'manual' })).headers.get('location')).toMatch(/error=invalid_scope/);
  });
});
