import type { Finding } from '../domain/finding.ts';
import type { Sniffed } from '../fhir/sniff.ts';
import { warning } from './findings.ts';

/** What the ending of a file name promises. */
const byEnding: Record<string, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  tif: 'image/tiff',
  tiff: 'image/tiff',
  bmp: 'image/bmp',
  dcm: 'application/dicom',
  xml: 'text/xml',
  cda: 'text/xml',
  ccda: 'text/xml',
  html: 'text/html',
  htm: 'text/html',
  txt: 'text/plain',
  csv: 'text/csv',
  md: 'text/markdown',
  hl7: 'x-application/hl7-v2+er7',
  edi: 'application/edi-x12',
  x12: 'application/edi-x12',
  rtf: 'application/rtf',
  json: 'application/json',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  zip: 'application/zip',
  mp4: 'video/mp4',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
};

/** Types that are one thing under several names, or one inside the other; by what the bytes say. */
const compatible: Record<string, RegExp> = {
  'text/xml': /xml/,
  'application/fhir+xml': /xml/,
  'application/json': /json/,
  'application/fhir+json': /json/,
  'text/plain': /^(text|message)\/|x12|hl7|json|xml|markdown|csv|javascript|yaml/,
  'application/zip': /zip|openxmlformats|opendocument|epub|java-archive/,
  'application/rtf': /rtf|msword/,
};

const bare = (type: string): string => (type.split(';', 1)[0] ?? '').trim().toLowerCase();

/** Whether a declared type can be what the bytes say; bytes that say nothing contradict nobody. */
export function fits(declared: string, sniffed: Sniffed): boolean {
  if (sniffed.form === 'unknown' || bare(declared) === sniffed.contentType) return true;
  return compatible[sniffed.contentType]?.test(bare(declared)) ?? false;
}

/**
 * The content type of a file: what a person said, else what its name promises, where the bytes do not contradict it, else what they say.
 * `path` is where a finding about a contradiction points.
 */
export function contentTypeOf(
  file: { name: string; sniffed: Sniffed; given?: string | undefined },
  path: string,
): { contentType: string; findings: Finding[] } {
  const { name, sniffed, given } = file;
  const promised = byEnding[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
  if (given) {
    const next = 'Correct the type, or send the right file.';
    const message = `${name} is called ${given}; its first bytes say ${sniffed.contentType}.`;
    return { contentType: given, findings: fits(given, sniffed) ? [] : [warning('content-type', path, message, next)] };
  }
  if (!promised) return { contentType: sniffed.contentType, findings: [] };
  if (fits(promised, sniffed)) {
    // C-CDA and FHIR say more than the ending does.
    const closer = /^application\/fhir/.test(sniffed.contentType) ? sniffed.contentType : promised;
    return { contentType: closer, findings: [] };
  }
  const message = `The name of ${name} promises ${promised}; its first bytes say ${sniffed.contentType}, and so it is called.`;
  return {
    contentType: sniffed.contentType,
    findings: [warning('content-type', path, message, 'See that it is the right file.')],
  };
}
