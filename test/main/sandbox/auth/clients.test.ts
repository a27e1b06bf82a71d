import { generateKeyPairSync } from 'node:crypto';
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import type { OperationOutcome } from '@medplum/fhirtypes';
import { beforeAll, describe, expect, it } from 'vitest';
import { hashSecret } from '../../../../main/sandbox/auth/secret-hash.ts';
import { startSandbox } from '../../../../main/sandbox/start-sandbox.ts';
import { practiceClients } from '../../../../shared/domain/sandbox-access.ts';
import { cleanUp, throwAwayFolder } from '../../../fakes/ports.ts';
import { TestClock } from '../support/clock.ts';
import { definitionsFile } from '../support/definitions.ts';
import { makeSeed } from '../support/sandbox.ts';
import {
  assertionForm,
  basic,
  bearer,
  jwksText,
  makeKey,
  post,
  sign,
  signIn,
  startLocked,
  type TestKey,
} from './auth-client.ts';

let key: TestKey;
let other: TestKey;
beforeAll(async () => {
  [key, other] = await Promise.all([makeKey('RS384', 'first'), makeKey('ES384', 'second')]);
});

/** A JWKS server whose answer can change; counts how often it was asked. */
async function serveKeys(answer: RequestListener) {
  const state = { answer, asked: 0 };
  const server: Server = createServer((request, response) => {
    state.asked += 1;
    state.answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  cleanUp(() => {
    server.closeAllConnections();
    server.close();
  });
  return { state, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks.json` };
}

const jwksAnswer =
  (text: string, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) => {
    response.writeHead(200, { 'content-type': 'application/json', ...headers }).end(text);
  };

describe('keys by URL', () => {
  async function begin(answer: RequestListener) {
    const { state, url } = await serveKeys(answer);
    const started = await startLocked();
    await started.sandbox.admit({ clientId: 'app', jwksUri: url });
    const tokenUrl = started.sandbox.provider.tokenUrl;
    const ask = async (signer = key, wish = {}) =>
      post(tokenUrl, assertionForm(await sign(signer, tokenUrl, started.clock.now(), wish), { scope: 'system/*.rs' }));
    return { state, url, ask, clock: started.clock };
  }

  it('are fetched, kept as long as their server says, and fetched anew for a kid that is new', async () => {
    const { state, ask, clock } = await begin(jwksAnswer(jwksText(key), { 'cache-control': 'max-age=100' }));
    expect([(await ask()).status, (await ask()).status, state.asked]).toEqual([200, 200, 1]);
    state.answer = jwksAnswer(jwksText(key, other), { 'cache-control': 'max-age=100' });
    expect([(await ask(other)).status, state.asked]).toEqual([200, 2]);
    clock.advance(101_000);
    expect([(await ask(other)).status, state.asked]).toEqual([200, 3]);
    expect((await ask(other, { kid: 'third' })).json.error_description).toMatch(/kid third .*known are: first, second/);
  });

  it('are not kept where their server says so', async () => {
    const { state, ask } = await begin(jwksAnswer(jwksText(key), { 'cache-control': 'no-store' }));
    expect([(await ask()).status, (await ask()).status, state.asked]).toEqual([200, 200, 2]);
  });

  it('take the registered URL alone as jku', async () => {
    const { url, ask, state } = await begin(jwksAnswer(jwksText(key)));
    expect((await ask(key, { jku: url })).status).toBe(200);
    const { status, json } = await ask(key, { jku: `${url}?x` });
    expect([status, json.error_description, state.asked]).toEqual([
      401,
      expect.stringMatching(/is not the registered JWKS URL/),
      1,
    ]);
  });

  it('are unreachable, or no keys, in words', async () => {
    const { state, ask } = await begin((_request, response) => response.writeHead(500).end());
    const words = async () => (await ask()).json.error_description ?? '';
    expect(await words()).toMatch(/unreachable. It answered 500\./);
    state.answer = (request, response) =>
      request.url === '/elsewhere'
        ? jwksAnswer(jwksText(key))(request, response)
        : response.writeHead(302, { location: '/elsewhere' }).end();
    expect(await words()).toMatch(/unreachable/);
    state.answer = jwksAnswer(`{"keys":[${' '.repeat(200_000)}]}`);
    expect(await words()).toMatch(/longer than 100000 bytes/);
    state.answer = jwksAnswer('<html>');
    expect(await words()).toMatch(/not JSON/);
    state.answer = jwksAnswer('[]');
    expect(await words()).toMatch(/no JWK Set/);
    state.answer = (request) => request.socket.destroy();
    expect(await words()).toMatch(/cannot be fetched/);
    const { sandbox, clock } = await startLocked();
    await sandbox.admit({ clientId: 'app', jwksUri: 'http://keys.example/jwks' });
    const url = sandbox.provider.tokenUrl;
    const far = await post(url, assertionForm(await sign(key, url, clock.now())));
    expect(far.json.error_description).toMatch(/must be an https URL/);
  });
});

describe('clients', () => {
  it('are listed without their secrets', async () => {
    const { sandbox, clock } = await startLocked({ clientJwks: jwksText(key, other) });
    await sandbox.admit({ clientId: 'mine', jwks: jwksText(key) });
    await sandbox.admit({ clientId: 'hidden', secretHash: await hashSecret('obviously-fake-secret') });
    await sandbox.admit({ clientId: 'open' });
    const url = sandbox.provider.tokenUrl;
    await post(url, assertionForm(await sign(other, url, clock.now(), { clientId: 'by-key' })));
    const list = await sandbox.clients();
    expect(list.map(({ clientId, proof, origin }) => [clientId, proof, origin])).toEqual([
      [practiceClients.secret.clientId, 'secret', 'practice'],
      [practiceClients.public.clientId, 'public', 'practice'],
      ['*', 'jwks', 'client-jwks'],
      ['mine', 'jwks', 'connection'],
      ['hidden', 'secret', 'connection'],
      ['open', 'public', 'connection'],
      ['by-key', 'jwks', 'client-jwks'],
    ]);
    expect(list.find(({ clientId }) => clientId === 'mine')?.kids).toEqual(['first']);
    expect(JSON.stringify(list)).not.toMatch(/secretHash|"keys"|"n":/);
  });

  it('stay over a restart, their secrets as hashes alone, and go with a reset', async () => {
    const folder = throwAwayFolder();
    const secret = 'obviously-fake-secret-7c1e';
    const begin = async () =>
      startSandbox(
        { folder, definitionsFile: await definitionsFile(), requireAuth: true },
        { clock: new TestClock(), makeSeed },
      );
    const first = await begin();
    await first.admit({ clientId: 'mine', secretHash: await hashSecret(secret) });
    await first.close();
    const second = await begin();
    cleanUp(() => second.close());
    const ask = () => post(second.provider.tokenUrl, { grant_type: 'client_credentials' }, basic('mine', secret));
    const { status, json } = await ask();
    expect(status).toBe(200);
    for (const name of await readdir(folder))
      expect((await readFile(path.join(folder, name))).includes(secret), name).toBe(false);
    await second.reset();
    expect((await ask()).json.error).toBe('invalid_client');
    expect((await fetch(`${second.provider.fhirBaseUrl}/Patient`, { headers: bearer(json.access_token) })).status).toBe(
      401,
    );
    expect((await second.clients()).map(({ origin }) => origin)).toEqual(['practice', 'practice']);
  });

  it('may be those of practice, which keep their own secret', async () => {
    const { sandbox } = await startLocked();
    const { clientId, secret } = practiceClients.secret;
    await sandbox.admit({ clientId, secretHash: await hashSecret('another') });
    const ask = (one: string) =>
      post(sandbox.provider.tokenUrl, { grant_type: 'client_credentials' }, basic(clientId, one));
    expect([(await ask(secret)).status, (await ask('another')).status]).toEqual([200, 401]);
  });

  it('are refused with keys that cannot be used, each for its reason', async () => {
    const small = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
    const { sandbox } = await startLocked();
    const { d: _, ...publicHalf } = key.jwk;
    const bad: [string, RegExp][] = [
      ['', /not JSON/],
      ['{}', /no list "keys"/],
      ['{"keys":[]}', /no keys/],
      [JSON.stringify({ keys: [{ ...publicHalf, kid: undefined }] }), /no kid/],
      [JSON.stringify({ keys: [{ ...publicHalf, d: 'AQAB' }] }), /private half/],
      [JSON.stringify({ keys: [{ kty: 'oct', k: 'c2VjcmV0', kid: 'x' }] }), /private half/],
      [JSON.stringify({ keys: [{ kty: 'OKP', crv: 'Ed25519', x: 'x', kid: 'x' }] }), /RSA and EC/],
      [JSON.stringify({ keys: [{ kty: 'RSA', n: '!', kid: 'x' }] }), /cannot be read|bits/],
      [JSON.stringify({ keys: [publicHalf, publicHalf] }), /Two keys have the kid first/],
      [JSON.stringify({ keys: [null] }), /kty \(none\)/],
      [JSON.stringify({ keys: [{ ...small, kid: 'small' }] }), /1024 bits/],
    ];
    for (const [jwks, words] of bad) {
      await expect(sandbox.setLocks({ clientJwks: jwks }), jwks).rejects.toMatchObject({
        code: 'invalid-input',
        message: expect.stringMatching(words),
      });
      await expect(sandbox.admit({ clientId: 'mine', jwks })).rejects.toMatchObject({ code: 'invalid-input' });
      await expect(startLocked({ clientJwks: jwks })).rejects.toMatchObject({ code: 'invalid-input' });
    }
    await expect(sandbox.admit({ clientId: '' })).rejects.toMatchObject({ code: 'invalid-input' });
    expect((await sandbox.clients()).length).toBe(2);
  });

  it('are refused when one kid means two keys', async () => {
    const twin = await makeKey('RS384', key.kid);
    const { sandbox, clock } = await startLocked({ clientJwks: jwksText(twin) });
    await sandbox.admit({ clientId: 'mine', jwks: jwksText(key) });
    const url = sandbox.provider.tokenUrl;
    for (const signer of [key, twin]) {
      const { status, json } = await post(
        url,
        assertionForm(await sign(signer, url, clock.now(), { clientId: 'mine' })),
      );
      expect([status, json.error_description]).toEqual([401, `Several RSA keys have the kid ${key.kid}.`]);
    }
  });

  it('come by other keys when those are changed', async () => {
    const { sandbox, clock } = await startLocked({ clientJwks: jwksText(key) });
    const url = sandbox.provider.tokenUrl;
    const ask = async (signer: TestKey) =>
      (await post(url, assertionForm(await sign(signer, url, clock.now())))).status;
    expect([await ask(key), await ask(other)]).toEqual([200, 401]);
    await sandbox.setLocks({ clientJwks: jwksText(other) });
    expect([await ask(key), await ask(other)]).toEqual([401, 200]);
  });
});

describe('submissions to the payer', () => {
  const submission = (member: string) => ({
    resourceType: 'Parameters',
    parameter: [
      { name: 'TrackingId', valueIdentifier: { system: 'urn:example:tracking', value: 'one' } },
      { name: 'AttachTo', valueCode: 'claim' },
      { name: 'MemberId', valueIdentifier: { system: 'urn:example:member', value: member } },
      { name: 'OrganizationId', valueIdentifier: { system: 'http://hl7.org/fhir/sid/us-npi', value: '1234567893' } },
      { name: 'ServiceDate', valueDateTime: '2023-03-01' },
      {
        name: 'Attachment',
        part: [
          { name: 'Code', valueCodeableConcept: { text: 'note' } },
          {
            name: 'Content',
            resource: {
              resourceType: 'DocumentReference',
              status: 'current',
              content: [{ attachment: { contentType: 'text/plain', data: 'eA==' } }],
            },
          },
        ],
      },
    ],
  });

  it('need a token that may create something, whatever it is', async () => {
    const { payer, sandbox, token } = await startLocked();
    const submit = async (scope: string) => {
      const headers = bearer(await token(scope, sandbox.payer.tokenUrl));
      return payer.send('POST', '/$submit-attachment', submission('member-ann'), headers);
    };
    const refused = await submit('system/*.rs');
    expect([refused.status, refused.headers.get('www-authenticate')]).toEqual([
      403,
      'Bearer error="insufficient_scope", scope="system/Communication.c"',
    ]);
    expect((await submit('system/Communication.c')).status).toBe(200);
    expect((await submit('system/*.write')).status).toBe(200);
  });

  it('are for the member of the token alone', async () => {
    const { payer, sandbox } = await startLocked();
    const { tokenUrl, fhirBaseUrl } = sandbox.payer;
    const { json } = await signIn(tokenUrl, fhirBaseUrl, 'insured', 'patient/Communication.c');
    const submit = (member: string) =>
      payer.send<OperationOutcome>('POST', '/$submit-attachment', submission(member), bearer(json.access_token));
    expect((await submit('member-ann')).status).toBe(200);
    const refused = await submit('member-bob');
    expect([refused.status, refused.json.issue[0]?.details?.text]).toEqual([
      403,
      expect.stringMatching(/another member/),
    ]);
  });

  it('come from the sandbox’s own provider while the payer is locked', async () => {
    const { sandbox } = await startLocked();
    expect((await sandbox.submit({ to: sandbox.payer.submitAttachmentUrl })).httpStatus).toBe(200);
    await sandbox.setFaults(['html-error']);
    expect((await sandbox.submit({ to: sandbox.payer.fhirBaseUrl })).httpStatus).toBe(200);
  });
});
