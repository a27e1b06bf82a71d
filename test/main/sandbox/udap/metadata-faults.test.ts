import { beforeAll, expect, it } from 'vitest';
import { checkSignedMetadata } from '../../../../main/exchange/discovery/signed-metadata.ts';
import { authUrls } from '../../../../main/sandbox/auth/urls.ts';
import { type Authority, type Identity, makeAuthority } from '../../../../main/sandbox/certificates/authority.ts';
import { serverUdapIdentity, udapMetadata } from '../../../../main/sandbox/udap/metadata.ts';
import type { FaultName } from '../../../../shared/domain/sandbox-faults.ts';
import { TestClock } from '../support/clock.ts';

const baseUrl = 'https://mesa.example/fhir';
const now = new TestClock().now();
let authority: Authority;
let identity: Identity;
beforeAll(async () => {
  authority = await makeAuthority('Test', now);
  identity = await serverUdapIdentity(authority, baseUrl, now);
});

const judged = async (faults: FaultName[]) =>
  checkSignedMetadata(await udapMetadata(authUrls(baseUrl), `${baseUrl}/register`, identity, now, faults), {
    baseUrl,
    now,
    ca: authority.root,
  });

it('signs its UDAP metadata so that they hold', async () => {
  expect(await judged([])).toMatchObject({ state: 'valid' });
});

it.each<[FaultName, string, RegExp]>([
  ['udap-metadata-unsigned', 'absent', /is missing/],
  ['udap-metadata-forged', 'invalid', /signature is not by the certificate/],
  ['udap-metadata-expired', 'invalid', /it expired on/],
  ['udap-metadata-foreign', 'invalid', /https:\/\/gateway\.clinic\.example is no URI name/],
])('by the fault %s they do not', async (fault, state, says) => {
  expect(await judged([fault])).toEqual({ state, says: expect.stringMatching(says) });
});
