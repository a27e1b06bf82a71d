import { describe, expect, test } from 'vitest';
import type { Auth } from '../../../../shared/domain/auth.ts';
import { connectionSecret } from '../../../../main/credentials/vault.ts';
import { failure, unwrap } from '../../../fakes/ports.ts';
import {
  bearerToken,
  byBasic,
  clientSecret,
  grant,
  grants,
  held,
  openDesk,
  refuse,
  say,
  smartDocument,
} from './desk.ts';

describe('a client secret', () => {
  test('travels form-encoded in Basic, and in no form', async () => {
    const desk = await openDesk();
    desk.answer(grant());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe(`Bearer ${bearerToken}`);
    const [seen] = desk.server.seen;
    const pair = Buffer.from(String(seen?.headers.authorization).slice(6), 'base64').toString();
    expect(pair).toBe('harbor+mutual%3Auat:canary%2Bclient+secret%2F4711');
    expect(seen?.headers['content-type']).toBe('application/x-www-form-urlencoded');
    expect(desk.forms()).toEqual([{ grant_type: 'client_credentials', scope: 'system/*.rs' }]);
  });

  test('travels as parameters where the connection says so', async () => {
    const desk = await openDesk();
    desk.answer(grant());
    const connection = await desk.connect({ ...byBasic(desk.tokenUrl), send: 'post' } as Auth);
    unwrap(await desk.tokens.authorization(connection, {}));
    expect(desk.server.seen[0]?.headers.authorization).toBeUndefined();
    expect(desk.forms()[0]).toMatchObject({ client_id: 'harbor mutual:uat', client_secret: clientSecret });
  });

  test('that is missing is named, and nothing is sent', async () => {
    const desk = await openDesk();
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    await desk.vault.forget(connectionSecret(connection.id, 'clientSecret'));
    expect(failure(await desk.tokens.authorization(connection, {}))).toMatchObject({
      code: 'secret-missing',
      diagnosis: { code: 'secret-missing' },
    });
    expect(desk.server.seen).toEqual([]);
  });

  test('never travels in the clear to another computer', async () => {
    const desk = await openDesk();
    const connection = await desk.connect(byBasic('http://auth.mesa.example/token'));
    expect(failure(await desk.tokens.authorization(connection, {}))).toMatchObject({
      code: 'invalid-input',
      diagnosis: { code: 'token-endpoint-wrong' },
    });
    expect(desk.store.exchanges.list(10)).toEqual([]);
  });
});

describe('the token URL', () => {
  test('is the published one where the connection names none', async () => {
    const desk = await openDesk();
    desk.publish(smartDocument(desk.tokenUrl));
    desk.answer(grant());
    const connection = await desk.connect(byBasic('', { tokenUrl: undefined }));
    unwrap(await desk.tokens.authorization(connection, {}));
    expect(await desk.tokens.last(connection.id)).toMatchObject({
      endpoint: { tokenUrl: desk.tokenUrl, from: 'smart-configuration' },
    });
  });

  test('is read from the CapabilityStatement where there is no smart-configuration', async () => {
    const desk = await openDesk();
    desk.server.on('GET /metadata', (_, response) =>
      response.writeHead(200, { 'content-type': 'application/fhir+json' }).end(
        JSON.stringify({
          resourceType: 'CapabilityStatement',
          status: 'active',
          fhirVersion: '4.0.1',
          rest: [
            {
              mode: 'server',
              security: {
                extension: [
                  {
                    url: 'http://fhir-registry.smarthealthit.org/StructureDefinition/oauth-uris',
                    extension: [{ url: 'token', valueUri: desk.tokenUrl }],
                  },
                ],
              },
            },
          ],
        }),
      ),
    );
    desk.answer(grant());
    const connection = await desk.connect(byBasic('', { tokenUrl: undefined }));
    unwrap(await desk.tokens.authorization(connection, {}));
    expect((await desk.tokens.last(connection.id))?.endpoint?.from).toBe('capability-statement');
  });

  test('that has moved since it was read is read again, and asked there', async () => {
    const desk = await openDesk();
    desk.publish(smartDocument(`${desk.server.baseUrl}/old-token`));
    desk.server.on('POST /old-token', say(410, ''));
    desk.answer(grant());
    const connection = await desk.connect(byBasic('', { tokenUrl: undefined }));
    expect(failure(await desk.tokens.authorization(connection, {})).diagnosis?.code).toBe('token-endpoint-wrong');
    desk.publish(smartDocument(desk.tokenUrl));
    desk.clock.jump(desk.clock.now() + 120_000);
    unwrap(await desk.tokens.authorization(connection, {}));
    expect((await desk.tokens.last(connection.id))?.endpoint?.tokenUrl).toBe(desk.tokenUrl);
  });

  test('that was published nowhere is found as soon as it is there', async () => {
    const desk = await openDesk();
    desk.answer(grant());
    const connection = await desk.connect(byBasic('', { tokenUrl: undefined }));
    expect(failure(await desk.tokens.authorization(connection, {})).diagnosis?.code).toBe('token-endpoint-unknown');
    desk.publish(smartDocument(desk.tokenUrl));
    desk.clock.jump(desk.clock.now() + 1_000);
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe(`Bearer ${bearerToken}`);
  });

  test('that nobody publishes is asked for', async () => {
    const desk = await openDesk();
    const connection = await desk.connect(byBasic('', { tokenUrl: undefined }));
    expect(failure(await desk.tokens.authorization(connection, {}))).toMatchObject({
      code: 'not-found',
      diagnosis: { code: 'token-endpoint-unknown' },
    });
  });
});

describe('a token in hand', () => {
  test('is used again, and renewed before it ends', async () => {
    const desk = await openDesk();
    desk.answer(grants());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const header = async () => unwrap(await desk.tokens.authorization(connection, {})).header;
    expect(await header()).toBe('Bearer canary-access-token-1');
    desk.clock.jump(desk.clock.now() + 269_000); // 31 s left, of which 30 count as none
    const again = unwrap(await desk.tokens.authorization(connection, {}));
    expect(again).toEqual({ header: 'Bearer canary-access-token-1', tookMs: 0 });
    desk.clock.jump(desk.clock.now() + 2_000);
    expect(await header()).toBe('Bearer canary-access-token-2');
    expect(desk.forms()).toHaveLength(2);
  });

  test('that lives only shortly is used for nine tenths of its life', async () => {
    const desk = await openDesk();
    desk.answer(grants({ expires_in: 10 }));
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const header = async () => unwrap(await desk.tokens.authorization(connection, {})).header;
    await header();
    desk.clock.jump(desk.clock.now() + 8_900);
    expect(await header()).toBe('Bearer canary-access-token-1');
    desk.clock.jump(desk.clock.now() + 200);
    expect(await header()).toBe('Bearer canary-access-token-2');
  });

  test('of unknown life is used until it is refused', async () => {
    const desk = await openDesk();
    desk.answer(grants({ expires_in: undefined }));
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const first = unwrap(await desk.tokens.authorization(connection, {})).header;
    desk.clock.jump(desk.clock.now() + 86_400_000);
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe(first);
    expect(desk.store.accesses.get(connection.id)?.token).not.toHaveProperty('expiresAt');
    const renewed = unwrap(await desk.tokens.authorization(connection, { renew: true })).header;
    expect(renewed).toBe('Bearer canary-access-token-2');
  });

  test('that says it has no life left is used once, and not kept', async () => {
    const desk = await openDesk();
    desk.answer(grants({ expires_in: 0 }));
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    for (const number of [1, 2])
      expect(unwrap(await desk.tokens.authorization(connection, {})).header).toBe(
        `Bearer canary-access-token-${number}`,
      );
  });

  test('is not used after the connection has changed', async () => {
    const desk = await openDesk();
    desk.answer(grants());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    unwrap(await desk.tokens.authorization(connection, {}));
    const changed = { ...connection, auth: byBasic(desk.tokenUrl, { scope: 'system/Patient.r' }) };
    desk.store.write(() => desk.store.connections.put(changed));
    expect(unwrap(await desk.tokens.authorization(changed, {})).header).toBe('Bearer canary-access-token-2');
  });

  test('is shared by fifty who ask at once', async () => {
    const desk = await openDesk();
    desk.answer(grants());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const replies = await Promise.all(Array.from({ length: 50 }, () => desk.tokens.authorization(connection, {})));
    expect(new Set(replies.map((reply) => unwrap(reply).header))).toEqual(new Set(['Bearer canary-access-token-1']));
    expect(desk.forms()).toHaveLength(1);
  });

  test('that was refused is never given again, and a newer one is not thrown away with it', async () => {
    const desk = await openDesk();
    desk.answer(grants());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const first = unwrap(await desk.tokens.authorization(connection, {})).header;
    const both = await Promise.all(
      [1, 2].map(() => desk.tokens.authorization(connection, { renew: true, refused: first })),
    );
    const late = await desk.tokens.authorization(connection, { renew: true, refused: first });
    expect([...both, late].map((reply) => unwrap(reply).header)).toEqual(Array(3).fill('Bearer canary-access-token-2'));
    expect(desk.forms()).toHaveLength(2);
  });

  test('that the partner gives again after refusing it is not taken for a new one', async () => {
    const desk = await openDesk();
    desk.answer(grant());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    const { header } = unwrap(await desk.tokens.authorization(connection, {}));
    const again = failure(await desk.tokens.authorization(connection, { renew: true, refused: header }));
    expect(again).toMatchObject({ code: 'token-refused', message: expect.stringContaining('the same token again') });
  });
});

describe('several processes', () => {
  test('use one token', async () => {
    const one = await openDesk();
    one.answer(grants());
    const connection = await one.connect(byBasic(one.tokenUrl));
    unwrap(await one.tokens.authorization(connection, {}));
    one.clock.jump(one.clock.now() + 1_000);
    const other = await openDesk({ beside: one });
    // It took the vault and no request: after a refusal there may be another one.
    const taken = unwrap(await other.tokens.authorization(connection, {}));
    expect(taken).toEqual({ header: 'Bearer canary-access-token-1', tookMs: 0 });
    expect(one.forms()).toHaveLength(1);
  });

  test('ask for a fresh one beside the one in the vault', async () => {
    const one = await openDesk();
    one.answer(grants());
    const connection = await one.connect(byBasic(one.tokenUrl));
    unwrap(await one.tokens.authorization(connection, {}));
    const other = await openDesk({ beside: one });
    expect(unwrap(await other.tokens.get(connection, { fresh: true })).accessToken).toBe('canary-access-token-2');
  });

  test('that ask at once send one request', async () => {
    const one = await openDesk();
    const other = await openDesk({ beside: one });
    one.answer(grants());
    const connection = await one.connect(byBasic(one.tokenUrl));
    const replies = await Promise.all([one, other].map(({ tokens }) => tokens.authorization(connection, {})));
    expect(replies.map((reply) => unwrap(reply).header)).toEqual(Array(2).fill('Bearer canary-access-token-1'));
    expect(one.forms()).toHaveLength(1);
  });

  test('forget together', async () => {
    const one = await openDesk();
    const other = await openDesk({ beside: one });
    one.answer(grants());
    const connection = await one.connect(byBasic(one.tokenUrl));
    unwrap(await one.tokens.authorization(connection, {}));
    unwrap(await other.tokens.authorization(connection, {}));
    expect(unwrap(await other.tokens.signOut(connection))).toEqual({ forgotten: true, revoked: false });
    expect(unwrap(await one.tokens.authorization(connection, {})).header).toBe('Bearer canary-access-token-2');
  });
});

describe('what is told', () => {
  test('a grant is how the connection stands, and a line of the trail', async () => {
    const desk = await openDesk();
    desk.answer(grant({ scope: 'system/Patient.rs' }));
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    unwrap(await desk.tokens.authorization(connection, {}));
    const at = new Date(desk.clock.now()).toISOString();
    const exchangeId = desk.store.exchanges.list(1)[0]?.id;
    expect(desk.store.accesses.get(connection.id)).toEqual({
      id: connection.id,
      token: {
        tokenType: 'Bearer',
        obtainedAt: at,
        expiresAt: new Date(desk.clock.now() + 300_000).toISOString(),
        scope: 'system/Patient.rs',
        granted: ['system/Patient.rs'],
        missing: ['system/*.rs'],
        refreshable: false,
        exchangeId,
      },
    });
    expect(desk.store.audit.list(5, { action: 'credential' })[0]).toMatchObject({
      peer: connection.name,
      request: `ask for a token by client secret at ${desk.tokenUrl}`,
      outcome: 'scope-narrowed',
      exchangeId,
    });
  });

  test('a refusal stands beside a token that still lives, until the next grant', async () => {
    const desk = await openDesk();
    desk.answer(grant(), refuse(401, 'invalid_client'), grant());
    const connection = await desk.connect(byBasic(desk.tokenUrl));
    unwrap(await desk.tokens.get(connection, {}));
    expect(failure(await desk.tokens.get(connection, { fresh: true })).code).toBe('token-refused');
    expect(desk.store.accesses.get(connection.id)).toMatchObject({
      token: { tokenType: 'Bearer' },
      refusal: { diagnosis: { code: 'wrong-secret' } },
    });
    unwrap(await desk.tokens.authorization(connection, {}));
    unwrap(await desk.tokens.get(connection, { fresh: true }));
    expect(desk.store.accesses.get(connection.id)).not.toHaveProperty('refusal');
  });
});

test('who gives up alone leaves the others waiting; when nobody is left the request ends', async () => {
  const desk = await openDesk();
  const { script, release } = held(grant());
  desk.answer(script);
  const connection = await desk.connect(byBasic(desk.tokenUrl));
  const leaving = new AbortController();
  const one = desk.tokens.authorization(connection, { signal: leaving.signal });
  const two = desk.tokens.authorization(connection, {});
  leaving.abort();
  expect(failure(await one).code).toBe('cancelled');
  release();
  expect(unwrap(await two).header).toBe(`Bearer ${bearerToken}`);

  desk.answer(() => undefined);
  const alone = new AbortController();
  const last = desk.tokens.get(connection, { fresh: true, signal: alone.signal });
  await expect.poll(() => desk.forms().length).toBe(2);
  alone.abort();
  expect(failure(await last).code).toBe('cancelled');
  await expect.poll(() => desk.store.exchanges.list(1)[0]?.problem).toBe('The exchange was cancelled.');
});
