import type { SniffedForm } from '../../../shared/fhir/sniff.ts';

/** The ways a document can be looked at. */
export type ViewId =
  | 'page'
  | 'text'
  | 'image'
  | 'document'
  | 'header'
  | 'answers'
  | 'sections'
  | 'entries'
  | 'facts'
  | 'resource'
  | 'about'
  | 'bytes';

/** What of FHIR has views of its own. */
export type FhirKind = 'answers' | 'sections' | 'bundle' | 'resource';

const views: Record<SniffedForm, readonly ViewId[]> = {
  pdf: ['page', 'text', 'bytes'],
  png: ['image', 'bytes'],
  jpeg: ['image', 'bytes'],
  gif: ['image', 'bytes'],
  'c-cda': ['document', 'header', 'text', 'bytes'],
  'fhir-json': ['resource', 'text', 'bytes'],
  json: ['resource', 'text', 'bytes'],
  'fhir-xml': ['text', 'bytes'],
  xml: ['text', 'bytes'],
  // Markup of a partner is shown as its letters and never put on the page.
  html: ['text', 'bytes'],
  rtf: ['text', 'bytes'],
  text: ['text', 'bytes'],
  tiff: ['about', 'bytes'],
  zip: ['about', 'bytes'],
  unknown: ['about', 'bytes'],
};

const own: Record<FhirKind, readonly ViewId[]> = {
  answers: ['answers'],
  sections: ['sections', 'entries'],
  bundle: ['entries'],
  resource: [],
};

/** How a document of this form can be looked at, best first; `kind` is what of FHIR it is. Facts stand behind the JSON of any resource. */
export function viewsOf(form: SniffedForm, kind?: FhirKind): readonly ViewId[] {
  if (form !== 'fhir-json' || kind === undefined) return views[form];
  const [first, ...rest] = views[form];
  return [...own[kind], ...(first ? [first] : []), ...(kind === 'resource' ? (['facts'] as const) : []), ...rest];
}

/** The word on the button of a view. */
export function viewName(view: ViewId, form: SniffedForm): string {
  const names: Record<ViewId, string> = {
    page: 'Page',
    text: form.includes('xml') || form === 'c-cda' ? 'XML' : form === 'html' ? 'Source' : 'Text',
    image: 'Image',
    document: 'Document',
    answers: 'Answers',
    sections: 'Document',
    facts: 'Facts',
    header: 'Header',
    entries: 'Entries',
    resource: 'JSON',
    about: 'About',
    bytes: 'Bytes',
  };
  return names[view];
}

const endings: Partial<Record<SniffedForm, string>> = {
  pdf: 'pdf',
  png: 'png',
  jpeg: 'jpg',
  gif: 'gif',
  tiff: 'tiff',
  zip: 'zip',
  rtf: 'rtf',
  html: 'txt',
  'c-cda': 'xml',
  'fhir-xml': 'xml',
  xml: 'xml',
  'fhir-json': 'json',
  json: 'json',
  text: 'txt',
};

/** A file name with the ending its bytes ask for, whatever its metadata claims. */
export function fileNameOf(name: string, form: SniffedForm): string {
  const plain = name.replace(/[^\p{L}\p{N}._ -]+/gu, '-').replace(/^[.-]+|[.-]+$/g, '') || 'document';
  const ending = endings[form] ?? 'bin';
  return plain.toLowerCase().endsWith(`.${ending}`) ? plain : `${plain}.${ending}`;
}

/** Hands bytes to the browser as a file. For what the audit trail knows of already; all else is saved by save-file.ts. */
export function saveBytes(bytes: Uint8Array<ArrayBuffer>, type: string, name: string): void {
  const url = URL.createObjectURL(new Blob([bytes], { type }));
  const link = Object.assign(document.createElement('a'), { href: url, download: name });
  link.click();
  // The download has taken the blob over by then; an address kept longer would keep the bytes.
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}
