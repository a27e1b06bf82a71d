import { describe, expect, it } from 'vitest';
import { speakThrough } from '../../../renderer/api/call.ts';
import { saveFile } from '../../../renderer/parts/save-file.ts';
import { saveText } from '../../../renderer/parts/save-text.ts';
import { commands } from '../../../shared/contract/documents.ts';
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

  it('is told by a name the trail takes, whatever signs its own has', async () => {
    const told: unknown[] = [];
    speakThrough({
      call: async (_name, input) => {
        told.push(input);
        return fail('folder-unusable', 'The disk is full.', 'Make room.');
      },
      listen: () => () => undefined,
    });
    await saveText('1', 'text/plain', 'a\u{200d}b\u{ad}.txt');
    await saveText('1', 'text/plain', `${'x'.repeat(299)}\u{20000}.txt`);
    expect(told).toEqual([
      { name: 'a\u{fffd}b\u{fffd}.txt', bytes: 1 },
      { name: `${'x'.repeat(299)}\u{fffd}`, bytes: 1 },
    ]);
    for (const input of told) expect(commands['documents.saving'].input.safeParse(input).success).toBe(true);
  });
});
