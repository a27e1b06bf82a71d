import type { Reply } from '../../shared/contract/errors.ts';
import type { Answer } from './answer.ts';
import type { Door } from './door.ts';
import { answered, type Context, fhirClient } from './fhir-client.ts';
import type { Partner } from './partner.ts';

/** Reads one resource by a reference relative to the base, a version of it included. */
export const readResource = (
  door: Door,
  partner: Partner,
  reference: string,
  context: Context = {},
): Promise<Reply<Answer>> =>
  answered(fhirClient(door, partner, { approach: 'direct-query', ...context }).request(reference.replace(/^\//, '')));

/** The partner's CapabilityStatement (FHIR R4, http.html#capabilities). */
export const readCapabilities = (door: Door, partner: Partner): Promise<Reply<Answer>> =>
  answered(fhirClient(door, partner, { approach: 'none', note: 'CapabilityStatement' }).capabilityStatement());

/** A page of a searchset by its absolute link; one that leads to another origin is refused by the door. */
export const readPage = (door: Door, partner: Partner, url: string, context: Context = {}): Promise<Reply<Answer>> =>
  answered(
    fhirClient(door, partner, { approach: 'direct-query', ...context }).request(
      new URL(url, `${partner.baseUrl}/`).href,
    ),
  );
