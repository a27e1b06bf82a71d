import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import {
  certificateInfo,
  checkPair,
  parseCertificates,
  readCertificates,
} from '../../../main/credentials/certificates.ts';
import { failure, unwrap } from '../../fakes/ports.ts';
import { certificate, p256, p384, pem, rsa } from './make-keys.ts';

const now = Date.parse('2026-10-01T12:00:00Z');

test('a certificate is read for people: names, key, days left, what it is', async () => {
  const text = await certificate({
    key: rsa,
    name: 'CN=Mesa Orthopedics, O=Mesa, C=US',
    from: '2026-01-01',
    to: '2026-10-11T11:00:00Z',
    names: [
      { type: 'dns', value: 'fhir.mesa.example' },
      { type: 'url', value: 'https://fhir.mesa.example/r4,v1' },
      { type: 'ip', value: '127.0.0.1' },
    ],
  });
  expect(certificateInfo(new X509Certificate(text), now)).toEqual({
    subject: 'CN=Mesa Orthopedics, O=Mesa, C=US',
    issuer: 'CN=Mesa Orthopedics, O=Mesa, C=US',
    serialNumber: '4711',
    validFrom: '2026-01-01T00:00:00.000Z',
    validTo: '2026-10-11T11:00:00.000Z',
    daysLeft: 9,
    names: ['DNS:fhir.mesa.example', 'URI:https://fhir.mesa.example/r4,v1', 'IP:127.0.0.1'],
    key: 'RSA 2048',
    fingerprint: expect.stringMatching(/^([0-9A-F]{2}:){31}[0-9A-F]{2}$/),
    selfSigned: true,
    isAuthority: false,
  });
});

test('a chain keeps its order; an authority is known as one', async () => {
  const [leaf, authority] = [await certificate({ key: p384 }), await certificate({ name: 'CN=Root', authority: true })];
  const infos = unwrap(readCertificates(`words\n${leaf}\nmore words\n${authority}`, now));
  expect(infos.map(({ subject, key, isAuthority }) => [subject, key, isAuthority])).toEqual([
    ['CN=Client, O=Clinic', 'EC P-384', false],
    ['CN=Root', 'EC P-256', true],
  ]);
});

test('an expired certificate and one of the future are refused, unless only to be read', async () => {
  const past = await certificate({ from: '2020-01-01', to: '2021-01-01' });
  const future = await certificate({ from: '2027-01-01', to: '2028-01-01' });
  const error = failure(readCertificates(past, now));
  expect([error.code, error.message]).toEqual([
    'certificate-unusable',
    'The certificate of CN=Client, O=Clinic expired on 2021-01-01.',
  ]);
  expect(failure(readCertificates(future, now)).message).toContain('is not valid before 2027-01-01');
  expect(unwrap(readCertificates(past, now, 'read'))[0]?.daysLeft).toBe(-2100);
});

test.each<[string, string | Promise<string>, RegExp]>([
  ['nothing', '', /no PEM/],
  ['words', 'not a certificate', /no PEM/],
  ['a key', pem(p256), /private key beside/],
  ['garbage in PEM', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----', /cannot be read/],
  ['a request', '-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----', /CERTIFICATE REQUEST/],
  ['a certificate with its key', certificate().then((one) => one + pem(p256)), /private key beside/],
])('%s is refused', async (_, text, message) => {
  const error = failure(parseCertificates(await text));
  expect(error).toMatchObject({ code: 'certificate-unusable', message: expect.stringMatching(message) });
});

test('a certificate belongs to its key and to no other', async () => {
  const own = new X509Certificate(await certificate({ key: rsa }));
  expect(checkPair(own, rsa).ok).toBe(true);
  const error = failure(checkPair(own, p256));
  expect([error.code, error.message]).toEqual([
    'certificate-unusable',
    'The certificate of CN=Client, O=Clinic (RSA 2048) does not belong to the key (EC P-256).',
  ]);
});
