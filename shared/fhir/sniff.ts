/** What the first bytes of a document say it is. */
export type SniffedForm =
  | 'pdf'
  | 'png'
  | 'jpeg'
  | 'gif'
  | 'tiff'
  | 'zip'
  | 'rtf'
  | 'html'
  | 'c-cda'
  | 'fhir-xml'
  | 'xml'
  | 'fhir-json'
  | 'json'
  | 'text'
  | 'unknown';

/** The form, and the content type that goes with it (application/octet-stream when unknown). */
export interface Sniffed {
  form: SniffedForm;
  contentType: string;
  /** Type of a FHIR resource, where it stands among the first bytes. */
  resourceType?: string;
}

const contentTypes: Record<SniffedForm, string> = {
  pdf: 'application/pdf',
  png: 'image/png',
  jpeg: 'image/jpeg',
  gif: 'image/gif',
  tiff: 'image/tiff',
  zip: 'application/zip',
  rtf: 'application/rtf',
  html: 'text/html',
  'c-cda': 'text/xml',
  'fhir-xml': 'application/fhir+xml',
  xml: 'text/xml',
  'fhir-json': 'application/fhir+json',
  json: 'application/json',
  text: 'text/plain',
  unknown: 'application/octet-stream',
};

/** How many bytes are looked at. */
export const sniffLength = 4096;

const marks: [SniffedForm, string][] = [
  ['png', '\x89PNG\r\n\x1a\n'],
  ['jpeg', '\xff\xd8\xff'],
  ['gif', 'GIF87a'],
  ['gif', 'GIF89a'],
  ['tiff', 'II*\0'],
  ['tiff', 'MM\0*'],
  ['zip', 'PK\x03\x04'],
  ['zip', 'PK\x05\x06'],
  ['zip', 'PK\x07\x08'],
  ['rtf', '{\\rtf'],
];

/** One letter a byte of the first ones: enough to find marks and element names, whatever the encoding of the words between them. */
export function letters(bytes: Uint8Array, length = sniffLength): string {
  const head = bytes.subarray(0, length);
  // apply, not spread: a typed array spread goes through an iterator, and every stored attachment passes here.
  const text = Reflect.apply(String.fromCharCode, undefined, head) as string;
  // The zero halves of UTF-16 are left out.
  return isWide(bytes) ? text.slice(2).replaceAll('\0', '') : text.replace(/^\xef\xbb\xbf/, '');
}

/** Little-endian and big-endian UTF-16 with its mark. */
const isWide = ([first, second]: Uint8Array) =>
  (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);

/** The text from its first element or document type on; step by step, because a pattern would start anew at every `<?` of a hostile one. */
function afterProlog(text: string): string {
  let rest = text.trimStart();
  for (;;) {
    const end = rest.startsWith('<?') ? '?>' : rest.startsWith('<!--') ? '-->' : undefined;
    const at = end === undefined ? -1 : rest.indexOf(end, 2);
    if (end === undefined || at < 0) return rest;
    rest = rest.slice(at + end.length).trimStart();
  }
}

function markup(text: string): Sniffed | undefined {
  const start = text.trimStart();
  if (!/^<[?!A-Za-z_]/.test(start)) return undefined;
  const bare = afterProlog(start);
  if (/^<!doctype\s+html[\s>]/i.test(bare)) return of('html');
  const root = afterProlog(bare.replace(/^<!DOCTYPE[^>[]*(?:\[[^\]]*\]\s*)?>/i, ''));
  const [, name = '', attributes = ''] = /^<(?:[\w.-]+:)?([\w.-]+)([^>]*)/.exec(root) ?? [];
  if (['html', 'head', 'body'].includes(name.toLowerCase())) return of('html');
  if (name === 'ClinicalDocument') return of('c-cda');
  if (attributes.includes('http://hl7.org/fhir"')) return { ...of('fhir-xml'), resourceType: name };
  return start.startsWith('<?xml') || name !== '' ? of('xml') : undefined;
}

function json(text: string): Sniffed | undefined {
  if (!/^\s*(\{\s*("|\})|\[\s*([[{"\]\d-]|true|false|null))/.test(text)) return undefined;
  const resourceType = /"resourceType"\s*:\s*"([A-Z][A-Za-z]+)"/.exec(text)?.[1];
  return resourceType ? { ...of('fhir-json'), resourceType } : of('json');
}

const of = (form: SniffedForm): Sniffed => ({ form, contentType: contentTypes[form] });

/** Among so many bytes the mark of a PDF may stand (ISO 32000, implementation notes). */
const markLength = 1024;

/** What a document is, by its first bytes alone; what its metadata claims is not asked. */
export function sniff(bytes: Uint8Array): Sniffed {
  const start = letters(bytes, markLength);
  if (start.includes('%PDF-')) return of('pdf');
  const mark = marks.find(([, first]) => start.startsWith(first));
  if (mark) return of(mark[0]);
  if (start === '' || hasControls(bytes)) return of('unknown');
  // Every stored attachment passes here, and most are no markup: the rest of the letters is taken only where they can matter.
  if (/^\s*[^\s<{[]/.test(start)) return of('text');
  const text = letters(bytes);
  return markup(text) ?? json(text) ?? of('text');
}

/** Control characters no text has, as a table by code; escape is let through for terminal captures. */
const isControl = Uint8Array.from({ length: 256 }, (_, code) =>
  Number(code < 32 && ![9, 10, 12, 13, 27].includes(code)),
);

function hasControls(bytes: Uint8Array): boolean {
  const wide = isWide(bytes);
  const end = Math.min(bytes.length, sniffLength);
  for (let i = 0; i < end; i += 1) {
    const byte = bytes[i] as number;
    if (byte < 32 && isControl[byte] === 1 && !(wide && byte === 0)) return true;
  }
  return false;
}

/** The content type by the first bytes; application/octet-stream when they say nothing. */
export const sniffType = (bytes: Uint8Array): string => sniff(bytes).contentType;
