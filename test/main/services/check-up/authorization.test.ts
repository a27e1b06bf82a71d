import { describe, expect, test } from 'vitest';
import { fail, ok } from '../../../../shared/contract/errors.ts';
import type { CheckUpStep } from '../../../../shared/domain/check-up.ts';
import type { DiagnosisCode } from '../../../../shared/domain/diagnosis.ts';
import type { TokenExplanation } from '../../../../shared/domain/token-explanation.ts';
import { json } from '../../../fakes/partner/partner.ts';
import { smart } from '../../exchange/discovery/documents.ts';
import { openWalk, type Told } from './walk.ts';

const backend = (tokenUrl?: string): Told['connection'] => ({
  auth: { method: 'backend', clientId: 'harbor-uat', key: 'uat', ...(tokenUrl ? { tokenUrl } : {}) },
});
const assertion = { header: { alg: 'RS384', kid: '9f31-uat', typ: 'JWT' }, claims: {} };
const refusal = (code: DiagnosisCode, status = 401): Partial<TokenExplanation> => ({
  granted: false,
  diagnosis: { code, message: 'The token endpoint answered 401 invalid_client.', next: 'Look at it.' },
  response: { status, headers: [], body: {} },
  assertion,
  exchangeId: '241',
});

/** The step at a partner that publishes its token URL, where the connection uses `used`, or the published one. */
async function authorizationAt(explanation: Partial<TokenExplanation>, used?: string): Promise<CheckUpStep> {
  const told: Told = { connection: backend(used), explanation };
  const { fake, step } = await openWalk(told);
  fake.on('GET /.well-known/smart-configuration', json(200, smart(fake.origin)));
  const tokenUrl = used ?? `${fake.origin}/token`;
  told.explanation = { endpoint: { tokenUrl, from: used ? 'connection' : 'smart-configuration' }, ...explanation };
  return step('authorization');
}

describe('the authorization step', () => {
  test('tells what was granted, and how it went', async () => {
    expect(await authorizationAt({ assertion, exchangeId: '7' })).toMatchObject({
      status: 'ok',
      detail: 'token granted, one scope',
      notes: [
        { result: 'ok', text: 'Signing key opened', value: '9f31-uat' },
        { result: 'ok', text: 'Assertion signed', value: 'RS384' },
        { result: 'ok', text: 'Token URL is the discovered one' },
        { result: 'ok', text: 'Token endpoint answered', value: '200' },
        { result: 'ok', text: 'Scopes granted against scopes asked', value: '1' },
      ],
      exchangeIds: ['7'],
    });
  });

  test('warns of scopes that were not granted, and of what the inspector warns of', async () => {
    const step = await authorizationAt({
      diagnosis: { code: 'scope-narrowed', message: 'Less than asked.', next: 'Ask for it.' },
      scopes: { asked: ['a', 'b'], granted: ['a'], missing: ['b'], unasked: [] },
      checks: [
        { part: 'clock', name: 'Date', result: 'warn', says: '90 s behind' },
        { part: 'claims', name: 'aud', result: 'ok', says: 'as it must be' },
      ],
    });
    expect(step).toMatchObject({ status: 'warn', diagnosis: { code: 'scope-narrowed' } });
    expect(step.notes).toContainEqual({ result: 'warn', text: 'Scopes not granted: b', value: '1 missing' });
    expect(step.notes).toContainEqual({ result: 'warn', text: 'Date: 90 s behind' });
    expect(step.notes.map(({ text }) => text).join()).not.toContain('aud');
  });

  test('a token URL that is not the discovered one explains a refusal', async () => {
    const step = await authorizationAt(refusal('wrong-audience'), 'https://old.example/token');
    expect(step).toMatchObject({
      status: 'fail',
      side: 'refused',
      detail: 'The token endpoint answered 401 invalid_client.',
      diagnosis: {
        code: 'wrong-audience',
        compare: { sent: 'https://old.example/token', wanted: expect.stringMatching(/\/token$/), from: 'discovery' },
        next: expect.stringContaining('from discovery'),
      },
    });
    expect(step.notes).toContainEqual({ result: 'fail', text: 'Token URL is not the discovered one', value: '2 URLs' });
    expect(step.notes).toContainEqual({
      result: 'unchecked',
      text: 'Scopes granted against scopes asked',
      value: 'no token',
    });
  });

  test('it does not explain a refusal that has another cause', async () => {
    const { diagnosis } = await authorizationAt(refusal('scope-refused'), 'https://old.example/token');
    expect(diagnosis).toEqual(refusal('scope-refused').diagnosis);
  });

  test('it is worth a warning while it still works', async () => {
    expect(await authorizationAt({}, 'https://old.example/token')).toMatchObject({
      status: 'warn',
      diagnosis: { code: 'token-endpoint-wrong', compare: { sent: 'https://old.example/token' } },
    });
  });

  test.each<[DiagnosisCode, number, CheckUpStep['side']]>([
    ['unknown-kid', 401, 'refused'],
    ['vault-locked', 401, 'ours'],
    ['secret-missing', 401, 'ours'],
    ['token-endpoint-failed', 500, 'transport'],
    ['token-endpoint-failed', 429, 'refused'],
    ['certificate-untrusted', 401, 'transport'],
  ])('%s at %i is on the side of: %s', async (code, status, side) => {
    expect(await authorizationAt(refusal(code, status))).toMatchObject({ status: 'fail', side });
  });

  test('a token somebody gave us is looked for and no more', async () => {
    const auth = { auth: { method: 'bearer' as const }, secrets: ['bearer' as const] };
    const { step } = await openWalk({ connection: auth, secrets: { 'connection/c1/bearer': 'fake-bearer' } });
    const found = await step('authorization');
    expect(found.status).toBe('ok');
    expect(JSON.stringify(found)).not.toContain('fake-bearer');
    const { step: without } = await openWalk({ connection: auth });
    expect(await without('authorization')).toMatchObject({
      status: 'fail',
      side: 'ours',
      diagnosis: { code: 'secret-missing' },
    });
  });

  test('says when an open server publishes where tokens are', async () => {
    const { fake, step } = await openWalk();
    fake.on('GET /.well-known/smart-configuration', json(200, smart(fake.origin)));
    expect(await step('authorization')).toMatchObject({
      status: 'ok',
      notes: [{ result: 'unchecked', value: `${fake.origin}/token` }],
    });
  });

  describe('where a person signs in', () => {
    const code = { auth: { method: 'code' as const, client: 'public' as const, clientId: 'a' } };
    const token = {
      tokenType: 'bearer',
      obtainedAt: '2026-10-01T11:00:00.000Z',
      expiresAt: '2026-10-01T13:00:00.000Z',
      granted: ['user/*.rs'],
      missing: [],
      refreshable: true,
    };

    test('nothing can be checked before somebody did', async () => {
      const { step } = await openWalk({ connection: code });
      expect(await step('authorization')).toMatchObject({
        status: 'not-checked',
        detail: expect.stringContaining('sign-in'),
      });
    });

    test('their token is used, and renewed where it can be', async () => {
      const { store, step } = await openWalk({
        connection: code,
        authorization: async () => ok({ header: 'Bearer fake-granted', tookMs: 0 }),
      });
      store.write(() => store.accesses.put({ id: 'c1', token }));
      expect(await step('authorization')).toMatchObject({
        status: 'ok',
        notes: [{ text: 'Signed in', value: 'until 2026-10-01T13:00Z' }, { value: '1' }],
      });
    });

    test.each([
      ['sign-in-needed', 'not-checked'],
      ['token-refused', 'fail'],
    ] as const)('%s leaves it %s', async (error, status) => {
      const { store, step } = await openWalk({
        connection: code,
        authorization: async () => fail(error, 'It is over.', 'Sign in.'),
      });
      store.write(() => store.accesses.put({ id: 'c1', token }));
      expect((await step('authorization')).status).toBe(status);
    });
  });
});
