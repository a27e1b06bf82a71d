// text/xml and application/xml are two names of one type, as are json and fhir+json.
const families = [
  /^((text|application)\/xml|[\w.-]+\/[\w.-]+\+xml|application\/xml\+cda)$/,
  /^((text|application)\/json|[\w.-]+\/[\w.-]+\+json|application\/json\+fhir)$/,
  /^image\/(jpeg|jpg|pjpeg)$/,
  /^image\/tiff?$/,
  /^(application\/(x-)?pdf)$/,
  /^(text|application)\/rtf$/,
  // Office documents are zip files.
  /^application\/(zip|x-zip-compressed|epub\+zip|vnd\.(openxmlformats-officedocument|oasis\.opendocument)\..+)$/,
];
/** Types whose first bytes always say so: who declares one and sends other bytes errs. */
const marked = /^(application\/pdf|image\/(png|jpeg|jpg|gif|tiff)|application\/(zip|rtf))$/;

const plainType = (type: string): string => type.split(';', 1)[0]?.trim().toLowerCase() ?? '';

/** Whether a declared content type and the one the first bytes show are the same thing. */
export function sameType(declared: string, sniffed: string): boolean {
  const [a, b] = [plainType(declared), plainType(sniffed)];
  return a === b || families.some((family) => family.test(a) && family.test(b));
}

/**
 * Whether the first bytes contradict a declared content type. Bytes that say nothing contradict only types that always say something, and
 * plain text is what many a text type looks like.
 */
export function contradicts(declared: string, sniffed: string): boolean {
  const [a, b] = [plainType(declared), plainType(sniffed)];
  if (sameType(a, b)) return false;
  if (b === 'application/octet-stream') return marked.test(a);
  if (b !== 'text/plain') return a !== 'application/octet-stream';
  return marked.test(a) || families.some((family) => family.test(a) && !a.startsWith('text/'));
}
