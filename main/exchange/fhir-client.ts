import { Client } from 'fhir-kit-client';
import type { FhirResource } from 'fhir-kit-client';
import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import type { Outgoing } from './outgoing.ts';
import type { Partner } from './partner.ts';

/** What an interaction adds to the request the FHIR client makes. */
export type Context = Pick<Outgoing, 'approach' | 'note' | 'signal' | 'progress' | 'expects' | 'headers'>;

/**
 * fhir-kit-client with its one public choke point, `httpClient.request`, replaced by the door: the client knows how FHIR interactions are
 * addressed, the door does everything that touches the wire. Every method therefore resolves to the door's reply, and none throws.
 */
export function fhirClient(door: Door, partner: Partner, context: Context): Client {
  const client = new Client({ baseUrl: partner.baseUrl });
  client.httpClient.request = async (method, url, options = {}, body) => {
    const reply = await door.send(partner, {
      ...context,
      method,
      url: client.httpClient.expandUrl(url),
      headers: { ...lowerCased(options.headers), ...context.headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return reply as unknown as FhirResource;
  };
  return client;
}

/** The door's reply behind what the FHIR client resolved to. */
export const answered = async (call: Promise<unknown>): Promise<Reply<Answer>> => (await call) as Reply<Answer>;

function lowerCased(headers: unknown): Record<string, string> {
  const entries = headers instanceof Headers ? [...headers] : Object.entries((headers ?? {}) as Record<string, string>);
  return Object.fromEntries(entries.map(([name, value]) => [name.toLowerCase(), String(value)]));
}
