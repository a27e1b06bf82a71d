import { documentOfFile } from '../../../../../shared/cdex/document-of-file.ts';
import { fail, ok, type Reply } from '../../../../../shared/contract/errors.ts';
import { dig, isObject, type JsonObject, textOf, typeOfResource } from '../../../../../shared/fhir/json.ts';
import { sniffType } from '../../../../../shared/fhir/sniff.ts';
import { formatSize } from '../../../../ui/format.ts';
import type { Extra } from './answer-draft.ts';

/** A larger file does not go through the page; the command line takes one by its path. */
const mostBytes = 5_000_000;

/** The Task's own words for its patient, where they mean somebody outside of the Task. */
function subjectOf(task: unknown): JsonObject | undefined {
  const patient = dig(task, 'for');
  return isObject(patient) && !textOf(patient.reference)?.startsWith('#') ? patient : undefined;
}

const readBase64 = (file: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result).replace(/^[^,]*,/, ''));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });

/** A resource as pasted: JSON with a resourceType. */
export function pastedResource(text: string): Reply<JsonObject> {
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value) && typeOfResource(value)) return ok(value);
    return fail('invalid-input', 'This is no FHIR resource: it has no resourceType.', 'Paste one resource as JSON.');
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    return fail('invalid-input', `This is no JSON: ${reason}.`, 'Paste one resource as JSON.');
  }
}

/** What a resource is called in a list. */
export const titleOfResource = (resource: JsonObject): string =>
  [textOf(resource.resourceType), textOf(resource.id)].filter(Boolean).join('/');

/** A chosen file as an output: the resource it holds as JSON, else a DocumentReference with its bytes. */
export async function outputOfFile(file: File, task: unknown): Promise<Reply<Extra>> {
  if (file.size > mostBytes)
    return fail(
      'invalid-input',
      `${file.name} has ${formatSize(file.size)}; the page takes files up to 5 MB.`,
      'Store it on the server and add its reference, or use task answer with --output.',
    );
  const key = crypto.randomUUID();
  const head = new Uint8Array(await file.slice(0, 4_096).arrayBuffer());
  if (/^\s*\{/.test(new TextDecoder().decode(head.subarray(0, 200)))) {
    const read = pastedResource(await file.text());
    if (read.ok) return ok({ key, title: `${file.name}: ${titleOfResource(read.value)}`, resource: read.value });
  }
  const base64 = await readBase64(file);
  const document = {
    title: file.name,
    contentType: sniffType(head),
    bytes: file.size,
    base64,
    at: new Date().toISOString(),
  };
  return ok({
    key,
    title: `${file.name}, ${document.contentType}, ${formatSize(file.size)}`,
    resource: documentOfFile(document, task, subjectOf(task)),
  });
}
