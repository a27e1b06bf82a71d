import { fail, ok } from '../../../shared/contract/errors.ts';
import { elide } from '../../../shared/fhir/elide.ts';
import { dig, textOf } from '../../../shared/fhir/json.ts';
import { getPointer } from '../../../shared/fhir/pointer.ts';
import { sniffType } from '../../../shared/fhir/sniff.ts';
import type { CommandInput } from '../../../shared/contract/commands.ts';
import type { Overrides } from '../bridge.ts';

const bytesOf = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0) & 0xff);

/** Base64 as Node reads it: what is no letter of it is passed over. */
function decode(text: string): Uint8Array {
  const plain = text.replace(/[^A-Za-z0-9+/]/g, '');
  return bytesOf(atob(plain.slice(0, plain.length - (plain.length % 4 === 1 ? 1 : 0))));
}

const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);

/** What is inside recorded bodies, given by the exchange they came with; everything else is answered by `others`. */
export function documentAnswers(bodies: Readonly<Record<string, unknown>>, others: Overrides): Overrides {
  const opened = new Map<string, Uint8Array>();
  const keep = (bytes: Uint8Array, declaredType?: string) => {
    const documentId = String(opened.size + 1).padStart(64, 'd');
    opened.set(documentId, bytes);
    return ok({
      documentId,
      sha256: documentId,
      bytes: bytes.length,
      sniffedType: sniffType(bytes),
      ...(declaredType && { declaredType }),
    });
  };
  const otherwise = (name: keyof Overrides, input: unknown) =>
    others[name]?.(input as never) ?? fail('not-found', 'There is no such document.', 'Open another.');
  return {
    'documents.open': (input: CommandInput<'documents.open'>) => {
      const { exchangeId, side, pointer } = input;
      const body = side === 'request' ? bodies[exchangeId] : undefined;
      if (body === undefined) return otherwise('documents.open', input);
      const found = getPointer(body, pointer);
      if (found === undefined) return fail('not-found', `There is no document at ${pointer}.`, 'Open the exchange.');
      if (typeof found !== 'string') return keep(utf8(JSON.stringify(found, null, 2)), 'application/fhir+json');
      const beside = getPointer(body, pointer.slice(0, pointer.lastIndexOf('/')));
      return keep(decode(found), textOf(dig(beside, 'contentType')));
    },
    'documents.read': (input: CommandInput<'documents.read'>) => {
      const bytes = opened.get(input.documentId);
      if (!bytes) return otherwise('documents.read', input);
      const { offset = 0, length = 262_144 } = input;
      const part = Array.from(bytes.subarray(offset, offset + length), (byte) => String.fromCharCode(byte)).join('');
      return ok({ offset, total: bytes.length, base64: btoa(part) });
    },
    'documents.json': ({ exchangeId, pointer }: CommandInput<'documents.json'>) => {
      const found = getPointer(bodies[exchangeId], pointer);
      if (found === undefined) return fail('not-found', `There is nothing at ${pointer}.`, 'Read it as text.');
      return ok({ value: elide(found, pointer), letters: JSON.stringify(found).length });
    },
    'exchanges.body': (input: CommandInput<'exchanges.body'>) => {
      const outcome = dig(bodies, `answer ${input.id}`);
      if (input.side === 'request' || bodies[input.id] === undefined) return otherwise('exchanges.body', input);
      const text = outcome === undefined ? '' : JSON.stringify(outcome);
      return ok({ offset: 0, total: text.length, text });
    },
  };
}
