import { createHash } from 'node:crypto';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { Auth } from '../../../../shared/domain/auth.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import { cleanUp, failure, unwrap } from '../../../fakes/ports.ts';
import { clientSecret, type Desk, grant, makeKey, openDesk, refuse, say, smartDocument } from './desk.ts';

const auth = (more: object = {}): Auth =>
  ({ method: 'code', client: 'public', clientId: 'harbor-app', scope: 'user/*.rs offline_access', ...more }) as Auth;

const withRefresh = { refresh_token: 'canary-refresh-token-1', scope: 'user/*.rs offline_access' };

async function open(more: object = {}, options: Parameters<typeof openDesk>[0] = {}) {
  const desk = await openDesk(options);
  desk.publish(
    smartDocument(desk.tokenUrl, {
      issuer: desk.server.baseUrl,
      authorization_endpoint: `${desk.server.baseUrl}/authorize?tenant=a`,
      revocation_endpoint: `${desk.server.baseUrl}/revoke`,
    }),
  );
  desk.answer(grant(withRefresh));
  return { desk, connection: await desk.connect(auth(more)) };
}

/** A person whose browser goes where the address says and comes back with these parameters. */
function browser(answer: (asked: URLSearchParams) => Record<string, string> = () => ({ code: 'canary-code-77' })) {
  const visits: { url: URL; page: Promise<Response> }[] = [];
  return {
    visits,
    announce(text: string) {
      const url = new URL(text);
      const back = new URL(url.searchParams.get('redirect_uri') ?? '');
      const parameters = { state: url.searchParams.get('state') ?? '', ...answer(url.searchParams) };
      for (const [name, value] of Object.entries(parameters)) back.searchParams.set(name, value);
      visits.push({ url, page: fetch(back) });
    },
  };
}

const enter = (desk: Desk, connection: Connection, person = browser()) =>
  desk.tokens.signIn(connection, { open: false, announce: person.announce });

describe('a person signs in', () => {
  test('by PKCE: what is asked, what is redeemed, what is kept', async () => {
    const { desk, connection } = await open();
    const person = browser();
    const access = unwrap(await enter(desk, connection, person));
    const [{ url, page } = { url: new URL('http://x'), page: undefined }] = person.visits;
    const asked = Object.fromEntries(url.searchParams);
    expect(url.pathname).toBe('/fhir/authorize');
    expect(asked).toMatchObject({
      tenant: 'a',
      response_type: 'code',
      client_id: 'harbor-app',
      scope: 'user/*.rs offline_access',
      aud: desk.server.baseUrl,
      code_challenge_method: 'S256',
      redirect_uri: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/callback$/),
    });
    expect(Buffer.from(asked.state ?? '', 'base64url')).toHaveLength(32);
    const [form] = desk.forms();
    expect(form).toMatchObject({
      grant_type: 'authorization_code',
      code: 'canary-code-77',
      client_id: 'harbor-app',
      redirect_uri: asked.redirect_uri,
    });
    const challenge = createHash('sha256')
      .update(form?.code_verifier ?? '')
      .digest('base64url');
    expect(challenge).toBe(asked.code_challenge);
    expect(form?.code_verifier?.length).toBeGreaterThanOrEqual(43);
    expect(access.token).toMatchObject({ refreshable: true, missing: [] });
    const html = await (await page)?.text();
    expect(html).toContain('Signed in');
    expect(html).not.toContain('<script');
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe('Bearer canary-access-token-1');
    expect(desk.forms()).toHaveLength(1);
  });

  test('twice with other secrets each time', async () => {
    const { desk, connection } = await open();
    const person = browser();
    unwrap(await enter(desk, connection, person));
    unwrap(await enter(desk, connection, person));
    const [one, two] = person.visits.map(({ url }) => url.searchParams);
    for (const name of ['state', 'code_challenge']) expect(one?.get(name)).not.toBe(two?.get(name));
  });

  test('an asymmetric client signs, and names itself in the assertion alone', async () => {
    const { desk, connection } = await open({ client: 'asymmetric', key: 'harbor' });
    desk.keys.set('harbor', makeKey('harbor'));
    unwrap(await enter(desk, connection));
    const [form] = desk.forms();
    expect(form).not.toHaveProperty('client_id');
    expect(form?.client_assertion_type).toBe('urn:ietf:params:oauth:client-assertion-type:jwt-bearer');
  });

  test('a client with a secret sends it by Basic', async () => {
    const { desk, connection } = await open({ client: 'secret' });
    unwrap(await enter(desk, connection));
    const header = desk.server.seen.find(({ url }) => url === '/fhir/token')?.headers.authorization ?? '';
    const pair = Buffer.from(header.slice(6), 'base64').toString();
    expect(decodeURIComponent(pair.split(':')[1]?.replaceAll('+', ' ') ?? '')).toBe(clientSecret);
    expect(desk.forms()[0]).not.toHaveProperty('client_secret');
  });

  test('and the browser is opened where the host can', async () => {
    const opened: string[] = [];
    const { desk, connection } = await open({}, { openLink: async (url) => void opened.push(url) });
    const person = browser();
    unwrap(await desk.tokens.signIn(connection, { open: true, announce: person.announce }));
    expect(opened).toEqual([person.visits[0]?.url.href]);
  });

  test('and a browser that cannot be opened ends nothing', async () => {
    const { desk, connection } = await open({}, { openLink: () => Promise.reject(new Error('no browser')) });
    unwrap(await desk.tokens.signIn(connection, { open: true, announce: browser().announce }));
  });

  test('in memory alone where the vault cannot be had', async () => {
    const { desk, connection } = await open({}, { vault: false });
    unwrap(await enter(desk, connection));
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe('Bearer canary-access-token-1');
  });
});

describe('the redirect', () => {
  /** Signs in with somebody who knocks at the redirect before the real answer comes. */
  async function knocked(knock: (redirect: URL) => Promise<Response>) {
    const { desk, connection } = await open();
    let knocking: Promise<Response> | undefined;
    const access = await desk.tokens.signIn(connection, {
      open: false,
      announce(text) {
        const url = new URL(text);
        const back = new URL(url.searchParams.get('redirect_uri') ?? '');
        knocking = knock(new URL(back));
        back.searchParams.set('state', url.searchParams.get('state') ?? '');
        back.searchParams.set('code', 'canary-code-77');
        void knocking.then(() => fetch(back));
      },
    });
    unwrap(access);
    expect(desk.forms()).toHaveLength(1);
    expect(desk.forms()[0]?.code).toBe('canary-code-77');
    return knocking as Promise<Response>;
  }

  const forged = (redirect: URL, state: string) => {
    redirect.searchParams.set('state', state);
    redirect.searchParams.set('code', 'forged');
    return fetch(redirect);
  };

  test.each<[string, number, (redirect: URL) => Promise<Response>]>([
    ['with another state', 400, (redirect) => forged(redirect, 'x'.repeat(43))],
    ['without a state', 400, (redirect) => fetch(redirect)],
    ['at another path', 404, (redirect) => fetch(new URL('/', redirect))],
    ['by POST', 404, (redirect) => fetch(redirect, { method: 'POST' })],
    ['by another name of this computer', 404, (redirect) => fetch(redirect.href.replace('127.0.0.1', 'localhost'))],
  ])('%s is refused plainly, and the sign-in goes on', async (_, status, knock) => {
    const answer = await knocked(knock);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  test('is taken once', async () => {
    const { desk, connection } = await open();
    let twice: Promise<Response[]> | undefined;
    unwrap(
      await desk.tokens.signIn(connection, {
        open: false,
        announce(text) {
          const url = new URL(text);
          const back = new URL(url.searchParams.get('redirect_uri') ?? '');
          back.searchParams.set('state', url.searchParams.get('state') ?? '');
          back.searchParams.set('code', 'canary-code-77');
          twice = Promise.all([fetch(back), fetch(back)]);
        },
      }),
    );
    expect((await twice)?.map(({ status }) => status).sort()).toEqual([200, 410]);
    expect(desk.forms()).toHaveLength(1);
  });

  test('is closed afterwards', async () => {
    const { desk, connection } = await open();
    const person = browser();
    unwrap(await enter(desk, connection, person));
    const redirect = person.visits[0]?.url.searchParams.get('redirect_uri') ?? '';
    await expect(fetch(redirect)).rejects.toThrow();
  });

  test('at a fixed port, and a port that is taken is named', async () => {
    const taken = http.createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    cleanUp(() => taken.close());
    const { port } = taken.address() as AddressInfo;
    const { desk, connection } = await open({ redirectPort: port });
    expect(failure(await enter(desk, connection))).toMatchObject({
      code: 'port-in-use',
      message: expect.stringContaining(String(port)),
    });
    await new Promise((resolve) => taken.close(resolve));
    const person = browser();
    unwrap(await enter(desk, connection, person));
    expect(person.visits[0]?.url.searchParams.get('redirect_uri')).toBe(`http://127.0.0.1:${port}/callback`);
  });
});

describe('a sign-in that does not succeed', () => {
  test.each([
    ['consent-denied', 'token-refused', { error: 'access_denied', error_description: 'The person said no' }],
    ['scope-refused', 'token-refused', { error: 'invalid_scope' }],
    ['grant-not-offered', 'token-refused', { error: 'unauthorized_client' }],
    ['redirect-refused', 'token-refused', { error: 'invalid_request', error_description: 'redirect_uri mismatch' }],
    ['token-endpoint-failed', 'server-error', { error: 'server_error' }],
    ['client-refused', 'token-refused', { error: '<b>odd</b>' }],
  ])('%s', async (code, errorCode, parameters) => {
    const { desk, connection } = await open();
    const error = failure(
      await enter(
        desk,
        connection,
        browser(() => parameters),
      ),
    );
    expect([error.diagnosis?.code, error.code]).toEqual([code, errorCode]);
    expect(error.diagnosis?.why).toContain(parameters.error);
    expect(desk.store.accesses.get(connection.id)?.refusal?.diagnosis.code).toBe(code);
    expect(desk.forms()).toEqual([]);
  });

  test.each<[string, ReturnType<typeof refuse>]>([
    ['code-refused', refuse(400, 'invalid_grant')],
    ['pkce-refused', refuse(400, 'invalid_grant', 'code_verifier does not match')],
    ['redirect-refused', refuse(400, 'invalid_grant', 'redirect_uri differs')],
    ['unknown-client', refuse(401, 'invalid_client')],
    ['token-endpoint-failed', say(502, '')],
  ])('%s at the token endpoint', async (code, script) => {
    const { desk, connection } = await open();
    desk.answer(script);
    expect(failure(await enter(desk, connection)).diagnosis?.code).toBe(code);
  });

  test('an answer of another issuer is not used', async () => {
    const { desk, connection } = await open();
    const person = browser(() => ({ code: 'canary-code-77', iss: 'https://evil.example' }));
    expect(failure(await enter(desk, connection, person)).diagnosis).toMatchObject({
      code: 'code-refused',
      where: 'iss',
      requirement: expect.stringContaining('RFC 9207'),
    });
    expect(desk.forms()).toEqual([]);
  });

  test('ends when it is cancelled, and when nobody comes back', async () => {
    const { desk, connection } = await open();
    const ending = new AbortController();
    const waiting = desk.tokens.signIn(connection, {
      open: false,
      announce: () => ending.abort(),
      signal: ending.signal,
    });
    expect(failure(await waiting).code).toBe('cancelled');

    const late = desk.tokens.signIn(connection, { open: false, announce: () => undefined });
    await expect.poll(() => desk.clock.next()).toBeDefined();
    await desk.clock.advance(300_000);
    expect(failure(await late)).toMatchObject({ code: 'timed-out', message: expect.stringContaining('5 minutes') });
  });

  test('where nothing says at which address', async () => {
    const desk = await openDesk();
    const connection = await desk.connect(auth({ tokenUrl: desk.tokenUrl }));
    expect(failure(await enter(desk, connection)).diagnosis?.code).toBe('token-endpoint-unknown');
  });
});

describe('a sign-in is kept', () => {
  test('by refreshing: the refresh token rotates', async () => {
    const { desk, connection } = await open();
    unwrap(await enter(desk, connection));
    desk.answer(
      grant({ access_token: 'canary-access-token-2', refresh_token: 'canary-refresh-token-2' }),
      grant({ access_token: 'canary-access-token-3' }),
      grant({ access_token: 'canary-access-token-4' }),
    );
    const later = async () => {
      desk.clock.jump(desk.clock.now() + 280_000);
      return unwrap(await desk.tokens.authorization(connection, {})).header;
    };
    expect([await later(), await later(), await later()].map((header) => header.at(-1))).toEqual(['2', '3', '4']);
    const [, ...refreshes] = desk.forms();
    expect(refreshes.map(({ grant_type, refresh_token }) => [grant_type, refresh_token])).toEqual([
      ['refresh_token', 'canary-refresh-token-1'],
      ['refresh_token', 'canary-refresh-token-2'],
      ['refresh_token', 'canary-refresh-token-2'], // the partner gave no new one, so it stays
    ]);
    expect(refreshes[0]).toMatchObject({ client_id: 'harbor-app' });
  });

  test('by two processes that refresh at once with one request', async () => {
    const { desk, connection } = await open();
    unwrap(await enter(desk, connection));
    const other = await openDesk({ beside: desk });
    desk.clock.jump(desk.clock.now() + 280_000);
    desk.answer(grant({ access_token: 'canary-access-token-2', refresh_token: 'canary-refresh-token-2' }));
    const replies = await Promise.all([desk, other].map(({ tokens }) => tokens.authorization(connection, {})));
    expect(replies.map((reply) => unwrap(reply).header)).toEqual(Array(2).fill('Bearer canary-access-token-2'));
    expect(desk.forms()).toHaveLength(2);
  });

  test('until the partner does not renew it: then somebody has to sign in', async () => {
    const { desk, connection } = await open();
    unwrap(await enter(desk, connection));
    desk.clock.jump(desk.clock.now() + 280_000);
    desk.answer(refuse(400, 'invalid_grant', 'expired'));
    for (const _ of [1, 2])
      expect(failure(await desk.tokens.authorization(connection, {}))).toMatchObject({
        code: 'sign-in-needed',
        diagnosis: { code: 'refresh-refused' },
        next: `Sign in: token sign-in --connection ${JSON.stringify(connection.name)}.`,
      });
    expect(desk.forms()).toHaveLength(2); // a refresh token that was refused is not tried again
  });

  test('when the partner cannot be reached for a while', async () => {
    const { desk, connection } = await open();
    unwrap(await enter(desk, connection));
    desk.clock.jump(desk.clock.now() + 301_000);
    desk.answer(say(503, ''), grant({ access_token: 'canary-access-token-2' }));
    expect(failure(await desk.tokens.authorization(connection, {})).code).toBe('server-error');
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe('Bearer canary-access-token-2');
  });

  test('and none is needed before: that is said, with the command', async () => {
    const { desk, connection } = await open();
    const { code, next, diagnosis } = failure(await desk.tokens.authorization(connection, {}));
    expect([code, diagnosis?.code]).toEqual(['sign-in-needed', 'sign-in-needed']);
    expect(next).toContain('token sign-in --connection');
    expect(unwrap(await desk.tokens.explain(connection))).toMatchObject({
      granted: false,
      diagnosis: { code: 'sign-in-needed' },
    });
  });
});

describe('signing out', () => {
  test('revokes the refresh token and the access token, and forgets both', async () => {
    const { desk, connection } = await open();
    unwrap(await enter(desk, connection));
    desk.server.on('POST /revoke', say(200, ''));
    expect(unwrap(await desk.tokens.signOut(connection))).toEqual({ forgotten: true, revoked: true });
    const bodies = desk.server.seen
      .filter(({ url }) => url === '/fhir/revoke')
      .map(({ body }) => new URLSearchParams(body));
    expect(bodies.map((body) => [body.get('token'), body.get('token_type_hint'), body.get('client_id')])).toEqual([
      ['canary-refresh-token-1', 'refresh_token', 'harbor-app'],
      ['canary-access-token-1', 'access_token', 'harbor-app'],
    ]);
    expect(failure(await desk.tokens.authorization(connection, {})).code).toBe('sign-in-needed');
    expect(desk.store.audit.list(1)[0]?.request).toContain('revoke the access token');
  });

  test('forgets where the partner refuses, and where there is nothing', async () => {
    const { desk, connection } = await open();
    expect(unwrap(await desk.tokens.signOut(connection))).toEqual({ forgotten: false, revoked: false });
    unwrap(await enter(desk, connection));
    desk.server.on('POST /revoke', say(503, ''));
    expect(unwrap(await desk.tokens.signOut(connection))).toEqual({ forgotten: true, revoked: false });
    expect(desk.store.accesses.get(connection.id)?.token).toBeUndefined();
  });
});
