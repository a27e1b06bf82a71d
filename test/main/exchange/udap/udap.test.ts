import { generateKeyPairSync, X509Certificate } from 'node:crypto';
import { compactVerify, decodeProtectedHeader } from 'jose';
import { beforeAll, describe, expect, test } from 'vitest';
import { connectionSecret } from '../../../../main/credentials/vault.ts';
import { algorithmOf } from '../../../../main/exchange/udap/identity.ts';
import { registerByStatement } from '../../../../main/exchange/udap/register.ts';
import type { UdapAuth } from '../../../../shared/domain/auth.ts';
import type { Connection } from '../../../../shared/domain/connection.ts';
import type { DiagnosisCode } from '../../../../shared/domain/diagnosis.ts';
import { type Authority, type Identity, makeAuthority, rsa, uris } from '../../../fakes/partner/authority.ts';
import { json, type Script } from '../../../fakes/partner/partner.ts';
import { failure, unwrap } from '../../../fakes/ports.ts';
import { udap } from '../discovery/documents.ts';
import { type Desk, grant, openDesk, refuse, say } from '../token/desk.ts';

const uri = 'https://harbor.example/udap';
let issuer: Authority;
let own: Identity;
beforeAll(async () => {
  issuer = await makeAuthority('Test trust community', rsa);
  own = await issuer.issue({ names: uris(uri) });
});

const auth = (changes: Partial<UdapAuth> = {}): UdapAuth => ({
  method: 'udap',
  certificate: own.cert + issuer.ca,
  organizationId: 'https://harbor.example/organization',
  purposeOfUse: ['urn:oid:2.16.840.1.113883.5.8#HPAYMT'],
  ...changes,
});

/** A desk whose partner publishes UDAP metadata, and a connection let in by UDAP. */
async function open(changes: Partial<UdapAuth> = {}, key = own.key): Promise<{ desk: Desk; connection: Connection }> {
  const desk = await openDesk();
  const published = udap(desk.server.baseUrl);
  desk.server.on('GET /.well-known/udap', json(200, published, { 'content-type': 'application/json' }));
  const connection = await desk.connect(auth(changes), { secrets: ['udapKey'] });
  unwrap(await desk.vault.put(connectionSecret(connection.id, 'udapKey'), key));
  return { desk, connection };
}

/** Whether signed metadata hold has a test file of its own; these are not signed. */
const register = ({ desk, connection }: Awaited<ReturnType<typeof open>>) =>
  registerByStatement(desk.means, connection, connection.auth as UdapAuth, { sendAnyway: true });

/** A JWT taken apart, its signature verified with the certificate in its header. */
async function read(jwt: string) {
  const { x5c = [], ...header } = decodeProtectedHeader(jwt);
  const { publicKey } = new X509Certificate(Buffer.from(x5c[0] ?? '', 'base64'));
  const { payload } = await compactVerify(jwt, publicKey);
  return { header, x5c, claims: JSON.parse(Buffer.from(payload).toString('utf8')) as Record<string, unknown> };
}

describe('registration by UDAP', () => {
  test('sends a signed software statement, and tells nothing of it', async () => {
    const opened = await open({ contact: 'it@harbor.example', organizationName: 'Harbor', scope: 'system/Task.crus' });
    const { desk } = opened;
    desk.server.on('POST /register', json(201, { client_id: 'harbor-7' }));
    const receipt = unwrap(await register(opened));
    expect(receipt.clientId).toBe('harbor-7');
    const sent = desk.server.seen.find(({ url }) => url === '/fhir/register');
    expect(sent?.headers).toMatchObject({ 'content-type': 'application/json' });
    const body = JSON.parse(sent?.body ?? '{}');
    expect(body).toMatchObject({ udap: '1', certifications: [] });
    const { header, x5c, claims } = await read(body.software_statement);
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(x5c).toEqual([own.der, issuer.der]);
    const now = desk.clock.now() / 1000;
    expect(claims).toEqual({
      iss: uri,
      sub: uri,
      aud: `${desk.server.baseUrl}/register`,
      iat: now,
      exp: expect.any(Number),
      jti: expect.any(String),
      client_name: 'Switchboard (Harbor)',
      contacts: ['mailto:it@harbor.example'],
      grant_types: ['client_credentials'],
      token_endpoint_auth_method: 'private_key_jwt',
      scope: 'system/Task.crus',
    });
    expect(Number(claims.exp) - now).toBeLessThanOrEqual(300);
    const record = JSON.stringify(desk.store.exchanges.detail(receipt.exchangeId));
    expect(record).toContain('UDAP registration');
    expect(record).not.toContain(String(body.software_statement).slice(0, 60));
  });

  test('again changes what is there: every statement has a jti of its own', async () => {
    const opened = await open();
    opened.desk.server.on('POST /register', json(201, { client_id: 'one' }), json(200, { client_id: 'one' }));
    unwrap(await register(opened));
    expect(unwrap(await register(opened)).clientId).toBe('one');
    const statements = opened.desk.server.seen
      .filter(({ url }) => url === '/fhir/register')
      .map(({ body }) => JSON.parse(body).software_statement);
    const ids = await Promise.all(statements.map(async (one) => (await read(one)).claims.jti));
    expect(new Set(ids).size).toBe(2);
  });

  test.each<[string, Script, DiagnosisCode, number]>([
    ['no trust', refuse(400, 'unapproved_software_statement', 'Unknown community'), 'udap-certificate-refused', 400],
    ['no trust in words', refuse(400, 'invalid_software_statement', 'x5c chain'), 'udap-certificate-refused', 400],
    ['another audience', refuse(400, 'invalid_software_statement', 'The aud is wrong.'), 'wrong-audience', 400],
    ['a signature', refuse(400, 'invalid_software_statement', 'Bad signature'), 'signature-refused', 400],
    ['a scope', refuse(400, 'invalid_client_metadata', 'scope not offered'), 'scope-refused', 400],
    ['anything', refuse(400, 'invalid_client_metadata', 'no'), 'client-refused', 400],
    ['401 without a word', say(401, ''), 'client-refused', 401],
    ['nothing there', say(404, ''), 'token-endpoint-wrong', 404],
    ['a page', say(200, '<html>hello</html>', { 'content-type': 'text/html' }), 'answer-unusable', 200],
    ['no client id', json(201, { client_name: 'x' }), 'answer-unusable', 201],
    ['a client id nobody can send', json(201, { client_id: 'a\nb' }), 'answer-unusable', 201],
    ['500', say(500, 'oops'), 'token-endpoint-failed', 500],
  ])('refused for %s is explained', async (_, script, code, status) => {
    const opened = await open();
    opened.desk.server.on('POST /register', script);
    const error = failure(await register(opened));
    expect(error).toMatchObject({ httpStatus: status, exchangeId: expect.any(String), diagnosis: { code } });
    expect(error.diagnosis?.where ?? '').not.toContain('client_assertion');
  });

  test('a partner that echoes the statement gets it no further', async () => {
    const opened = await open();
    opened.desk.server.on('POST /register', ({ body }, response) =>
      refuse(
        400,
        'invalid_software_statement',
        `Not this: ${JSON.parse(body).software_statement}`,
      )({} as never, response),
    );
    const error = failure(await register(opened));
    const { software_statement } = JSON.parse(opened.desk.server.seen.at(-1)?.body ?? '{}');
    expect(JSON.stringify(error)).not.toContain(software_statement.slice(0, 60));
  });

  test('needs a registration URL, published or set, and not in the clear', async () => {
    const opened = await open();
    opened.desk.server.on('GET /.well-known/udap', say(404, ''));
    expect(failure(await register(opened)).diagnosis?.code).toBe('token-endpoint-unknown');
    const clear = await open({ registrationUrl: 'http://registry.example/register' });
    expect(failure(await register(clear)).code).toBe('invalid-input');
  });

  test('a certificate that cannot be used is not sent', async () => {
    const expired = await issuer.issue({ names: uris(uri), to: '2021-01-01' });
    const nameless = await issuer.issue({ names: [] });
    const bad: [Partial<UdapAuth>, string, RegExp][] = [
      [{ certificate: expired.cert }, expired.key, /expired/],
      [{ certificate: nameless.cert }, nameless.key, /no URI/],
      [{ certificate: 'nothing' }, own.key, /no PEM/],
      [{}, nameless.key, /does not belong/],
    ];
    for (const [changes, key, message] of bad) {
      const opened = await open(changes, key);
      const error = failure(await register(opened));
      expect(error.code).toBe('certificate-unusable');
      expect(error.message).toMatch(message);
      expect(opened.desk.server.seen.some(({ method }) => method === 'POST')).toBe(false);
    }
  });

  test('without its key it is a missing secret', async () => {
    const opened = await open();
    unwrap(await opened.desk.vault.forget(connectionSecret(opened.connection.id, 'udapKey')));
    expect(failure(await register(opened)).code).toBe('secret-missing');
  });
});

describe('a token by UDAP', () => {
  test('is asked for by certificate, on behalf of an organization, for a purpose', async () => {
    const { desk, connection } = await open({ clientId: 'harbor-7', organizationName: 'Harbor', scope: 'system/*.rs' });
    desk.answer(grant({ scope: 'system/*.rs' }));
    expect(unwrap(await desk.tokens.authorization(connection, {})).header).toMatch(/^Bearer /);
    const [form = {}] = desk.forms();
    expect(form).toMatchObject({ grant_type: 'client_credentials', scope: 'system/*.rs', udap: '1' });
    const { header, claims } = await read(form.client_assertion ?? '');
    expect(header).toEqual({ alg: 'RS256', typ: 'JWT' });
    expect(claims).toMatchObject({
      iss: 'harbor-7',
      sub: 'harbor-7',
      aud: desk.tokenUrl,
      iat: desk.clock.now() / 1000,
      extensions: {
        'hl7-b2b': {
          version: '1',
          organization_id: 'https://harbor.example/organization',
          organization_name: 'Harbor',
          purpose_of_use: ['urn:oid:2.16.840.1.113883.5.8#HPAYMT'],
        },
      },
    });
    expect(Number(claims.exp) - Number(claims.iat)).toBeLessThanOrEqual(300);
  });

  test('explained: every claim holds, and the key is not in it', async () => {
    const { desk, connection } = await open({ clientId: 'harbor-7' });
    desk.answer(grant());
    const explanation = unwrap(await desk.tokens.explain(connection));
    expect(explanation).toMatchObject({ granted: true, endpoint: { tokenUrl: desk.tokenUrl, from: 'udap' } });
    expect(explanation.checks.filter(({ result }) => result === 'fail')).toEqual([]);
    expect(explanation.checks.map(({ name }) => name)).toContain('x5c');
    expect(explanation.checks).toContainEqual(
      expect.objectContaining({ part: 'request', name: 'signed_metadata', value: 'absent', result: 'warn' }),
    );
    expect(JSON.stringify(explanation)).not.toContain('PRIVATE');
  });

  test.each<[string, DiagnosisCode]>([
    ['The assertion lacks the extension hl7-b2b', 'udap-extension-refused'],
    ['Certificate not trusted', 'udap-certificate-refused'],
    ['jti was used before', 'reused-jti'],
  ])('refused because %s', async (words, code) => {
    const { desk, connection } = await open({ clientId: 'harbor-7' });
    desk.answer(refuse(400, 'invalid_client', words));
    expect(failure(await desk.tokens.authorization(connection, {})).diagnosis?.code).toBe(code);
  });

  test('what SMART publishes of other grants and proofs does not explain it', async () => {
    const { desk, connection } = await open({ clientId: 'harbor-7' });
    desk.publish({
      token_endpoint: desk.tokenUrl,
      grant_types_supported: ['authorization_code'],
      token_endpoint_auth_methods_supported: ['client_secret_basic'],
      capabilities: ['launch-standalone'],
      code_challenge_methods_supported: ['S256'],
    });
    desk.answer(refuse(400, 'invalid_client', 'Certificate not trusted'), grant());
    expect(failure(await desk.tokens.authorization(connection, {})).diagnosis?.code).toBe('udap-certificate-refused');
    const { checks } = unwrap(await desk.tokens.explain(connection));
    const asked = checks.filter(({ name }) => name === 'grant_type' || name === 'client authentication');
    expect(asked.map(({ result }) => result)).toEqual(['ok', 'unchecked']);
  });

  test('needs a registration first', async () => {
    const { desk, connection } = await open();
    const error = failure(await desk.tokens.authorization(connection, {}));
    expect(error).toMatchObject({ code: 'invalid-input', diagnosis: { code: 'unknown-client' } });
    expect(error.next).toContain('Register');
  });

  test('an elliptic key signs by its own algorithm; others cannot', () => {
    const ec = (namedCurve: string) => generateKeyPairSync('ec', { namedCurve }).privateKey;
    const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
    expect(unwrap(algorithmOf(ec('P-256'), []))).toBe('ES256');
    expect(unwrap(algorithmOf(ec('P-384'), []))).toBe('ES384');
    expect(unwrap(algorithmOf(rsa, ['RS384']))).toBe('RS384');
    expect(unwrap(algorithmOf(rsa, ['RS384', 'RS256']))).toBe('RS256');
    expect(failure(algorithmOf(generateKeyPairSync('ed25519').privateKey, [])).code).toBe('key-unusable');
  });
});
