import { identifierValue } from '../../../../shared/fhir/identifier.ts';
import { sameType } from '../../../../shared/fhir/same-type.ts';
import type { Push, PushAttachment } from '../../../../shared/domain/push.ts';
import type { Result } from '../../../ui/figures.tsx';
import { formatCount } from '../../../ui/format.ts';

/** What the loaded bytes of an attachment say of themselves. */
export interface BytesSay {
  /** Lower-case hex. */
  sha1: string;
  size: number;
  /** Of a C-CDA: the code, service date and patient ids of its header. */
  header?: { code?: string; date?: string; ids: string[] };
}

/** One claim of the metadata beside what the bytes say about it. */
export interface Claim {
  what: string;
  says: string;
  found: string;
  result: Result;
  mono?: boolean;
}

function typeClaim({ contentType, sniffedType, resourceType, pointer }: PushAttachment): Claim {
  // A resource says its type itself; nothing was declared beside it.
  if (!pointer.endsWith('/data') && resourceType !== 'DocumentReference' && resourceType !== 'Binary')
    return { what: 'type', says: contentType, found: resourceType, result: 'ok', mono: true };
  const known = sniffedType !== undefined && sniffedType !== 'application/octet-stream';
  const result: Result = !contentType || !known ? 'unchecked' : sameType(contentType, sniffedType) ? 'ok' : 'fail';
  return { what: 'type', says: contentType || 'none sent', found: sniffedType ?? 'nothing known', result, mono: true };
}

function sizeClaim({ declaredBytes, bytes }: PushAttachment): Claim {
  const result: Result = declaredBytes === undefined ? 'unchecked' : declaredBytes === bytes ? 'ok' : 'fail';
  const says = declaredBytes === undefined ? 'none sent' : formatCount(declaredBytes);
  return { what: 'size', says, found: formatCount(bytes), result, mono: true };
}

const short = (hex: string): string => `${hex.slice(0, 4)}…${hex.slice(-4)}`;

function hashClaim({ declaredSha1, sha256 }: PushAttachment, bytes: BytesSay | undefined): Claim {
  if (declaredSha1 === undefined) {
    return { what: 'hash', says: 'none sent', found: `sha256 ${short(sha256)}`, result: 'unchecked', mono: true };
  }
  const says = `sha1 ${short(declaredSha1)}`;
  if (!bytes) return { what: 'hash', says, found: 'not loaded', result: 'unchecked', mono: true };
  const result = bytes.sha1 === declaredSha1.toLowerCase() ? 'ok' : 'fail';
  return { what: 'hash', says, found: `sha1 ${short(bytes.sha1)}`, result, mono: true };
}

function codeClaim({ code }: PushAttachment, header: BytesSay['header'], asked: string | undefined): Claim {
  const says = code ?? 'none sent';
  if (!header?.code && code && asked?.includes(code))
    return { what: 'code', says, found: 'as the Task asked', result: 'ok' };
  if (!header?.code || !code)
    return { what: 'code', says, found: header?.code ?? 'not told', result: 'unchecked', mono: true };
  return { what: 'code', says, found: header.code, result: header.code === code ? 'ok' : 'warn', mono: true };
}

function dateClaim(serviceDate: string | undefined, header: BytesSay['header']): Claim {
  const says = serviceDate ?? 'none sent';
  const date = header?.date;
  if (!date || !serviceDate) return { what: 'date', says, found: date ?? 'not told', result: 'unchecked', mono: true };
  return {
    what: 'date',
    says,
    found: date,
    result: date.startsWith(serviceDate.slice(0, 10)) ? 'ok' : 'warn',
    mono: true,
  };
}

function whoClaim(memberId: string | undefined, header: BytesSay['header']): Claim {
  const says = memberId ? identifierValue(memberId) : 'none sent';
  const ids = header?.ids ?? [];
  if (!memberId || ids.length === 0) {
    return { what: 'who', says, found: ids.join(', ') || 'not told', result: 'unchecked', mono: true };
  }
  const wanted = identifierValue(memberId);
  return {
    what: 'who',
    says,
    found: ids.includes(wanted) ? wanted : ids.join(', '),
    result: ids.includes(wanted) ? 'ok' : 'warn',
    mono: true,
  };
}

/** What the metadata of an attachment claims beside what its bytes say, once they are loaded, and what the Task `asked` for. */
export function claimsOf(push: Push, attachment: PushAttachment, bytes: BytesSay | undefined, asked?: string): Claim[] {
  return [
    codeClaim(attachment, bytes?.header, asked),
    typeClaim(attachment),
    sizeClaim(attachment),
    hashClaim(attachment, bytes),
    dateClaim(push.serviceDate, bytes?.header),
    whoClaim(push.memberId, bytes?.header),
  ];
}
