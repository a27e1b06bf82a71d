import { describe, expect, test } from 'vitest';
import type { Admission, AdmissionNeed } from '../../../main/exchange/admission.ts';
import { fail, ok, type Reply } from '../../../shared/contract/errors.ts';
import { patient } from '../../fakes/partner/bundles.ts';
import { json, outcome, startPartner } from '../../fakes/partner/partner.ts';
import { failure, unwrap } from '../../fakes/ports.ts';
import { get, openDoor, partnerAt } from './open-door.ts';

const bearer = (token: string, more: Partial<Admission> = {}): Reply<Admission> =>
  ok({ headers: { Authorization: `Bearer ${token}`, 'X-Gateway': 'canary-gateway-4411' }, ...more });

/** An admission that answers what `answers` say, one after the other, and remembers what it was asked. */
function admitting(...answers: Reply<Admission>[]) {
  const asked: AdmissionNeed[] = [];
  const admit = (need: AdmissionNeed) => {
    asked.push(need);
    return Promise.resolve(answers[Math.min(asked.length, answers.length) - 1] as Reply<Admission>);
  };
  return { asked, admit };
}

describe('an admission', () => {
  test('is asked for each exchange; its headers reach the partner and no record', async () => {
    const { door, last } = openDoor();
    const server = await startPartner();
    server.otherwise((seen, response) =>
      json(200, { ...patient('a'), text: seen.rawHeaders.join(' ') })(seen, response),
    );
    const { admit, asked } = admitting(bearer('canary-token-1', { tokenMs: 40 }));
    const partner = partnerAt(server.baseUrl, { admit });
    const answer = unwrap(await door.send(partner, get(partner, '/Patient/a')));
    unwrap(await door.send(partner, get(partner, '/Patient/a')));
    expect(asked).toHaveLength(2);
    expect(server.seen[0]?.headers).toMatchObject({
      authorization: 'Bearer canary-token-1',
      'x-gateway': 'canary-gateway-4411',
    });
    const record = last();
    expect(record.request.headers).toContainEqual(['x-gateway', '[masked]']);
    expect(JSON.stringify([record, answer])).not.toContain('canary');
    expect(record.phases.token).toBe(40);
    expect(record.durationMs).toBeGreaterThan(40);
  });

  test('that fails ends the exchange with its failure; nothing is sent and nothing recorded', async () => {
    const { door, store } = openDoor();
    const server = await startPartner();
    const { admit } = admitting(fail('vault-locked', 'The vault is locked.', 'Unlock it.'));
    const partner = partnerAt(server.baseUrl, { admit });
    expect(failure(await door.send(partner, get(partner, '/Patient')))).toMatchObject({ code: 'vault-locked' });
    expect([server.seen, store.exchanges.list(5)]).toEqual([[], []]);
  });

  test('is asked again once after 401 to a token that was kept, and both exchanges are recorded', async () => {
    const { door, store } = openDoor();
    const server = await startPartner();
    server.on('POST /Task', json(401, outcome('error', 'Gone.')), json(201, { resourceType: 'Task', id: '1' }));
    const { admit, asked } = admitting(
      bearer('old-token-1', { renewable: true }),
      bearer('new-token-2', { tokenMs: 9 }),
    );
    const partner = partnerAt(server.baseUrl, { admit });
    const sent = { method: 'POST', url: `${server.baseUrl}/Task`, body: '{"resourceType":"Task"}' };
    expect(unwrap(await door.send(partner, sent)).httpStatus).toBe(201);
    expect(asked.map(({ renew }) => renew)).toEqual([undefined, true]);
    expect(server.seen.map(({ headers, body }) => [headers.authorization, body])).toEqual([
      ['Bearer old-token-1', sent.body],
      ['Bearer new-token-2', sent.body],
    ]);
    expect(store.exchanges.list(5).map(({ status }) => status)).toEqual([201, 401]);
  });

  test.each<[string, Partial<Admission>, number, number]>([
    ['a second 401 is the answer', { renewable: true }, 401, 2],
    ['a token that was got for it is not got again', { renewable: true, tokenMs: 5 }, 401, 1],
    ['what somebody typed cannot be renewed', {}, 401, 1],
    ['403 says that the token is known', { renewable: true }, 403, 1],
  ])('%s', async (_, more, status, requests) => {
    const { door } = openDoor();
    const server = await startPartner();
    server.otherwise(json(status, outcome('error', 'No.')));
    const { admit } = admitting(bearer('some-token-1', more));
    const partner = partnerAt(server.baseUrl, { admit });
    expect(failure(await door.send(partner, get(partner, '/Patient'))).httpStatus).toBe(status);
    expect(server.seen).toHaveLength(requests);
  });

  test('that cannot be renewed says why, and where the refusal is', async () => {
    const { door, last } = openDoor();
    const server = await startPartner();
    server.otherwise(json(401, outcome('error', 'No.')));
    const { admit } = admitting(
      bearer('some-token-1', { renewable: true }),
      fail('sign-in-needed', 'The session ended.', 'Sign in.'),
    );
    const partner = partnerAt(server.baseUrl, { admit });
    const error = failure(await door.send(partner, get(partner, '/Patient')));
    expect(error).toMatchObject({ code: 'sign-in-needed', exchangeId: last().id });
  });

  test('for another origin is asked for the way alone, and whatever it gives no secret goes there', async () => {
    const { door } = openDoor();
    const [server, foreign] = [await startPartner(), await startPartner()];
    foreign.on('GET /Binary/1', json(200, { resourceType: 'Binary' }));
    const { admit, asked } = admitting(
      bearer('canary-token-1', { tls: { cert: 'c', key: 'k', servername: 'pinned' } }),
    );
    const partner = partnerAt(server.baseUrl, { admit });
    const url = `${foreign.baseUrl}/Binary/1`;
    unwrap(await door.send(partner, { method: 'GET', url, foreign: 'without-credentials' }));
    expect(asked).toEqual([{ foreign: true }]);
    expect(foreign.seen[0]?.rawHeaders.join(' ')).not.toContain('canary');
  });

  test('lets no credentials travel in the clear to another computer', async () => {
    const { door, store } = openDoor();
    const { admit } = admitting(bearer('canary-token-1'));
    const partner = partnerAt('http://source.example/fhir', { admit });
    const error = failure(await door.send(partner, get(partner, '/Patient')));
    expect(error).toMatchObject({ code: 'invalid-input', requirement: 'CONF-014' });
    expect(store.exchanges.list(5)).toEqual([]);
  });
});

test('what a partner without an admission uses of ours is told to the trail, by what it is', async () => {
  const { door, store } = openDoor();
  const server = await startPartner();
  server.otherwise(json(200, patient('a')));
  const told = () => store.audit.list(20, { action: 'credential' }).map(({ peer, request }) => [peer, request]);
  const open = partnerAt(server.baseUrl);
  unwrap(await door.send(open, get(open, '/Patient/a')));
  expect(told()).toEqual([]);
  const secretHeaders = { Authorization: 'Bearer canary-1', 'X-Gateway': 'canary-2' };
  const given = partnerAt(server.baseUrl, { secretHeaders });
  unwrap(await door.send(given, get(given, '/Patient/a')));
  expect(told()).toEqual([['Test partner', 'use Authorization header, extra headers']]);
  // A stored one shows its client's proof at the token endpoint so; that is told as asking for a token.
  const stored = partnerAt(server.baseUrl, { connectionId: 'c1', secretHeaders: { authorization: 'Basic canary' } });
  unwrap(await door.send(stored, get(stored, '/token')));
  expect(told()).toHaveLength(1);
});

describe('quirks of a partner', () => {
  test('plain-json and no-compression change what is said of bodies', async () => {
    const { door } = openDoor();
    const server = await startPartner();
    server.otherwise(json(200, patient('a')));
    const partner = partnerAt(server.baseUrl, { quirks: ['plain-json', 'no-compression'] });
    const headers = { 'content-type': 'application/fhir+json' };
    unwrap(await door.send(partner, { method: 'POST', url: `${server.baseUrl}/Patient`, headers, body: '{}' }));
    expect(server.seen[0]?.headers).toMatchObject({
      accept: 'application/json',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    });
  });
});
