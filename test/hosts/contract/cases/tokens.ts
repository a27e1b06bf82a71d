import { expect } from 'vitest';
import type { TokenReceipt } from '../../../../shared/contract/tokens.ts';
import type { Access } from '../../../../shared/domain/access.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { TokenExplanation } from '../../../../shared/domain/token-explanation.ts';
import { type PartnerRequest, sendFhir, startPartner, type TestPartner } from '../../cli-partner.ts';
import { get, type Host, refused, until } from '../host.ts';
import type { Case } from '../suite.ts';
import { haveVault } from '../vault.ts';

const canary = 'canary-token-of-the-contract';

type TokenAnswer = (form: URLSearchParams) => { status: number; body: object };

/** A partner with a token endpoint, and a FHIR server that takes its tokens alone. */
async function withPartner(host: Host, answer: TokenAnswer, work: (partner: TestPartner) => Promise<void>) {
  await haveVault(host);
  const partner = await startPartner(({ path, body, headers }, response, base) => {
    const json = (status: number, value: object) =>
      response
        .writeHead(status, { 'content-type': 'application/json', 'cache-control': 'no-store' })
        .end(JSON.stringify(value));
    if (path === '.well-known/smart-configuration')
      return json(200, {
        token_endpoint: `${base}/token`,
        authorization_endpoint: `${base}/authorize`,
        revocation_endpoint: `${base}/revoke`,
        grant_types_supported: ['client_credentials', 'authorization_code'],
        capabilities: ['client-confidential-asymmetric'],
        code_challenge_methods_supported: ['S256'],
      });
    if (path === 'token') {
      const { status, body: value } = answer(new URLSearchParams(body));
      return json(status, value);
    }
    if (path === 'revoke') return json(200, {});
    if (headers.authorization !== `Bearer ${canary}`) return json(401, { resourceType: 'OperationOutcome' });
    return sendFhir(response, 200, { resourceType: 'Bundle', type: 'searchset' });
  });
  try {
    await work(partner);
  } finally {
    await partner.close();
  }
}

const granted: TokenAnswer = () => ({
  status: 200,
  body: { access_token: canary, token_type: 'Bearer', expires_in: 300, scope: 'system/Patient.rs' },
});

const tokenRequests = ({ requests }: TestPartner): PartnerRequest[] => requests.filter(({ path }) => path === 'token');

const add = (host: Host, name: string, baseUrl: string, auth: object, secrets?: object) =>
  get<Connection>(host, 'connections.add', { name, baseUrl, auth, ...(secrets ? { secrets } : {}) });

export const tokenCases: readonly Case[] = [
  {
    name: 'a key brings a token, which is told without itself and lets searches in',
    run: (host) =>
      withPartner(host, granted, async (partner) => {
        await get(host, 'keys.generate', { name: 'Token key', alg: 'ES384' });
        const auth = { method: 'backend', clientId: 'contract', key: 'Token key', scope: 'system/*.rs' };
        const { id } = await add(host, 'Fir', partner.base, auth);
        const receipt = await get<TokenReceipt>(host, 'tokens.get', { connection: 'Fir' });
        expect(receipt).toMatchObject({
          tokenType: 'Bearer',
          scope: 'system/Patient.rs',
          granted: ['system/Patient.rs'],
          missing: ['system/*.rs'],
        });
        expect(Date.parse(receipt.expiresAt ?? '')).toBeGreaterThan(Date.now());
        await get(host, 'queries.search', { partner: { connection: id }, query: 'Patient' });
        expect(tokenRequests(partner)).toHaveLength(1);
        const explanation = await get<TokenExplanation>(host, 'tokens.explain', { connection: id });
        expect(explanation).toMatchObject({ granted: true, diagnosis: { code: 'scope-narrowed' } });
        expect(JSON.stringify([receipt, explanation])).not.toContain(canary);
        expect(tokenRequests(partner)).toHaveLength(2);
        const assertions = tokenRequests(partner).map(({ body }) => new URLSearchParams(body).get('client_assertion'));
        expect(new Set(assertions).size).toBe(2);
        const last = await get<TokenExplanation | null>(host, 'tokens.last', { connection: id });
        expect(last).toEqual(host.name === 'cli' ? null : explanation); // a command is a process of its own
        expect(await get(host, 'tokens.sign-out', { connection: id })).toEqual({ forgotten: true, revoked: true });
        await get(host, 'connections.remove', { connection: id });
        await get(host, 'keys.remove', { key: 'Token key' });
      }),
  },
  {
    name: 'a refusal is a failure of tokens.get, with its diagnosis, and an answer of tokens.explain',
    run: (host) =>
      withPartner(
        host,
        () => ({ status: 401, body: { error: 'invalid_client', error_description: 'Bad credentials' } }),
        async (partner) => {
          const auth = { method: 'client-secret', clientId: 'contract' };
          const { id } = await add(host, 'Gorse', partner.base, auth, { clientSecret: { value: canary } });
          const failure = await refused(host, 'tokens.get', { connection: id });
          expect(failure).toMatchObject({
            code: 'token-refused',
            httpStatus: 401,
            diagnosis: { code: 'wrong-secret' },
            exchangeId: expect.any(String),
          });
          const search = await refused(host, 'queries.search', { partner: { connection: id }, query: 'Patient' });
          expect(search).toMatchObject({ code: 'token-refused', diagnosis: { code: 'wrong-secret' } });
          const explanation = await get<TokenExplanation>(host, 'tokens.explain', { connection: id });
          expect(explanation).toMatchObject({ granted: false, diagnosis: { code: 'wrong-secret' } });
          expect(JSON.stringify([failure, search, explanation])).not.toContain(canary);
          await get(host, 'connections.remove', { connection: id });
        },
      ),
  },
  {
    name: 'a person signs in by the browser, where the host has one',
    run: (host) =>
      withPartner(host, granted, async (partner) => {
        const { id } = await add(host, 'Rowan', partner.base, { method: 'code', clientId: 'contract' });
        const before = await refused(host, 'tokens.get', { connection: id });
        expect([before.code, before.next.includes('token sign-in')]).toEqual(['sign-in-needed', true]);
        if (host.capabilities.includes('open-links')) {
          const signingIn = get<Access>(host, 'tokens.sign-in', { connection: id });
          const opened = await until('the address to sign in at', async () =>
            (await host.openedLinks()).find((link) => link.startsWith(`${partner.base}/authorize`)),
          );
          const asked = new URL(opened).searchParams;
          const back = new URL(asked.get('redirect_uri') ?? '');
          back.search = new URLSearchParams({ code: 'contract-code', state: asked.get('state') ?? '' }).toString();
          expect((await fetch(back)).status).toBe(200);
          expect((await signingIn).token).toMatchObject({ tokenType: 'Bearer', refreshable: false });
          await get(host, 'queries.search', { partner: { connection: id }, query: 'Patient' });
        }
        await get(host, 'connections.remove', { connection: id });
      }),
  },
  {
    name: 'tokens are of connections that ask for them',
    async run(host) {
      await get(host, 'connections.add', { name: 'Ivy', baseUrl: 'https://ivy.example/fhir' });
      for (const name of ['tokens.get', 'tokens.explain', 'tokens.sign-in'])
        expect((await refused(host, name, { connection: 'Ivy' })).code, name).toBe('invalid-input');
      for (const name of ['tokens.get', 'tokens.explain', 'tokens.last', 'tokens.sign-in', 'tokens.sign-out'])
        expect((await refused(host, name, { connection: 'Nobody' })).code, name).toBe('not-found');
      await get(host, 'connections.remove', { connection: 'Ivy' });
    },
  },
];
