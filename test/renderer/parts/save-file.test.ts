import { describe, expect, it } from 'vitest';
import { speakThrough } from '../../../renderer/api/call.ts';
import { saveFile } from '../../../renderer/parts/save-file.ts';
import { saveText } from '../../../renderer/parts/save-text.ts';
import { fail } from '../../../shared/contract/errors.ts';

describe('a file of the page', () => {
  it('is told to the audit trail first, and not saved where that cannot be', async () => {
    const asked: [name: string, input: unknown][] = [];
    const full = fail('folder-unusable', 'The disk is full.', 'Make room.');
    speakThrough({
      call: async (name, input) => {
        asked.push([name, input]);
        return full;
      },
      listen: () => () => undefined,
    });
    // There is no document here: whoever handed bytes to a browser would throw.
    expect(globalThis.document).toBeUndefined();
    const bytes = new TextEncoder().encode('Ann');
    expect(await saveFile({ bytes, type: 'text/plain', name: 'ann.txt', exchangeId: '7' })).toEqual(full.error);
    expect(await saveText('äö', 'text/plain', 'x'.repeat(400))).toEqual(full.error);
    expect(asked).toEqual([
      ['documents.saving', { name: 'ann.txt', bytes: 3, exchangeId: '7' }],
      ['documents.saving', { name: 'x'.repeat(300), bytes: 4 }],
    ]);
  });
});
