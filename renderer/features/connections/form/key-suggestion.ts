import type { ConnectionDraft } from './draft.ts';
import { nameOf } from './input.ts';

/** A name for a key of this connection: its own name in small letters. */
export function keySuggestion(draft: ConnectionDraft): string {
  const plain = nameOf(draft)
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
  return plain === '' ? 'signing-key' : plain;
}
