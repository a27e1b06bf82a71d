import { describe, expect, test } from 'vitest';
import { patient, searchset } from '../../fakes/partner/bundles.ts';
import { bytes, json, outcome, type Script, startPartner } from '../../fakes/partner/partner.ts';
import { failure, unwrap } from '../../fakes/ports.ts';
import { get, openDoor, partnerAt } from './open-door.ts';

/** What the door says to one scripted answer, with the record it leaves. */
async function answerTo(script: Script, more: object = {}) {
  const here = openDoor();
  const server = await startPartner();
  server.otherwise(script);
  const partner = partnerAt(server.baseUrl);
  const reply = await here.door.send(partner, get(partner, '/Patient', more));
  return { reply, record: here.last(), server, ...here };
}

const fhir = { 'content-type': 'application/fhir+json' };

describe('taken as an answer', () => {
  test.each<[string, Script]>([
    ['FHIR JSON', json(200, patient('a'))],
    ['FHIR JSON under another content type', json(200, patient('a'), { 'content-type': 'text/html; charset=utf-8' })],
    ['FHIR JSON without a content type', bytes(200, JSON.stringify(patient('a')))],
    ['FHIR JSON with a byte order mark', bytes(200, `\ufeff${JSON.stringify(patient('a'))}`, fhir)],
    ['JSON behind much white space', bytes(200, `${' \n'.repeat(400)}${JSON.stringify(patient('a'))}`, fhir)],
  ])('%s', async (_, script) => {
    const { reply, record } = await answerTo(script);
    expect(unwrap(reply)).toMatchObject({ httpStatus: 200, resource: patient('a'), head: { resourceType: 'Patient' } });
    expect(record).toMatchObject({ outcome: 'ok', status: 200 });
  });

  test.each<[number, Script, object]>([
    [204, bytes(204, ''), { expects: 'resource-or-nothing' }],
    [304, bytes(304, '', { etag: 'W/"3"' }), {}],
  ])('%i without a body', async (status, script, more) => {
    const { reply, record } = await answerTo(script, more);
    const answer = unwrap(reply);
    expect([answer.httpStatus, answer.resource]).toEqual([status, undefined]);
    expect(record).toMatchObject({ outcome: 'ok', status, response: { bodyBytes: 0 } });
  });

  test('an empty 201, where a create may answer without a body', async () => {
    const { reply } = await answerTo(bytes(201, '', { location: '/fhir/Task/1' }), { expects: 'resource-or-nothing' });
    expect(unwrap(reply)).toMatchObject({ httpStatus: 201 });
  });

  test('an OperationOutcome that only warns', async () => {
    const { reply } = await answerTo(json(200, outcome('warning', 'Parameter x was ignored.')));
    expect(unwrap(reply).head?.resourceType).toBe('OperationOutcome');
  });

  test('any bytes, where any were asked for', async () => {
    const { reply, record } = await answerTo(bytes(200, Buffer.from([0x25, 0x50, 0x44, 0x46, 0, 0xff])), {
      expects: 'anything',
    });
    expect(unwrap(reply).decodedBytes).toBe(6);
    expect(record.response).toMatchObject({ bodyBytes: 6 });
    expect(record.response.bodyFile).toBeDefined();
  });
});

test('204 where a resource was asked for brings nothing of use', async () => {
  const error = failure((await answerTo(bytes(204, ''))).reply);
  expect([error.code, error.httpStatus]).toEqual(['not-fhir', 204]);
  expect(error.message).toContain('empty body');
});

describe('not FHIR, and what to do about it', () => {
  test.each<[string, Script, RegExp, RegExp]>([
    [
      'HTML',
      bytes(200, '<!doctype html><html><body>Log in</body></html>', { 'content-type': 'text/html' }),
      /HTML page/,
      /base URL/,
    ],
    [
      'HTML declared as FHIR',
      bytes(200, '<html></html>', fhir),
      /HTML page \(declared application\/fhir\+json\)/,
      /base URL/,
    ],
    [
      'XML',
      bytes(200, '<?xml version="1.0"?><Patient xmlns="http://hl7.org/fhir"/>', {
        'content-type': 'application/fhir+xml',
      }),
      /XML/,
      /JSON/,
    ],
    ['nothing', bytes(200, '', fhir), /empty body/, /nothing came/],
    ['white space', bytes(200, ' \n ', fhir), /empty body/, /nothing came/],
    [
      'JSON cut off',
      bytes(200, JSON.stringify(searchset([patient('a')])).slice(0, -20), fhir),
      /breaks off/,
      /proxy|limit/,
    ],
    ['JSON of another kind', json(200, { hello: 'world' }), /without a resourceType/, /base URL/],
    ['a JSON number', json(200, 7), /not a FHIR resource/, /base URL/],
    ['a JSON list', json(200, []), /not a FHIR resource/, /base URL/],
    ['text', bytes(200, 'It works!', { 'content-type': 'text/plain' }), /plain text/, /base URL/],
    [
      'a broken encoding',
      bytes(200, 'not gzip at all', { ...fhir, 'content-encoding': 'gzip' }),
      /not compressed as/,
      /Content-Encoding/,
    ],
  ])('%s', async (_, script, message, next) => {
    const { reply, record } = await answerTo(script);
    const error = failure(reply);
    expect(error.code).toBe('not-fhir');
    expect(error.message).toMatch(message);
    expect(error.next).toMatch(next);
    expect(error.exchangeId).toBe(record.id);
    expect(record).toMatchObject({ outcome: 'transport', status: 200, problem: error.message });
  });
});

describe('refused', () => {
  test('an error OperationOutcome at 200 is no success', async () => {
    const { reply, record } = await answerTo(json(200, outcome('error', 'The member is unknown.')));
    const error = failure(reply);
    expect(error).toMatchObject({
      code: 'error-outcome',
      httpStatus: 200,
      outcome: outcome('error', 'The member is unknown.'),
    });
    expect(error.message).toContain('The member is unknown.');
    expect(record.outcome).toBe('refused');
  });

  test.each<[number, string]>([
    [400, 'Mend'],
    [401, 'access token'],
    [403, 'scopes'],
    [404, 'base URL'],
    [405, 'GET, HEAD'],
    [409, 'Read the resource again'],
    [410, 'deleted'],
    [412, 'Read the resource again'],
    [413, 'Send less'],
    [415, 'application/fhir+json'],
    [418, 'recorded exchange'],
    [422, 'Mend'],
    [429, 'Ask less often: try again after 120 s'],
  ])('%i, with an OperationOutcome or without', async (status, next) => {
    const headers = {
      ...(status === 429 ? { 'retry-after': '120' } : {}),
      ...(status === 405 ? { allow: 'GET, HEAD' } : {}),
    };
    const said = await answerTo(json(status, outcome('error', 'No such luck.'), headers));
    const error = failure(said.reply);
    expect(error).toMatchObject({
      code: 'refused-by-partner',
      httpStatus: status,
      outcome: outcome('error', 'No such luck.'),
    });
    expect(error.message).toContain('No such luck.');
    expect(error.next).toContain(next);
    expect(said.record).toMatchObject({ outcome: 'refused', status });

    const silent = failure(
      (await answerTo(bytes(status, 'Nope.', { 'content-type': 'text/plain', ...headers }))).reply,
    );
    expect(silent.message).toContain('no OperationOutcome');
    expect(silent.outcome).toBeUndefined();
    expect(silent.next).toContain(next);
  });

  test('5xx is the server, and Retry-After says when', async () => {
    const { reply, record } = await answerTo(
      json(503, outcome('fatal', 'Down for an hour.'), { 'retry-after': '3600' }),
    );
    const error = failure(reply);
    expect(error).toMatchObject({ code: 'server-error', httpStatus: 503 });
    expect(error.next).toContain('after 3600 s');
    expect(record.outcome).toBe('transport');
    const date = 'Fri, 02 Oct 2026 07:00:00 GMT';
    expect(failure((await answerTo(bytes(500, '', { 'retry-after': date }))).reply).next).toContain(date);
  });

  test('an unheard-of status with a body that is no JSON', async () => {
    expect(failure((await answerTo(bytes(599, '{"resourceType":'))).reply).code).toBe('server-error');
  });
});
