import { describe, expect, it } from 'vitest';
import { createRedactor } from '../../../shared/fhir/redact.ts';
import { createJsonRedactor } from '../../../main/wire/redact-json.ts';

/** What is left of a value, fed in pieces of `size` bytes. */
function redacted(value: unknown, notes: [string, string][] = [], size = 7): unknown {
  const written: string[] = [];
  const reader = createJsonRedactor(createRedactor(), new Map(notes), (text) => written.push(text));
  const bytes = Buffer.from(JSON.stringify(value));
  for (let at = 0; at < bytes.length; at += size) reader.feed(bytes.subarray(at, at + size));
  reader.end();
  return JSON.parse(written.join(''));
}

describe('JSON without what names people', () => {
  it('keeps its shape', () => {
    const body = {
      resourceType: 'Parameters',
      parameter: [
        { name: 'MemberId', valueIdentifier: { system: 'https://payer.example/members', value: 'M-77' } },
        { name: 'AttachTo', valueCode: 'claim' },
        { name: 'Final', valueBoolean: false },
        {
          name: 'Attachment',
          part: [
            { name: 'LineItem', valueString: '1' },
            { name: 'Content', resource: {} },
          ],
        },
        { name: 'Empty', part: [] },
      ],
    };
    expect(redacted(body)).toEqual({
      ...body,
      parameter: [
        { name: 'MemberId', valueIdentifier: { system: 'https://payer.example/members', value: 'id-1' } },
        ...body.parameter.slice(1),
      ],
    });
  });

  it('puts notes in place of documents, texts and resources alike', () => {
    const body = {
      content: [{ attachment: { data: 'bm90ZQ==' } }, { resource: { resourceType: 'Patient', name: [{}] }, id: 'x' }],
    };
    const notes: [string, string][] = [
      ['/content/0/attachment/data', '[a note]'],
      ['/content/1/resource', '[a patient]'],
    ];
    expect(redacted(body, notes)).toEqual({
      content: [{ attachment: { data: '[a note]' } }, { resource: '[a patient]', id: 'id-1' }],
    });
  });

  it('leaves out long texts, numbers that are no counts, and names of members that are somebody’s words', () => {
    const body = { div: 'x'.repeat(5_000), value: 234567, size: 26300, 'Nora Lund': true, nothing: null };
    expect(redacted(body, [], 1_000)).toEqual({
      div: '[5000 bytes left out]',
      value: 'id-1',
      size: 26300,
      'text-1': true,
      nothing: null,
    });
  });

  it('shows nothing of what is no JSON', () => {
    expect(() => redacted(undefined)).toThrow();
  });
});
