import type https from 'node:https';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TlsMaterial } from '../../../main/exchange/admission.ts';
import { inspectTls } from '../../../main/exchange/inspect-tls.ts';
import { explainTls } from '../../../main/exchange/tls-failure.ts';
import { patient } from '../../fakes/partner/bundles.ts';
import { type Authority, type Identity, makeAuthority } from '../../fakes/partner/authority.ts';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { startProxy } from '../../fakes/partner/proxy.ts';
import { failure, unwrap } from '../../fakes/ports.ts';
import { get, openDoor, partnerAt } from './open-door.ts';

let [ours, theirs]: Authority[] = [];
let good: Identity;
let client: Identity;
let stranger: Identity;
const identities: Record<string, Identity> = {};
beforeAll(async () => {
  [ours, theirs] = [await makeAuthority(), await makeAuthority('Another authority')];
  good = await ours.issue();
  client = await ours.issue({ names: [{ type: 'url', value: 'https://us.example' }], subject: 'Us' });
  stranger = await theirs.issue({ subject: 'Nobody' });
  identities.expired = await ours.issue({ to: '2021-01-01' });
  identities.early = await ours.issue({ from: '2089-01-01' });
  identities.elsewhere = await ours.issue({
    names: [
      { type: 'dns', value: 'elsewhere.example' },
      { type: 'dns', value: 'other.example' },
    ],
  });
});

const ca = () => (ours as Authority).ca;

/** What an exchange and an inspection make of the same server. */
async function both(server: https.ServerOptions, tls: TlsMaterial) {
  const here = openDoor();
  const fake = await startPartner(server);
  fake.otherwise(json(200, patient('a')));
  const partner = partnerAt(fake.baseUrl, { tls });
  const reply = await here.door.send(partner, get(partner, '/Patient/a'));
  return { reply, seen: await inspectTls(fake.baseUrl, { tls }, 5_000), fake };
}

const mutual = (more: https.ServerOptions = {}): https.ServerOptions => ({
  ...good,
  ca: ca(),
  requestCert: true,
  rejectUnauthorized: true,
  ...more,
});
const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' } as const;

describe('a failed line names its cause, to an exchange and to an inspection', () => {
  test.each<[cause: string, server: () => https.ServerOptions, tls: () => TlsMaterial, says: RegExp, next: RegExp]>([
    ['certificate-untrusted', () => good, () => ({}), /authority|issuer/, /in the connection’s line, or .*--ca/],
    ['certificate-untrusted', () => good, () => ({ ca: theirs?.ca as string }), /authority|issuer/, /--ca/],
    ['certificate-expired', () => identities.expired as Identity, () => ({ ca: ca() }), /expired/, /clock/],
    ['certificate-not-yet-valid', () => identities.early as Identity, () => ({ ca: ca() }), /not valid yet/, /clock/],
    [
      'hostname-mismatch',
      () => identities.elsewhere as Identity,
      () => ({ ca: ca() }),
      /elsewhere\.example, other\.example/,
      /--server-name/,
    ],
    ['hostname-mismatch', () => good, () => ({ ca: ca(), servername: 'pinned.example' }), /127\.0\.0\.1/, /Compare/],
    ['client-certificate-missing', () => mutual(), () => ({ ca: ca() }), /wants a client certificate/, /--mtls-cert/],
    [
      'client-certificate-missing',
      () => mutual({ maxVersion: 'TLSv1.2' }),
      () => ({ ca: ca() }),
      /wants a client certificate/,
      /--cert/,
    ],
    ['protocol-too-old', () => ({ ...good, ...old }), () => ({ ca: ca() }), /1\.2 is the least/, /TLS 1\.2 or 1\.3/],
    [
      'key-mismatch',
      () => good,
      () => ({ ca: ca(), cert: client.cert, key: stranger.key }),
      /belong together/,
      /own key/,
    ],
  ])('%s', async (cause, server, tls, says, next) => {
    const { reply, seen } = await both(server(), tls());
    const error = failure(reply);
    expect(error).toMatchObject({ code: 'tls-failed', diagnosis: { code: cause, requirement: 'CONF-014' } });
    expect(error.message).toMatch(says);
    expect(error.next).toMatch(next);
    expect(error.details?.[0]).toMatch(/^[A-Z_0-9/]+: /);
    expect(seen.problem?.code).toBe(cause);
    expect(seen.problem?.message).toMatch(says);
  });

  test('client-certificate-refused, by a server that hangs up without an alert', async () => {
    const tls = { ca: ca(), ...stranger };
    const before = await both(mutual({ maxVersion: 'TLSv1.2' }), tls);
    expect(failure(before.reply)).toMatchObject({
      code: 'tls-failed',
      diagnosis: { code: 'client-certificate-refused' },
    });
    expect(before.seen.problem?.code).toBe('client-certificate-refused');
    // Under TLS 1.3 it does so after the handshake: an exchange can only guess, an inspection sees when.
    const after = await both(mutual(), tls);
    expect(failure(after.reply)).toMatchObject({
      code: 'connection-lost',
      next: expect.stringContaining('client certificate'),
    });
    expect(after.seen).toMatchObject({ trusted: true, problem: { code: 'client-certificate-refused' } });
  });

  test.each([
    ['TLSV1_ALERT_UNKNOWN_CA', /authority that issued/],
    ['SSL/TLS_ALERT_CERTIFICATE_EXPIRED', /has expired/],
    ['SSL/TLS_ALERT_CERTIFICATE_REVOKED', /revoked/],
    ['SSL/TLS_ALERT_BAD_CERTIFICATE', /does not accept/],
  ])('client-certificate-refused, by the alert %s; without one it is missing', (alert, says) => {
    const error = { code: `ERR_SSL_${alert}`, message: 'SSL alert' };
    const refused = explainTls(error, 'source.example', true);
    expect(refused?.code).toBe('client-certificate-refused');
    expect(refused?.message).toMatch(says);
    expect(explainTls(error, 'source.example', false)?.code).toBe('client-certificate-missing');
  });

  test('plain http on the port', async () => {
    const plain = await startPartner();
    const seen = await inspectTls(plain.baseUrl.replace('http:', 'https:'), {}, 5_000);
    expect(seen).toMatchObject({ trusted: false, problem: { code: 'tls-failed' }, chain: [] });
    expect(seen.problem?.message).toContain('does not speak TLS');
  });

  test('nothing there', async () => {
    expect((await inspectTls('https://127.0.0.1:1', {}, 5_000)).problem?.code).toBe('unreachable');
  });
});

describe('a line that holds', () => {
  test('is told with chain, protocol and cipher, and no request is sent', async () => {
    const fake = await startPartner(mutual());
    const seen = await inspectTls(fake.baseUrl, { tls: { ca: ca(), ...client } }, 5_000);
    expect(seen.problem).toBeUndefined();
    expect(seen).toMatchObject({ trusted: true, protocol: 'TLSv1.3', serverName: '127.0.0.1' });
    expect(seen.cipher).toMatch(/^TLS_/);
    expect(seen.chain[0]?.subjectAltName).toBe('IP Address:127.0.0.1');
    expect(fake.seen).toEqual([]);
  });

  test('may have a pinned name; the same agent serves until the line changes', async () => {
    const { door } = openDoor();
    const fake = await startPartner(identities.elsewhere);
    fake.otherwise(json(200, patient('a')));
    const line = (servername: string) => partnerAt(fake.baseUrl, { connectionId: 'c1', tls: { ca: ca(), servername } });
    const pinned = line('other.example');
    unwrap(await door.send(pinned, get(pinned, '/Patient/a')));
    const wrong = line('third.example');
    expect(failure(await door.send(wrong, get(wrong, '/Patient/a'))).diagnosis?.code).toBe('hostname-mismatch');
    unwrap(await door.send(pinned, get(pinned, '/Patient/a')));
  });

  test('shows another origin no client certificate', async () => {
    const { door } = openDoor();
    const [fake, foreign] = [await startPartner(mutual()), await startPartner(mutual())];
    const partner = partnerAt(fake.baseUrl, { tls: { ca: ca(), ...client } });
    const sent = { method: 'GET', url: `${foreign.baseUrl}/Binary/1`, foreign: 'without-credentials' } as const;
    expect(failure(await door.send(partner, sent)).diagnosis?.code).toBe('client-certificate-missing');
  });
});

describe('through a proxy', () => {
  const authorization = `Basic ${Buffer.from('me:canary-proxy-77').toString('base64')}`;

  test('https is tunnelled: headers, times and TLS as ever, credentials to the proxy alone', async () => {
    const { door, last, store } = openDoor();
    const proxy = await startProxy({ credentials: 'me:canary-proxy-77' });
    const fake = await startPartner(mutual());
    fake.otherwise(json(200, patient('a')));
    const partner = partnerAt(fake.baseUrl, {
      tls: { ca: ca(), ...client },
      proxy: { url: proxy.url, authorization },
    });
    unwrap(await door.send(partner, get(partner, '/Patient/a')));
    expect(proxy.seen).toEqual([{ asked: `CONNECT ${new URL(fake.baseUrl).host}`, authorization }]);
    expect(fake.seen[0]?.rawHeaders.join(' ')).not.toMatch(/proxy/i);
    const { phases, request } = last();
    expect([phases.connect, phases.tls, phases.wait].every((ms) => (ms ?? 0) > 0)).toBe(true);
    expect(request.headers.map(([name]) => name.toLowerCase())).toContain('host');
    expect(JSON.stringify(last())).not.toMatch(/canary|Basic/);
    expect(store.audit.list(5, { action: 'credential' })).toMatchObject([
      { peer: 'Test partner', request: 'use client certificate, proxy credentials' },
    ]);
    const seen = await inspectTls(fake.baseUrl, partner, 5_000);
    expect([seen.trusted, seen.problem]).toEqual([true, undefined]);
  });

  test('http is handed over whole, with the credentials masked in the record', async () => {
    const { door, last } = openDoor();
    const proxy = await startProxy({ credentials: 'me:canary-proxy-77' });
    const fake = await startPartner();
    fake.otherwise(json(200, patient('a')));
    const partner = partnerAt(fake.baseUrl, { proxy: { url: proxy.url, authorization } });
    unwrap(await door.send(partner, get(partner, '/Patient/a?x=1')));
    expect(proxy.seen).toEqual([{ asked: `GET ${fake.baseUrl}/Patient/a?x=1`, authorization }]);
    expect(fake.seen[0]).toMatchObject({ url: '/fhir/Patient/a?x=1', headers: { host: new URL(fake.baseUrl).host } });
    expect(last().request.headers).toContainEqual(['proxy-authorization', 'Basic [masked]']);
    expect(JSON.stringify(last())).not.toContain('canary');
  });

  test.each<['https' | 'http', object, string, RegExp]>([
    ['https', { credentials: 'a:b' }, 'proxy-refused', /407/],
    ['http', { credentials: 'a:b' }, 'proxy-refused', /407/],
    ['https', { answer: 403 }, 'proxy-refused', /answered 403/],
    ['https', { answer: 502 }, 'proxy-refused', /answered 502/],
  ])('%s: its refusal is told as its own (%j)', async (scheme, options, cause, says) => {
    const { door, last } = openDoor();
    const proxy = await startProxy(options);
    const fake = await startPartner(scheme === 'https' ? good : undefined);
    const partner = partnerAt(fake.baseUrl, { tls: { ca: ca() }, proxy: { url: proxy.url } });
    const error = failure(await door.send(partner, get(partner, '/Patient/a')));
    expect(error).toMatchObject({ code: 'unreachable', diagnosis: { code: cause } });
    expect(error.message).toContain(`The proxy ${new URL(proxy.url).host}`);
    expect(error.message).toMatch(says);
    expect([fake.seen, last().outcome]).toEqual([[], 'transport']);
    if (scheme === 'https') expect((await inspectTls(fake.baseUrl, partner, 5_000)).problem?.code).toBe(cause);
  });

  test.each(['https', 'http'])('%s: a proxy that is not there is named, not the partner', async (scheme) => {
    const { door } = openDoor();
    const partner = partnerAt(`${scheme}://source.example/fhir`, { proxy: { url: 'http://127.0.0.1:1' } });
    const error = failure(await door.send(partner, get(partner, '/Patient')));
    expect([error.code, error.message]).toEqual(['unreachable', expect.stringContaining('The proxy 127.0.0.1:1')]);
  });

  test('that is spoken to by https carries both, certified by an authority of the line; credentials go to nobody else', async () => {
    const { door, last } = openDoor();
    const proxy = await startProxy({ credentials: 'me:canary-proxy-77', tls: good });
    for (const scheme of ['https', 'http'] as const) {
      const fake = await startPartner(scheme === 'https' ? good : undefined);
      fake.otherwise(json(200, patient('a')));
      const partner = partnerAt(fake.baseUrl, {
        tls: { ca: ca() },
        proxy: { url: proxy.url, authorization, ca: ca() },
      });
      unwrap(await door.send(partner, get(partner, '/Patient/a')));
      expect(fake.seen[0]?.rawHeaders.join(' '), scheme).not.toMatch(/proxy/i);
      expect(JSON.stringify(last())).not.toContain('canary');
    }
    expect(proxy.seen.map(({ asked }) => asked.split(' ')[0])).toEqual(['CONNECT', 'GET']);
  });

  test.each<['https' | 'http', cause: string, () => object, says: RegExp]>([
    ['https', 'certificate-untrusted', () => stranger, /authority|issuer/],
    ['http', 'certificate-untrusted', () => stranger, /authority|issuer/],
    ['https', 'hostname-mismatch', () => identities.elsewhere as Identity, /elsewhere\.example, other\.example/],
    ['http', 'hostname-mismatch', () => identities.elsewhere as Identity, /elsewhere\.example, other\.example/],
    ['https', 'certificate-expired', () => identities.expired as Identity, /expired/],
  ])('%s: one whose certificate is not good is named, not the partner: %s', async (scheme, cause, tls, says) => {
    const { door } = openDoor();
    const proxy = await startProxy({ tls: tls() });
    const partner = partnerAt(`${scheme}://source.example/fhir`, { proxy: { url: proxy.url, ca: ca() } });
    const error = failure(await door.send(partner, get(partner, '/Patient')));
    expect(error).toMatchObject({ code: 'tls-failed', diagnosis: { code: cause, where: 'the proxy’s certificate' } });
    expect(error.message).toContain(`The secure connection to the proxy ${new URL(proxy.url).host} failed`);
    expect(error.message).toMatch(says);
    expect(error.message).not.toContain('source.example');
    expect(proxy.seen).toEqual([]);
    if (scheme === 'https')
      expect((await inspectTls(partner.baseUrl, partner, 5_000)).problem).toMatchObject({ code: cause });
  });

  test('a proxy of the environment is not used', async () => {
    const proxy = await startProxy();
    process.env.HTTP_PROXY = process.env.http_proxy = proxy.url;
    try {
      const { door } = openDoor();
      const fake = await startPartner();
      fake.otherwise(json(200, patient('a')));
      const partner = partnerAt(fake.baseUrl);
      unwrap(await door.send(partner, get(partner, '/Patient/a')));
      expect(proxy.seen).toEqual([]);
    } finally {
      delete process.env.HTTP_PROXY;
      delete process.env.http_proxy;
    }
  });
});
