import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import http, { type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Canaries } from './canary.ts';

/** A partner that gives back whatever it was sent, in every place an answer has, and issues secrets of its own. */
export interface LeakyPartner {
  /** FHIR base URL. */
  base: string;
  /** Where what answers is `[base]/jwks` with the private halves left in. */
  jwksUrl: string;
  /** Everything it was sent so far: request lines, headers and bodies. */
  seen(): string;
  /** What a server on another origin was sent, to which outputs of its Tasks lead. */
  seenElsewhere(): string;
  /** The value of a header a Subscription with this endpoint asked for. */
  headerSent(name: string, endpoint: string): string;
  /** Private JWKS to publish. */
  publish(jwks: object): void;
  close(): Promise<void>;
}

interface Asked {
  path: string;
  request: IncomingMessage;
  body: string;
  /** Everything that came, in one text. */
  all: string;
  base: string;
}

type Answer = (asked: Asked, response: ServerResponse) => unknown;

const send = (response: ServerResponse, status: number, type: string, body: string, headers: object = {}) =>
  response.writeHead(status, { 'content-type': type, ...headers }).end(body);
const fhir = 'application/fhir+json';
const outcome = (text: string) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code: 'login', diagnostics: text, details: { text } }],
});
const patient = (text: string) => ({ resourceType: 'Patient', id: 'echo', text: { status: 'generated', div: text } });
/** What a header can carry of it. */
const ofHeader = (text: string) => text.replaceAll(/[^\x20-\x7e]/g, ' ').slice(0, 4_000);
const escaped = (text: string) =>
  text.replace(
    /[&<>"']/g,
    (sign) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[sign] ?? '',
  );
const unicode = (text: string, signs: RegExp) =>
  text.replace(signs, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** The ways partners write what they should not, by the id that is read. */
const careless: Record<string, Answer> = {
  echo: ({ all }, response) => send(response, 200, fhir, JSON.stringify(patient(all))),
  // As PHP writes JSON, as Go and .NET do.
  slashes: ({ all }, response) => send(response, 200, fhir, JSON.stringify(patient(all)).replaceAll('/', '\\/')),
  angles: ({ all }, response) => send(response, 200, fhir, unicode(JSON.stringify(patient(all)), /[<>&]/g)),
  plus: ({ all }, response) =>
    send(
      response,
      200,
      fhir,
      unicode(JSON.stringify(patient(all)), /[<>&'+`\u007f-\uffff]/g)
        .replaceAll(/\\u..../g, (code) => `\\u${code.slice(2).toUpperCase()}`)
        .replaceAll('\\"', '\\u0022'),
    ),
  refused: ({ all }, response) =>
    send(response, 401, fhir, JSON.stringify(outcome(all)), {
      'www-authenticate': `Bearer error="invalid_token", error_description="${ofHeader(all)}"`,
      'x-debug': ofHeader(all),
    }),
  failed: ({ all }, response) => send(response, 500, 'text/html', `<!doctype html><pre>${escaped(all)}</pre>`),
  page: ({ all }, response) => send(response, 200, 'text/html', `<!doctype html><pre>${all}</pre>`),
  named: ({ all }, response) => send(response, 200, fhir, JSON.stringify({ ...patient(''), [all]: all })),
};

/** Starts it on 127.0.0.1; what it issues and what it catches becomes a canary. */
export async function startLeakyPartner(canaries: Canaries): Promise<LeakyPartner> {
  let seen = '';
  let base = '';
  let published: object = { keys: [] };
  let elsewhere = '';
  let seenElsewhere = '';
  const channels: { endpoint?: string; header?: string[] }[] = [];
  const headerSent = (name: string, endpoint: string) =>
    channels
      .filter((channel) => channel.endpoint === endpoint)
      .flatMap(({ header = [] }) => header)
      .findLast((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2) ?? '';

  /** Takes a Subscription, and gives it back with the headers it must not show, and more. */
  const subscribed: Answer = ({ body, all }, response) => {
    const resource = JSON.parse(body || '{}') as { id?: string; channel?: (typeof channels)[number] };
    const { channel = {} } = resource;
    if (channel.endpoint) channels.push(channel);
    for (const line of channel.header ?? [])
      if (line.startsWith('X-Switchboard-Subscription: '))
        canaries.take(`secret of subscription ${channels.length}`, line.slice('X-Switchboard-Subscription: '.length));
    const id = `s${channels.length}`;
    const answer = { ...resource, id, status: 'requested', reason: all };
    send(response, 201, fhir, JSON.stringify(answer), {
      location: `${base}/Subscription/${id}`,
      'x-debug': ofHeader(all),
    });
  };
  /** A Task whose outputs are on another server; it repeats how it was asked for. */
  const foreign = (all: string) => ({
    resourceType: 'Task',
    id: 'foreign',
    meta: { versionId: '1', lastUpdated: '2026-11-20T10:00:00Z' },
    status: 'completed',
    intent: 'order',
    code: {
      coding: [{ system: 'http://hl7.org/fhir/us/davinci-cdex/CodeSystem/cdex-temp', code: 'data-request-query' }],
    },
    for: { reference: 'Patient/echo' },
    businessStatus: { text: all },
    note: [{ text: all }],
    output: [
      {
        type: { coding: [{ system: 'http://hl7.org/fhir/us/davinci-hrex/CodeSystem/hrex-temp', code: 'data-value' }] },
        valueReference: { reference: `${elsewhere}/output` },
      },
    ],
  });

  /** Secrets of the flow itself, which nobody planted. */
  function catchSecrets(form: URLSearchParams): void {
    const assertion = form.get('client_assertion');
    // Header and claims may be shown; the signature makes it a credential.
    if (assertion) canaries.take(`assertion ${canaries.all.length}`, assertion, assertion.split('.')[2]?.slice(0, 24));
    const verifier = form.get('code_verifier');
    if (verifier) canaries.take('code_verifier', verifier);
  }

  const token: Answer = ({ body, request, all }, response) => {
    const form = new URLSearchParams(body);
    catchSecrets(form);
    const basic = Buffer.from((request.headers.authorization ?? '').replace('Basic ', ''), 'base64').toString();
    const client = form.get('client_id') ?? basic.split(':')[0] ?? '';
    const kind = /-(\w+)$/.exec(client)?.[1] ?? 'grant';
    const issue = (what: string, shape?: string) => canaries.plant(`${what} issued to ${client || 'a key'}`, shape);
    const grant = {
      access_token: issue('access token', 'a.#-_~+/='),
      refresh_token: issue('refresh token', '#/+='),
      id_token: issue('id token', 'eyJh.#.x'),
      token_type: 'Bearer',
      expires_in: 300,
      scope: 'system/*.rs user/*.rs',
      debug: `${all} ${basic}`,
    };
    const headers = { 'set-cookie': `session=${issue('cookie', '#')}`, 'x-debug': ofHeader(`${basic} ${all}`) };
    const json = 'application/json';
    if (kind === 'grant') return send(response, 200, json, JSON.stringify(grant), headers);
    if (kind === 'cut') return send(response, 200, json, JSON.stringify(grant).slice(0, 40), headers);
    if (kind === 'form')
      return send(response, 200, 'text/plain', `access_token=${encodeURIComponent(grant.access_token)}&x=1`, headers);
    if (kind === 'html')
      return send(response, 500, 'text/html', `<!doctype html>${escaped(`${all} ${basic}`)}`, headers);
    const refusal = { error: 'invalid_client', error_description: `${basic} ${all}` };
    return send(response, 401, json, JSON.stringify(refusal), {
      ...headers,
      'www-authenticate': `Basic realm="${ofHeader(`${basic} ${all}`)}"`,
    });
  };

  const routes: Record<string, Answer> = {
    '.well-known/smart-configuration': (_, response) =>
      send(
        response,
        200,
        'application/json',
        JSON.stringify({
          token_endpoint: `${base}/token`,
          authorization_endpoint: `${base}/authorize`,
          revocation_endpoint: `${base}/revoke`,
          grant_types_supported: ['client_credentials', 'authorization_code', 'refresh_token'],
          code_challenge_methods_supported: ['S256'],
          capabilities: ['client-confidential-asymmetric'],
        }),
      ),
    token,
    revoke: ({ all }, response) => send(response, 400, 'application/json', JSON.stringify({ error: all })),
    jwks: (_, response) => send(response, 200, 'application/json', JSON.stringify(published)),
    metadata: ({ all }, response) =>
      send(response, 200, fhir, JSON.stringify({ resourceType: 'CapabilityStatement', software: { name: all } })),
    'Patient/moved': (_, response) =>
      response
        .writeHead(302, {
          location: `https://portal.example/in#access_token=${canaries.plant('token in a redirect’s fragment', '#')}&state=1`,
        })
        .end(),
    'Patient/signed': (_, response) =>
      response
        .writeHead(302, {
          location: `https://portal.example/in?state=1&code=${canaries.plant('code in a redirect', '#')}`,
        })
        .end(),
    'Patient/user': (_, response) =>
      response
        .writeHead(302, { location: `https://me:${canaries.plant('password in a redirect', '#')}@portal.example/in` })
        .end(),
    Subscription: subscribed,
    'echo/$submit-attachment': ({ all }, response) => {
      const [issue] = outcome(all).issue;
      send(response, 200, fhir, JSON.stringify({ ...outcome(all), issue: [{ ...issue, severity: 'information' }] }));
    },
    'refused/$submit-attachment': ({ all }, response) =>
      send(response, 400, fhir, JSON.stringify(outcome(all)), { 'x-debug': ofHeader(all) }),
    '.well-known/davinci-configuration': ({ all }, response) =>
      send(response, 200, 'application/json', JSON.stringify({ endpoints: [], debug: all, [all]: all })),
    'Task/foreign': ({ all }, response) => send(response, 200, fhir, JSON.stringify(foreign(all))),
    'Patient/cookie': (_, response) =>
      send(response, 200, fhir, JSON.stringify(patient('')), {
        'set-cookie': [`a=${canaries.plant('cookie of a FHIR server', '#')}`, 'b=2'],
      }),
    ...Object.fromEntries(Object.entries(careless).map(([id, answer]) => [`Patient/${id}`, answer])),
  };

  const server = http.createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request.setEncoding('utf8')) body += chunk;
    const path = (request.url ?? '').replace(/^\/fhir\//, '').split('?')[0] ?? '';
    const all = [request.url, ...request.rawHeaders, body].join(' ');
    seen += `${all}\n`;
    const answer = routes[path] ?? ((_, unknown) => send(unknown, 404, fhir, JSON.stringify(outcome(all))));
    answer({ path, request, body, all, base }, response);
  });
  const other = http.createServer((request, response) => {
    seenElsewhere += `${request.method} ${[request.url, ...request.rawHeaders].join(' ')}\n`;
    send(response, 200, fhir, JSON.stringify({ resourceType: 'Patient', id: 'output' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/fhir`;
  return {
    base,
    jwksUrl: `${base}/jwks`,
    seen: () => seen,
    seenElsewhere: () => seenElsewhere,
    headerSent,
    publish: (jwks) => {
      published = jwks;
    },
    close: () =>
      new Promise((resolve) => {
        other.close();
        other.closeAllConnections();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** The kinds of keys there are. */
export type KeyKind = 'p256' | 'p384' | 'rsa';

/** A private key of a kind, freshly made: a planted one is nobody else's. */
export const newKey = (kind: KeyKind): KeyObject =>
  kind === 'rsa'
    ? generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
    : generateKeyPairSync('ec', { namedCurve: kind === 'p256' ? 'P-256' : 'P-384' }).privateKey;
