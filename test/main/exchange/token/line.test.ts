import type { TLSSocket } from 'node:tls';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Line } from '../../../../shared/domain/auth.ts';
import type { DiagnosisCode } from '../../../../shared/domain/diagnosis.ts';
import { type Authority, type Identity, makeAuthority } from '../../../fakes/partner/authority.ts';
import { startPartner } from '../../../fakes/partner/partner.ts';
import { failure, unwrap } from '../../../fakes/ports.ts';
import { grant, openDesk } from './desk.ts';

let ours: Authority;
let theirs: Authority;
let server: Identity;
let client: Identity;
let stranger: Identity;

beforeAll(async () => {
  [ours, theirs] = await Promise.all([makeAuthority(), makeAuthority('Another authority')]);
  [server, client, stranger] = await Promise.all([
    ours.issue(),
    ours.issue({ subject: 'Harbor' }),
    theirs.issue({ subject: 'Stranger' }),
  ]);
});

/** A connection to one origin whose tokens come from another, which speaks TLS so. */
async function asking(
  identity: Identity,
  line: Line,
  { mutual = false, key }: { mutual?: boolean; key?: string } = {},
) {
  const desk = await openDesk();
  const demand = mutual ? { requestCert: true, rejectUnauthorized: true, ca: ours.ca } : {};
  const tokens = await startPartner({ ...identity, ...demand });
  let shown: unknown;
  tokens.on('POST /token', (seen, response) => {
    shown = (response.socket as TLSSocket).getPeerCertificate().subject?.CN;
    return grant()(seen, response);
  });
  const connection = await desk.connect(
    { method: 'client-secret', send: 'basic', clientId: 'harbor', tokenUrl: `${tokens.baseUrl}/token` },
    { line, secrets: key ? ['clientSecret', 'clientKey', 'headers'] : ['clientSecret', 'headers'] },
  );
  unwrap(await desk.vault.put(`connection/${connection.id}/headers`, JSON.stringify({ 'x-gateway': 'canary-header' })));
  if (key) unwrap(await desk.vault.put(`connection/${connection.id}/clientKey`, key));
  return { desk, connection, tokens, reply: await desk.tokens.authorization(connection, {}), shown: () => shown };
}

describe('a token endpoint of another origin', () => {
  test('is asked over the line of the connection, without its extra headers', async () => {
    const { reply, tokens, shown } = await asking(
      server,
      { ca: ours.ca, clientCertificate: client.cert },
      { mutual: true, key: client.key },
    );
    expect(unwrap(reply).header).toMatch(/^Bearer /);
    expect(shown()).toBe('Harbor');
    expect(tokens.seen[0]?.headers).not.toHaveProperty('x-gateway');
    expect(tokens.seen[0]?.headers.authorization).toMatch(/^Basic /);
  });

  test('is trusted by its own name, whatever name is pinned for the FHIR server', async () => {
    const { reply } = await asking(server, { ca: ours.ca });
    unwrap(reply);
  });

  const refusal = async (code: DiagnosisCode, attempt: ReturnType<typeof asking>) => {
    const { reply, desk, connection } = await attempt;
    const error = failure(reply);
    expect([error.diagnosis?.code, error.code]).toEqual([code, 'tls-failed']);
    expect(error.diagnosis?.where).toContain('certificate');
    expect(error.exchangeId).toBeTruthy();
    expect(desk.store.accesses.get(connection.id)?.refusal?.diagnosis.code).toBe(code);
    expect(desk.store.audit.list(1, { action: 'credential' })[0]?.outcome).toBe(`refused: ${code}`);
  };

  test('nobody trusts', () => refusal('certificate-untrusted', asking(server, {})));
  test('with a certificate that has expired', async () =>
    refusal('certificate-expired', asking(await ours.issue({ to: '2021-01-01' }), { ca: ours.ca })));
  test('with a certificate for another host', async () =>
    refusal(
      'hostname-mismatch',
      asking(await ours.issue({ names: [{ type: 'dns', value: 'elsewhere.example' }] }), { ca: ours.ca }),
    ));
  test('that wants a client certificate, and none is set', () =>
    refusal('client-certificate-missing', asking(server, { ca: ours.ca }, { mutual: true })));
  test('that wants another client certificate', () =>
    refusal(
      'client-certificate-refused',
      asking(server, { ca: ours.ca, clientCertificate: stranger.cert }, { mutual: true, key: stranger.key }),
    ));
});

describe('a token URL that has to be read from the partner first', () => {
  /** What is told of a partner that speaks TLS so and whose token URL is not set. */
  async function looking(line: Line, demand: object = {}, page?: [status: number, body: string]) {
    const desk = await openDesk();
    const partner = await startPartner({ ...server, ...demand });
    if (page)
      partner.otherwise((_, response) => response.writeHead(page[0], { 'content-type': 'text/html' }).end(page[1]));
    const auth = { method: 'client-secret', send: 'basic', clientId: 'harbor' } as const;
    const connection = await desk.connect(auth, { baseUrl: partner.baseUrl, line });
    const { code, diagnosis } = failure(await desk.tokens.authorization(connection, {}));
    const explained = unwrap(await desk.tokens.explain(connection)).diagnosis.code;
    return [code, diagnosis?.code, explained];
  }
  const mutual = () => ({ requestCert: true, rejectUnauthorized: true, ca: ours.ca });
  const twice = (code: DiagnosisCode) => [code, code];

  test('names what is wrong with the line', async () => {
    expect(await looking({})).toEqual(['tls-failed', ...twice('certificate-untrusted')]);
    expect(await looking({ ca: ours.ca }, mutual())).toEqual(['tls-failed', ...twice('client-certificate-missing')]);
  });

  test('tells a gateway that wants a certificate from a partner that refuses, fails or publishes nothing', async () => {
    const ask = (status: number, body: string) => looking({ ca: ours.ca }, {}, [status, body]);
    expect(await ask(400, '<center>No required SSL certificate was sent</center>')).toEqual([
      'tls-failed',
      ...twice('client-certificate-missing'),
    ]);
    expect(await ask(400, '<center>The SSL certificate error</center>')).toEqual([
      'tls-failed',
      ...twice('client-certificate-refused'),
    ]);
    expect(await ask(403, '')).toEqual(['refused-by-partner', ...twice('token-endpoint-unknown')]);
    expect(await ask(500, '')).toEqual(['server-error', ...twice('token-endpoint-unknown')]);
    expect(await ask(404, '')).toEqual(['not-found', ...twice('token-endpoint-unknown')]);
  });
});
