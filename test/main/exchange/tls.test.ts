import type https from 'node:https';
import { beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { patient } from '../../fakes/partner/bundles.ts';
import { type Certificates, hasOpenssl, makeCertificates } from '../../fakes/partner/certificates.ts';
import { json, startPartner } from '../../fakes/partner/partner.ts';
import { failure, unwrap } from '../../fakes/ports.ts';
import type { Partner } from '../../../main/exchange/partner.ts';
import { get, openDoor, partnerAt } from './open-door.ts';

describe.skipIf(!hasOpenssl)(
  'TLS (certificates are made with the openssl program; skipped where it is missing)',
  () => {
    let made: Certificates;
    beforeAll(() => {
      const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-certificates-'));
      made = makeCertificates(folder);
      return () => rmSync(folder, { recursive: true, force: true });
    });

    async function ask(server: https.ServerOptions, tls: Partner['tls'] = { ca: made.ca }) {
      const here = openDoor();
      const fake = await startPartner(server);
      fake.otherwise(json(200, patient('a')));
      const partner = partnerAt(fake.baseUrl, tls ? { tls } : {});
      return { reply: await here.door.send(partner, get(partner, '/Patient/a')), record: here.last() };
    }

    test('a certificate of a trusted authority is taken, and its time is told', async () => {
      const { reply, record } = await ask(made.good);
      unwrap(reply);
      expect(record.phases.tls).toBeGreaterThan(0);
    });

    test.each<[string, () => https.ServerOptions, (() => Partner['tls']) | undefined, RegExp, RegExp]>([
      ['self-signed', () => made.selfSigned, undefined, /self-signed/, /--ca/],
      ['of an unknown authority', () => made.good, () => ({}), /authority|issuer/, /--ca/],
      ['expired', () => made.expired, undefined, /expired/, /renew/],
      ['for another host', () => made.elsewhere, undefined, /another host name/, /Compare/],
    ])('a certificate that is %s is refused', async (_, server, tls, message, next) => {
      const { reply, record } = await ask(server(), tls?.());
      const error = failure(reply);
      expect(error.code).toBe('tls-failed');
      expect(error.message).toMatch(message);
      expect(error.next).toMatch(next);
      expect(error.details?.[0]).toMatch(/^[A-Z_]+: /);
      expect(error.details?.[0]).not.toContain('Node.js');
      expect(record).toMatchObject({ outcome: 'transport', status: null });
    });

    const wantsCertificate = () => ({ ...made.good, ca: made.ca, requestCert: true, rejectUnauthorized: true });

    test.each(['TLSv1.2', 'TLSv1.3'] as const)('a missing client certificate is named (%s)', async (version) => {
      const error = failure((await ask({ ...wantsCertificate(), minVersion: version, maxVersion: version })).reply);
      expect(error.code).toBe('tls-failed');
      expect(error.message).toContain('client certificate');
      expect(error.next).toContain('--cert');
    });

    test('a client certificate of the authority lets us in', async () => {
      const { reply } = await ask(wantsCertificate(), { ca: made.ca, ...made.client });
      unwrap(reply);
    });

    test('a client certificate of another authority is refused; a server that hangs up without an alert leaves a hint', async () => {
      const error = failure((await ask(wantsCertificate(), { ca: made.ca, ...made.selfSigned })).reply);
      expect(error.code).toBe('connection-lost');
      expect(error.next).toContain('client certificate');
    });

    test('a key that is none says so', async () => {
      const error = failure(
        (await ask(made.good, { ca: made.ca, cert: made.client.cert, key: 'no key at all' })).reply,
      );
      expect(error.code).toBe('tls-failed');
      expect(error.message).toContain('cannot be used');
    });
  },
);

test('https to a port that speaks plain HTTP', async () => {
  const { door } = openDoor();
  const server = await startPartner();
  const partner = partnerAt(server.baseUrl.replace('http:', 'https:'));
  const error = failure(await door.send(partner, get(partner, '/Patient')));
  expect(error.code).toBe('tls-failed');
  expect(error.message).toContain('does not speak TLS');
  expect(error.next).toContain('http://');
});

test.skipIf(!hasOpenssl)('http to a port that speaks TLS', async () => {
  const { door } = openDoor();
  const folder = mkdtempSync(path.join(os.tmpdir(), 'switchboard-certificates-'));
  const server = await startPartner(makeCertificates(folder).good);
  rmSync(folder, { recursive: true });
  const partner = partnerAt(server.baseUrl.replace('https:', 'http:'));
  expect(failure(await door.send(partner, get(partner, '/Patient'))).code).toBe('connection-lost');
});
