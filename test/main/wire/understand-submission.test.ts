import { expect, test } from 'vitest';
import { understand } from '../../../main/wire/understand.ts';

const parts = (count: number, part: object) => Array.from({ length: count }, () => part);

/** One attachment with so many line items, whose DocumentReference has so many contents. */
const submission = (lineItems: number, contents: object[], lineItem = '1', description?: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      resourceType: 'Parameters',
      parameter: [
        { name: 'TrackingId', valueIdentifier: { system: 'https://payer.example/tracking', value: 'T-1' } },
        {
          name: 'Attachment',
          part: [
            ...parts(lineItems, { name: 'LineItem', valueString: lineItem }),
            { name: 'Content', resource: { resourceType: 'DocumentReference', description, content: contents } },
          ],
        },
      ],
    }),
  );

test('a small body that multiplies its line items by its documents makes no large record, and is told that it is too much', () => {
  const body = submission(1_000, parts(8_000, {}));
  const understood = understand(body, 'submit-attachment');
  expect(JSON.stringify(understood).length).toBeLessThan(20 * body.length);
  expect(understood.attachments).toHaveLength(1_000);
  expect(understood.findings).toContainEqual(
    expect.objectContaining({ rule: 'parameters-many', message: expect.stringContaining('8000 documents') }),
  );
});

test('long words that stand once and count for many documents are cut in the record', () => {
  const body = submission(1, parts(500, {}), 'L'.repeat(20_000), 'D'.repeat(20_000));
  const understood = understand(body, 'submit-attachment');
  expect(JSON.stringify(understood.attachments).length).toBeLessThan(20 * body.length);
  expect(understood.attachments[0]?.title).toHaveLength(501);
});

test('what a claim may ordinarily have is kept whole', () => {
  const { attachments, findings } = understand(submission(999, parts(3, {})), 'submit-attachment');
  expect(attachments.map(({ lineItems }) => lineItems?.length)).toEqual([999, 999, 999]);
  expect(findings.filter(({ rule }) => rule === 'parameters-many')).toEqual([]);
});

test('a submission of which not all is read is another one as soon as one byte of it is another', () => {
  const [one, other] = ['a', 'b'].map((last) => submission(1, [...parts(1_200, {}), { attachment: { title: last } }]));
  const [first, second, again] = [one, other, one].map(
    (body) => understand(body as Buffer, 'submit-attachment').digest,
  );
  expect(first).not.toBe(second);
  expect(first).toBe(again);
});

test('a document sent again under another type is another submission', () => {
  const of = (contentType: string) =>
    understand(submission(1, [{ attachment: { contentType, data: 'AAAA' } }]), 'submit-attachment').digest;
  expect(of('application/pdf')).not.toBe(of('text/plain'));
  expect(of('text/plain')).toBe(of('text/plain'));
});

test('a document that is withdrawn, or takes the place of another, is no repeat of the one before', () => {
  const of = (more: object) => {
    const resource = {
      resourceType: 'DocumentReference',
      status: 'current',
      content: [{ attachment: { data: 'AAAA' } }],
      ...more,
    };
    const attachment = { name: 'Attachment', part: [{ name: 'Content', resource }] };
    const body = Buffer.from(JSON.stringify({ resourceType: 'Parameters', parameter: [attachment] }));
    const { digest, attachments } = understand(body, 'submit-attachment');
    return { digest, standing: attachments[0]?.standing };
  };
  const relatesTo = [{ code: 'replaces', target: { reference: 'DocumentReference/1' } }];
  const usual = of({});
  expect(usual.standing).toBeUndefined();
  expect(of({ docStatus: 'final', date: '2026-01-01' })).toEqual(usual);
  expect(of({ status: 'entered-in-error' })).toMatchObject({ standing: 'entered-in-error' });
  expect(of({ relatesTo })).toMatchObject({ standing: 'replaces DocumentReference/1' });
  const digests = [usual, of({ status: 'entered-in-error' }), of({ relatesTo }), of({ docStatus: 'preliminary' })];
  expect(new Set(digests.map(({ digest }) => digest)).size).toBe(4);
});
