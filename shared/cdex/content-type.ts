import type { Finding } from '../domain/finding.ts';
import { contradicts } from '../fhir/same-type.ts';
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

/**
 * The content type of a file: what a person said (whether that can be is for checkSubmission to tell), else what its name
 * promises, where the bytes do not contradict it, else what they say. `path` is where a finding about a contradiction points.
 */
export function contentTypeOf(
  file: { name: string; sniffed: Sniffed; given?: string | undefined },
  path: string,
): { contentType: string; findings: Finding[] } {
  const { name, sniffed, given } = file;
  const promised = byEnding[/\.([a-z0-9]+)$/i.exec(name)?.[1]?.toLowerCase() ?? ''];
  if (given) return { contentType: given, findings: [] };
  if (!promised) return { contentType: sniffed.contentType, findings: [] };
  if (!contradicts(promised, sniffed.contentType)) {
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
