import http from 'node:http';
import https from 'node:https';
import type tls from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import { createGuard, type GuardMeans } from '../../../main/receiver/guard-by-proof.ts';
import type { ReceiverIdentity } from '../../../main/receiver/open-port.ts';
import type { NotificationEntrance } from '../../../main/services/notifications.ts';
import { fail, ok } from '../../../shared/contract/errors.ts';
import { defaultReceiverSetup, type ReceiverProof, type ReceiverSetup } from '../../../shared/domain/receiver.ts';
import type { ReadSandboxToken } from '../../../shared/domain/sandbox-access.ts';
import { type Authority, type Identity, makeAuthority } from '../../fakes/partner/authority.ts';
import { openReceiver } from './open-receiver.ts';
import { submissionOf } from './submissions.ts';

const submit = '/$submit-attachment';
const body = JSON.stringify(submissionOf());
const secret = 'path-canary-0123456789';
const value = 'header canary/+=';

/** A receiver that asks for a proof. */
function locked(proof: ReceiverProof, means: Partial<GuardMeans> = {}, tls?: ReceiverIdentity) {
  const setup: ReceiverSetup = { ...defaultReceiverSetup, proof, headerName: 'X-Own-Key' };
  const guard = createGuard(setup, {
    secrets: { path: secret, header: value },
    readToken: async () => fail('not-running', 'The sandbox is not running.', 'Start it.'),
    ...means,
  });
  const { notifications } = means;
  return openReceiver(undefined, {
    guard,
    declared: { proof },
    ...(tls ? { tls } : {}),
    ...(notifications
      ? { notifications: { take: () => undefined, flush: async () => undefined, ...notifications } }
      : {}),
  });
}

/** Everything a receiver has left behind. */
const left = ({ store, logged }: Awaited<ReturnType<typeof locked>>) =>
  JSON.stringify([store.exchanges.list(50).map(({ id }) => store.exchanges.detail(id)), store.pushes.list(50), logged]);

describe('a secret in the path', () => {
  test('lets in, at any base behind it, and is masked in every record', async () => {
    const open = await locked('path');
    for (const path of [submit, `/fhir/r4${submit}`, '/Patient'])
      expect(
        (await open.send(`/${secret}${path}`, { body, headers: { referer: `https://x/${secret}/` } })).status,
      ).toBeLessThan(300);
    await open.close();
    expect(open.store.pushes.list(5).map(({ proof }) => proof)).toEqual(['path', 'path', 'path']);
    expect(open.store.exchanges.detail('1')?.url).toMatch(/\/\[masked\]\/\$submit-attachment$/);
    expect(left(open)).not.toContain(secret);
  });

  test.each([
    submit,
    `/${secret}x${submit}`,
    `/${secret.slice(1)}${submit}`,
    `/x/${secret}${submit}`,
    `/${secret.toUpperCase()}${submit}`,
  ])('nothing is there without it: %s', async (path) => {
    const open = await locked('path');
    const answer = await open.send(path, { body });
    expect([answer.status, JSON.parse(answer.text).issue[0].code]).toEqual([404, 'not-found']);
    await open.close();
    expect(open.store.pushes.list(5)).toEqual([]);
    expect(open.store.exchanges.list(5)).toMatchObject([{ status: 404, outcome: 'refused' }]);
  });

  test('what was asked for before is masked wherever it is still sent, in the sender and the title too', async () => {
    const open = await locked('none');
    const headers = { 'x-own-key': value, 'user-agent': value };
    expect((await open.send(`/${secret}${submit}`, { body, headers })).status).toBe(200);
    expect((await open.send(`/x/${secret}`, { method: 'DELETE', body: 'away', headers })).status).toBe(404);
    await open.close();
    expect(open.store.pushes.list(5).map(({ sender }) => sender)).toContain('[masked]');
    expect(open.store.exchanges.list(5).map(({ url }) => new URL(url).pathname)).toEqual([
      '/x/[masked]',
      '/[masked]/$submit-attachment',
    ]);
    expect(left(open)).not.toContain('canary');
  });

  test('what comes malformed does not leave it behind either', async () => {
    const open = await locked('path');
    await open.send(`/${secret}/x`, { method: 'BREW', body: '' }).catch(() => undefined);
    await open.close();
    expect(open.store.exchanges.list(5)).toHaveLength(1);
    expect(left(open)).not.toContain(secret);
  });
});

describe('a secret header', () => {
  test('lets in, and is masked wherever it stands', async () => {
    const open = await locked('header');
    const echo = JSON.stringify({ resourceType: 'Basic', note: value });
    const repeated = { resourceType: 'Parameters', parameter: [{ name: value, valueString: value }] };
    await open.send(submit, { body: JSON.stringify(repeated), headers: { 'x-own-key': value } });
    const headers = { 'x-own-key': value, 'x-other': value };
    expect((await open.send('/Basic', { body: echo, headers })).status).toBe(200);
    await open.close();
    expect(open.store.pushes.list(5).map(({ proof }) => proof)).toEqual(['header', 'header']);
    expect(left(open)).not.toContain('canary');
  });

  test.each<[string, Record<string, string>]>([
    ['missing', {}],
    ['another', { 'x-own-key': `${value}x` }],
  ])('that is %s is 401, whose record keeps neither body nor value', async (_, headers) => {
    const open = await locked('header');
    const answer = await open.send(submit, { body, headers });
    expect([answer.status, JSON.parse(answer.text).issue[0].code]).toEqual([401, 'login']);
    expect(answer.headers['www-authenticate']).toContain('X-Own-Key');
    await open.close();
    expect(open.store.pushes.list(5)).toEqual([]);
    expect(open.store.exchanges.list(5)).toMatchObject([{ status: 401, decodedBytes: 0 }]);
    expect(left(open)).not.toContain('canary');
  });

  test('asked first with Expect, it is refused before the body comes', async () => {
    const open = await locked('header');
    const answer = await open.send(submit, { body, headers: { expect: '100-continue' } });
    expect([answer.status, answer.continued]).toEqual([401, false]);
  });
});

describe.each<ReceiverProof>(['path', 'header', 'bearer', 'certificate'])('with the proof %s', (proof) => {
  test('what it takes and our keys may be looked at by everybody', async () => {
    const { send } = await locked(proof);
    expect((await send('/metadata', { method: 'GET' })).status).toBe(200);
    expect((await send('/.well-known/jwks.json', { method: 'HEAD' })).status).toBe(200);
    expect((await send('/.well-known/jwks.json')).status).toBeGreaterThanOrEqual(400);
  });

  test('a message of a subscription is let in by the secret of the subscription, and by nothing less', async () => {
    const admit: NotificationEntrance['admit'] = (path, headers) => ({
      verdict:
        headers['x-switchboard-subscription'] === 'ours' && path.endsWith('/notifications/s1') ? 'proven' : 'unproven',
      subscriptionId: 's1',
      headerNames: [],
      secrets: [],
    });
    const { send } = await locked(proof, { notifications: { admit } });
    const message = JSON.stringify({
      resourceType: 'Bundle',
      type: 'history',
      entry: [
        {
          resource: {
            resourceType: 'Parameters',
            parameter: [
              { name: 'subscription', valueReference: { reference: 'https://source.example/Subscription/1' } },
              { name: 'type', valueCode: 'handshake' },
            ],
          },
        },
      ],
    });
    const headers = { 'x-switchboard-subscription': 'ours' };
    expect((await send('/notifications/s1', { body: message, headers })).status).toBe(200);
    for (const [path, more] of [
      ['/notifications/s1', {}],
      [submit, headers],
      [`/notifications/s1${submit}`, headers],
    ] as const)
      expect([401, 404]).toContain((await send(path, { body: message, headers: more })).status);
  });
});

describe('a token of the sandbox’s payer', () => {
  const tokens: Record<string, ReadSandboxToken> = {
    good: { clientId: 'lakeside', scope: 'system/Communication.c' },
    wide: { clientId: 'lakeside', scope: 'openid system/*.cruds' },
    reading: { clientId: 'mesa', scope: 'system/*.rs launch' },
    bound: { clientId: 'mesa', scope: 'system/*.c', thumbprint: 'of-another' },
    old: { refusal: 'The access token has expired.' },
  };
  const readToken: GuardMeans['readToken'] = async (token) =>
    ok(tokens[token] ?? { refusal: 'The access token is none of this server.' });

  test.each(['good', 'wide'])('lets in, and its client is the sender: %s', async (token) => {
    const open = await locked('bearer', { readToken });
    expect((await open.send(submit, { body, headers: { authorization: `Bearer ${token}` } })).status).toBe(200);
    await open.close();
    expect(open.store.pushes.list(5)).toMatchObject([{ proof: 'bearer', sender: 'lakeside' }]);
    expect(open.store.exchanges.detail('1')?.request.headers).toContainEqual(['authorization', 'Bearer [masked]']);
  });

  test.each<[string, string | undefined, number, string | undefined]>([
    ['none', undefined, 401, undefined],
    ['another scheme', 'Basic eDp5', 401, undefined],
    ['no token behind the scheme', 'Bearer', 400, 'invalid_request'],
    ['one that has expired', 'Bearer old', 401, 'invalid_token'],
    ['one nobody knows', 'Bearer unknown', 401, 'invalid_token'],
    ['one of another certificate', 'Bearer bound', 401, 'invalid_token'],
    ['one that allows no submission', 'Bearer reading', 403, 'insufficient_scope'],
  ])('%s is refused with a challenge', async (_, authorization, status, error) => {
    const open = await locked('bearer', { readToken });
    const answer = await open.send(submit, { body, headers: authorization ? { authorization } : {} });
    expect(answer.status).toBe(status);
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="receiver"/);
    expect(/error="(\w+)"/.exec(answer.headers['www-authenticate'] ?? '')?.[1]).toBe(error);
    expect(JSON.parse(answer.text).resourceType).toBe('OperationOutcome');
    expect(open.store.pushes.list(5)).toEqual([]);
  });

  test('while nobody can look at it the answer is 503', async () => {
    const { send } = await locked('bearer');
    const answer = await send(submit, { body, headers: { authorization: 'Bearer good' } });
    expect([answer.status, answer.headers['retry-after']]).toEqual([503, '30']);
  });
});

describe('a client certificate', () => {
  let authority: Authority;
  let server: Identity;
  let client: Identity;
  beforeAll(async () => {
    authority = await makeAuthority();
    [server, client] = [await authority.issue(), await authority.issue({ subject: 'Mesa Orthopedics' })];
  });
  const identity = (): ReceiverIdentity => ({ chain: server.cert, key: server.key, clients: { ca: authority.ca } });

  function ask(port: number, options: tls.SecureContextOptions): Promise<{ status: number; text: string }> {
    return new Promise((resolve, reject) => {
      const headers = { 'content-type': 'application/fhir+json', 'content-length': Buffer.byteLength(body) };
      const request = https.request(
        { host: '127.0.0.1', port, path: submit, method: 'POST', headers, ca: authority.ca, agent: false, ...options },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (chunk: string) => {
            text += chunk;
          });
          answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }));
        },
      );
      request.on('error', reject);
      request.end(body);
    });
  }

  test('lets in, and its common name is the sender', async () => {
    const open = await locked('certificate', {}, identity());
    expect((await ask(open.receiver.port, client)).status).toBe(200);
    await open.close();
    expect(open.store.pushes.list(5)).toMatchObject([{ proof: 'certificate', sender: 'Mesa Orthopedics' }]);
  });

  test('that is missing, of nobody known, or expired is refused in words', async () => {
    const open = await locked('certificate', {}, identity());
    const stranger = await (await makeAuthority('Another')).issue();
    const expired = await authority.issue({ to: '2021-01-01' });
    for (const [shown, status, says] of [
      [{}, 401, 'needs a client certificate'],
      [stranger, 403, 'leads to an authority this receiver does not know'],
      [expired, 403, 'has expired'],
    ] as const) {
      const answer = await ask(open.receiver.port, shown);
      expect([answer.status, JSON.parse(answer.text).issue[0].details.text]).toEqual([
        status,
        expect.stringContaining(says),
      ]);
    }
    expect(open.store.pushes.list(5)).toEqual([]);
  });

  test('CONF-014 TLS older than 1.2 is not spoken, which is said to whoever runs the host; plain HTTP is told to use https', async () => {
    const open = await locked('certificate', {}, identity());
    const old = { ...client, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;
    await expect(ask(open.receiver.port, old)).rejects.toThrow();
    await expect.poll(() => open.logged.join('\n')).toContain('an older TLS than 1.2');
    const answer = await open.send(submit, { body, headers: { authorization: 'Bearer canary' } });
    expect([answer.status, JSON.parse(answer.text).issue[0].details.text]).toEqual([
      400,
      expect.stringContaining('speaks HTTPS'),
    ]);
    await open.close();
    expect(left(open)).not.toContain('canary');
    expect(open.receiver.address.submitAttachmentUrl).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/\$submit-attachment$/);
  });
});

test('a flood of requests that are not let in is answered, and recorded only in part', async () => {
  const open = await locked('header');
  const agent = new http.Agent({ keepAlive: true, maxSockets: 16 });
  const answers = await Promise.all(Array.from({ length: 700 }, () => open.send(submit, { body, agent })));
  agent.destroy();
  expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([401]));
  expect((await open.send(submit, { body, headers: { 'x-own-key': value } })).status).toBe(200);
  await open.close();
  expect(open.store.exchanges.list(1_000)).toHaveLength(601);
  expect(open.logged).toEqual(['More requests that are not let in come than are recorded.']);
});
