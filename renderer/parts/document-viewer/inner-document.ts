import { dig, textOf } from '../../../shared/fhir/json.ts';
import { chipOf } from '../../ui/json-lines.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';
import { fromBase64, type LoadedDocument } from './load-document.ts';

/** The document a base64 string at `pointer` stands for, named by what stands beside it; undefined where it is no base64. */
export function innerDocument(value: unknown, pointer: string): { name: string; document: LoadedDocument } | undefined {
  const text = getPointer(value, pointer);
  if (typeof text !== 'string') return undefined;
  const beside = getPointer(value, pointer.slice(0, pointer.lastIndexOf('/')));
  const declaredType = textOf(dig(beside, 'contentType'));
  try {
    const document: LoadedDocument = { bytes: fromBase64(text), ...(declaredType && { declaredType }) };
    return { name: textOf(dig(beside, 'title')) ?? 'Attachment', document };
  } catch {
    return undefined;
  }
}

/** Pointers of the base64 a resource carries as attachments, with the title beside each; those of base64 that was replaced by a note lead where the note does. */
export function attachmentsIn(value: unknown, pointer = '', depth = 0): { pointer: string; title: string }[] {
  if (depth > 30 || typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.flatMap((one, index) => attachmentsIn(one, `${pointer}/${index}`, depth + 1));
  const chip = chipOf(dig(value, 'data'));
  const type = textOf(dig(value, 'contentType'));
  const hasData = chip !== undefined || textOf(dig(value, 'data')) !== undefined;
  const own =
    hasData && type !== undefined
      ? [{ pointer: chip?.pointer ?? `${pointer}/data`, title: textOf(dig(value, 'title')) ?? type }]
      : [];
  const inside = Object.entries(value).flatMap(([key, one]) =>
    attachmentsIn(one, `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1),
  );
  return [...own, ...inside];
}
