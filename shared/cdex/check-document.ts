import type { Finding } from '../domain/finding.ts';
import { dig, type JsonObject, listOf, numberOf, textOf } from '../fhir/json.ts';
import type { DataLook, LookAtData } from '../fhir/look-at-data.ts';
import { contradicts } from '../fhir/same-type.ts';
import { error, findingsOf, warning } from './findings.ts';
import { hashHex } from './read-submission.ts';

/** What the rules say about a DocumentReference or Binary at a place, which is only made where something is found: whether it brings its document, and whether that is what it is said to be. */
export function checkDocument(resource: JsonObject, path: () => string, look: LookAtData): Finding[] {
  if (resource.resourceType === 'Binary') return checkOne(resource, path, look);
  const contents = listOf(resource.content);
  if (contents.length === 0) {
    const message = 'The DocumentReference has no content.';
    return [error('attachment-content', `${path()}.content`, message, 'Add the document as an attachment.')];
  }
  return findingsOf([...contents.entries()], ([index, content]) =>
    checkOne(dig(content, 'attachment'), () => `${path()}.content[${index}].attachment`, look),
  );
}

function checkOne(attachment: unknown, path: () => string, look: LookAtData): Finding[] {
  const data = textOf(dig(attachment, 'data'));
  const declared = textOf(dig(attachment, 'contentType'));
  const found = data === undefined ? [] : checkData(attachment, declared, look(data), path);
  if (data === undefined && !textOf(dig(attachment, 'url'))) {
    const message = 'The attachment has neither data nor a url.';
    found.push(error('attachment-content', path(), message, 'Send the document inline as base64, or say where it is.'));
  }
  if (!declared) {
    const message = 'The attachment does not say what type it is.';
    found.push(warning('attachment-content-type', `${path()}.contentType`, message, 'Add contentType.'));
  }
  return found;
}

function checkData(attachment: unknown, declared: string | undefined, look: DataLook, path: () => string): Finding[] {
  const at = () => `${path()}.data`;
  if (!look.isBase64) {
    const message = 'The data of the attachment are not base64; they cannot be read.';
    return [error('attachment-content', at(), message, 'Encode the document as base64.')];
  }
  if (look.bytes === 0)
    return [error('attachment-content', at(), 'The attachment is empty.', 'Send the document, or leave it out.')];
  const found: Finding[] = [];
  if (declared && contradicts(declared, look.contentType)) {
    const seen = look.form === 'unknown' ? 'its first bytes are not' : `its first bytes say ${look.contentType}`;
    const message = `The attachment is declared as ${declared}, but ${seen}.`;
    found.push(warning('attachment-type', `${path()}.contentType`, message, 'Declare the type the document has.'));
  }
  const size = numberOf(dig(attachment, 'size'));
  if (size !== undefined && size !== look.bytes) {
    const message = `The attachment is declared with ${size} bytes; ${look.bytes} came.`;
    found.push(warning('attachment-size', `${path()}.size`, message, 'Compare the document with the original.'));
  }
  const hash = hashHex(textOf(dig(attachment, 'hash')));
  if (hash && look.sha1 && look.sha1() !== hash) {
    const message = 'The hash declared for the attachment is not that of its data.';
    found.push(warning('attachment-hash', `${path()}.hash`, message, 'Compare the document with the original.'));
  }
  return [...found, ...checkActive(look, at)];
}

const activeWords = {
  doctype: 'a document type or entities, which are not followed',
  script: 'scripts or a stylesheet, which are not run',
};

function checkActive({ form, active }: DataLook, at: () => string): Finding[] {
  if (active.length === 0 || (form === 'html' && !active.includes('script'))) return [];
  const message = `The document holds ${active.map((one) => activeWords[one]).join(', and ')}.`;
  return [warning('attachment-active', at(), message, 'Send documents that only say something.')];
}
