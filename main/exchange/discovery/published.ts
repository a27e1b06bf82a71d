import type { Diagnosis } from '../../../shared/domain/diagnosis.ts';
import type { Found } from '../../../shared/domain/discovery.ts';
import { isObject, type JsonObject } from '../../../shared/fhir/json.ts';
import { header } from '../answer.ts';
import type { Door } from '../door.ts';
import type { Partner } from '../partner.ts';

/** A document that was there, not looked into yet, and what was odd about how it came. */
export interface Published {
  state: 'document';
  exchangeId: string;
  document: JsonObject;
  problems: string[];
}

/**
 * What became of asking for one; `elsewhere` when the address answers with other things, as a web site does for every path,
 * `wantsCertificate` when nobody is let in there without a client certificate.
 */
export type Asked =
  | Published
  | (Exclude<Found<never>, { state: 'found' }> & { elsewhere?: boolean; wantsCertificate?: boolean });

/** A JSON document a partner may publish under `.well-known` (RFC 8615): one exchange, without credentials. */
export async function readPublished(
  door: Door,
  partner: Partner,
  { url, note, signal }: { url: string; note: string; signal?: AbortSignal },
): Promise<Asked> {
  const reply = await door.send(partner, {
    method: 'GET',
    url,
    headers: { accept: 'application/json' },
    expects: 'anything',
    note,
    ...(signal ? { signal } : {}),
  });
  if (!reply.ok) {
    const wantsCertificate = reply.error.diagnosis?.code === 'client-certificate-missing';
    return { ...failedOf(reply.error), ...(wantsCertificate ? { wantsCertificate } : {}) };
  }
  const { exchangeId, httpStatus, headers, resource, head, decodedBytes } = reply.value;
  const type = header(headers, 'content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? '';
  if (isObject(resource) && resource.resourceType === undefined)
    return {
      state: 'document',
      exchangeId,
      document: resource,
      problems: type === 'application/json' ? [] : [`It came as ${type || 'no type'}; it must be application/json.`],
    };
  const what = head?.resourceType
    ? `a FHIR ${head.resourceType}`
    : resource !== undefined
      ? 'JSON that is no object'
      : head
        ? `${decodedBytes} bytes, too large for such a document`
        : decodedBytes === 0
          ? 'an empty body'
          : /html/.test(type)
            ? 'an HTML page'
            : `something that is no JSON${type ? ` (${type})` : ''}`;
  return {
    state: 'failed',
    exchangeId,
    httpStatus,
    message: `The partner answered ${httpStatus} with ${what} where the document should be.`,
    next: 'Take it as not published, and check that the base URL is the FHIR server’s; a web site or gateway may answer every path.',
    elsewhere: true,
  };
}

/** A refusal or a broken exchange as it is kept: 404 and 410 mean that there is none. */
export function failedOf(error: {
  httpStatus?: number;
  exchangeId?: string;
  message: string;
  next: string;
  diagnosis?: Diagnosis;
}): Exclude<Found<never>, { state: 'found' }> {
  const { httpStatus, exchangeId, message, next, diagnosis } = error;
  if ((httpStatus === 404 || httpStatus === 410) && exchangeId) return { state: 'absent', exchangeId, httpStatus };
  return {
    state: 'failed',
    ...(exchangeId ? { exchangeId } : {}),
    ...(httpStatus ? { httpStatus } : {}),
    message,
    next:
      httpStatus === 401 || httpStatus === 403
        ? 'Ask the partner to publish it without a token: clients read it before they have one.'
        : next,
    ...(diagnosis ? { diagnosis } : {}),
  };
}

/** A document that turned out to be none of the kind looked for. */
export const notOfItsKind = (exchangeId: string, kind: string): Exclude<Found<never>, { state: 'found' }> => ({
  state: 'failed',
  exchangeId,
  message: `The partner answered with JSON that is no ${kind}.`,
  next: 'Take it as not published, and ask the partner what answers there.',
});
