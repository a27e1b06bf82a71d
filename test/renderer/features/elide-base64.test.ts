import { expect, it } from 'vitest';
import { elideBase64 } from '../../../renderer/features/exchanges/elide-base64.ts';

it('takes long base64 out of a body and says where it was and how large', () => {
  const data = Buffer.alloc(301, 7).toString('base64');
  const given = { content: [{ attachment: { 'a/b': data, title: 'note' } }] };
  expect(elideBase64(given)).toEqual({
    content: [
      { attachment: { 'a/b': { $base64: { bytes: 301, pointer: '/content/0/attachment/a~1b' } }, title: 'note' } },
    ],
  });
});

it('leaves short and ordinary text alone', () => {
  const given = { div: `<div>${'words and more words '.repeat(20)}</div>`, id: 'QUJD', n: 1, none: null };
  expect(elideBase64(given)).toEqual(given);
});
